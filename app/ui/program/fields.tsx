import { Box, Button, Checkbox, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFieldSurroundings } from "./field-surroundings.ts";
import { RemovableTag } from "./removable-tag.tsx";
import { useWorkspace } from "./workspace.tsx";

type TypedProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Where the program's validation speaks of this field. */
  readonly pointer: string;
  readonly help?: string;
  readonly suffix?: string;
  readonly placeholder?: string;
};

function TypedField(props: TypedProps & { readonly inputMode: "numeric" | "decimal" | "text" }) {
  const { errorAt } = useWorkspace();
  return (
    <TextField
      label={props.label}
      value={props.value}
      onChange={props.onChange}
      inputMode={props.inputMode}
      autoComplete="off"
      error={errorAt(props.pointer)}
      helpText={props.help}
      {...(props.suffix !== undefined && { suffix: props.suffix })}
      {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
    />
  );
}

export function NumberField(props: TypedProps) {
  return <TypedField {...props} inputMode="numeric" />;
}

export function DecimalField(props: TypedProps) {
  return <TypedField {...props} inputMode="decimal" />;
}

/** An amount in the shop's currency. */
export function MoneyField(props: Omit<TypedProps, "suffix">) {
  const { currency } = useWorkspace();
  return <TypedField {...props} inputMode="decimal" suffix={currency} />;
}

export function WordsField(props: TypedProps) {
  return <TypedField {...props} inputMode="text" />;
}

export function ChoiceField<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly pointer: string;
  readonly help?: string;
}) {
  const { errorAt } = useWorkspace();
  return (
    <Select
      label={props.label}
      options={[...props.choices]}
      value={props.value}
      onChange={(value) => props.onChange(value as Value)}
      error={errorAt(props.pointer)}
      helpText={props.help}
    />
  );
}

export function SwitchField(props: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly pointer: string;
  readonly help?: string;
}) {
  const { errorAt } = useWorkspace();
  return (
    <Checkbox
      label={props.label}
      checked={props.value}
      onChange={props.onChange}
      error={errorAt(props.pointer)}
      helpText={props.help}
    />
  );
}

/** Words one by one: Enter, a comma or leaving the field adds what was typed. */
export function TagsField(props: {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly pointer?: string;
  readonly help?: string;
}) {
  const { t } = useTranslation("program");
  const { errorAt } = useFieldSurroundings();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLDivElement>(null);
  const add = (text: string) => {
    const words = text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "" && !props.values.includes(word));
    setTyped("");
    if (words.length > 0) props.onChange([...props.values, ...new Set(words)]);
  };
  return (
    <div
      ref={field}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        add(typed);
      }}
    >
      <TextField
        label={props.label}
        value={typed}
        onChange={(text) => (text.includes(",") ? add(text) : setTyped(text))}
        onBlur={() => add(typed)}
        autoComplete="off"
        placeholder={t("field.addWord")}
        error={props.pointer !== undefined && errorAt(props.pointer)}
        helpText={props.help}
        verticalContent={
          props.values.length === 0 ? undefined : (
            <InlineStack gap="100">
              {props.values.map((value) => (
                <RemovableTag
                  key={value}
                  name={value}
                  onRemove={() => {
                    props.onChange(props.values.filter((other) => other !== value));
                    field.current?.querySelector("input")?.focus();
                  }}
                />
              ))}
            </InlineStack>
          )
        }
      />
    </div>
  );
}

/** Products or collections chosen in the admin's own picker, each with its title and a way out. */
export function ChosenField(props: {
  readonly label: string;
  readonly open: string;
  readonly values: readonly string[];
  readonly onOpen: () => void;
  readonly onRemove: (id: string) => void;
  readonly pointer: string;
}) {
  const { errorAt, nameOf } = useFieldSurroundings();
  const error = errorAt(props.pointer);
  return (
    <div role="group" aria-label={props.label}>
      <Box paddingBlockEnd="100">
        <Text as="p">{props.label}</Text>
      </Box>
      <InlineStack gap="100" blockAlign="center">
        {props.values.map((id) => (
          <RemovableTag
            key={id}
            name={nameOf(id) ?? id.split("/").at(-1) ?? id}
            onRemove={() => props.onRemove(id)}
          />
        ))}
        <Button size="slim" onClick={props.onOpen}>
          {props.open}
        </Button>
      </InlineStack>
      {error !== false && (
        <Text as="p" tone="critical">
          {error}
        </Text>
      )}
    </div>
  );
}
