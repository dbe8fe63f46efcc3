import { InlineGrid, TextField } from "@shopify/polaris";
import { createContext, useContext } from "react";

/** What keeps a form from being kept, at its fields. */
export const ErrorsContext = createContext<(pointer: string) => string | false>(() => false);

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Where the validation speaks of this field. */
  readonly pointer: string;
  readonly help?: string;
  readonly suffix?: string;
  readonly type?: "text" | "date" | "time";
  readonly inputMode?: "numeric" | "decimal" | "text";
  readonly disabled?: boolean;
};

export function Field({ help, suffix, type = "text", inputMode, disabled = false, ...props }: FieldProps) {
  const errorAt = useContext(ErrorsContext);
  return (
    <TextField
      label={props.label}
      value={props.value}
      onChange={props.onChange}
      error={errorAt(props.pointer)}
      type={type}
      disabled={disabled}
      autoComplete="off"
      helpText={help}
      {...(inputMode !== undefined && { inputMode })}
      {...(suffix !== undefined && { suffix })}
    />
  );
}

/** A day, and a time of it that may be left out. */
export function MomentField(props: {
  readonly day: string;
  readonly time: string;
  readonly pointer: string;
  readonly value: { readonly day: string; readonly time: string };
  readonly onChange: (value: { readonly day: string; readonly time: string }) => void;
  readonly help: string;
}) {
  const { value, onChange } = props;
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      <Field
        type="date"
        label={props.day}
        value={value.day}
        onChange={(day) => onChange({ ...value, day })}
        pointer={props.pointer}
        help={props.help}
      />
      <Field
        type="time"
        label={props.time}
        value={value.time}
        onChange={(time) => onChange({ ...value, time })}
        pointer={`${props.pointer}/time`}
        disabled={value.day === ""}
      />
    </InlineGrid>
  );
}
