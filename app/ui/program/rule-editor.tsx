import { BlockStack, Card, FormLayout, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { selectionOf } from "#app/domain/program/draft-program.ts";
import type { DraftRule } from "#app/domain/program/program-draft.ts";
import { readsField } from "#app/domain/program/rule-fields.ts";
import { ActionField } from "./action-field.tsx";
import { ChoiceField, MoneyField, NumberField, SwitchField, WordsField } from "./fields.tsx";
import { More } from "./more.tsx";
import { SelectionFields } from "./selection-fields.tsx";
import { SpanFields } from "./span-fields.tsx";

type EditorProps = {
  readonly rule: DraftRule;
  readonly onChange: (rule: DraftRule) => void;
  /** `/earning/rules/<n>` */
  readonly pointer: string;
};

/** One way to earn: first what every merchant sets, the rest where it is looked for. */
export function RuleEditor({ rule, onChange, pointer }: EditorProps) {
  const { t } = useTranslation("program");
  const set = (change: Partial<DraftRule>) => onChange({ ...rule, ...change });
  const reads = (field: Parameters<typeof readsField>[1]) => readsField(rule.kind, field);
  const at = (...fields: readonly string[]) => fields.map((field) => `${pointer}/${field}`);
  const limits = ["minimumOrder", "capPerOrder", "capPerDay", "capPerMonth", "perMember"] as const;
  return (
    <BlockStack gap="400">
      <Card>
        <FormLayout>
          <Text as="h2" variant="headingMd">
            {t(`kind.${rule.kind}`)}
          </Text>
          <Text as="p" tone="subdued">
            {t(`kindHelp.${rule.kind}`)}
          </Text>
          {reads("action") && (
            <ActionField
              action={rule.action}
              onChange={(action) => set({ action })}
              pointer={`${pointer}/action`}
            />
          )}
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <NumberField
              label={t("rule.points")}
              value={rule.points}
              onChange={(points) => set({ points })}
              pointer={`${pointer}/points`}
            />
            {reads("per") && (
              <MoneyField
                label={t("rule.per")}
                value={rule.per}
                onChange={(per) => set({ per })}
                pointer={`${pointer}/per`}
              />
            )}
            {reads("every") && (
              <NumberField
                label={t("rule.every")}
                value={rule.every}
                onChange={(every) => set({ every })}
                pointer={`${pointer}/every`}
                suffix={t("rule.everyUnit")}
              />
            )}
          </InlineGrid>
          {reads("per") && (
            <Text as="p" tone="subdued">
              {t("rule.perHelp")}
            </Text>
          )}
          <SwitchField
            label={t("rule.enabled")}
            value={rule.enabled}
            onChange={(enabled) => set({ enabled })}
            pointer={`${pointer}/enabled`}
          />
        </FormLayout>
      </Card>
      {reads("basis") && (
        <More
          title={t("more.basis")}
          used={Object.values(rule.basis).includes(true) || rule.rounding !== "floor"}
          pointers={at("basis", "rounding")}
        >
          <BasisFields {...{ rule, set, pointer }} />
        </More>
      )}
      {(reads("minimumOrder") || reads("perMember")) && (
        <More
          title={t("more.limits")}
          used={limits.some((field) => rule[field] !== "")}
          pointers={at(...limits)}
        >
          <LimitFields {...{ rule, set, pointer }} />
        </More>
      )}
      {(["include", "exclude"] as const).map((side) => (
        <More
          key={side}
          title={t(`more.${side}`)}
          used={Object.keys(selectionOf(rule[side])).length > 0}
          pointers={at(side)}
        >
          <Text as="p" tone="subdued">
            {t(`select.${side}Help`)}
          </Text>
          <SelectionFields
            selection={rule[side]}
            onChange={(selection) => set({ [side]: selection })}
            pointer={`${pointer}/${side}`}
            lines={reads("lines")}
            channels={reads("channels")}
          />
        </More>
      ))}
      {reads("priority") && (
        <More
          title={t("more.stacking")}
          used={!rule.stackable || rule.priority !== "0"}
          pointers={at("stackable", "priority")}
        >
          <StackingFields {...{ rule, set, pointer }} />
        </More>
      )}
      <More
        title={t("more.schedule")}
        used={rule.name !== "" || rule.from !== null || rule.until !== null}
        pointers={at("name", "from", "until")}
      >
        <WordsField
          label={t("rule.name")}
          value={rule.name}
          onChange={(name) => set({ name })}
          pointer={`${pointer}/name`}
          placeholder={t(`kind.${rule.kind}`)}
          help={t("rule.nameHelp")}
        />
        <SpanFields span={rule} onChange={set} pointer={pointer} />
      </More>
    </BlockStack>
  );
}

type PartProps = Omit<EditorProps, "onChange"> & { readonly set: (change: Partial<DraftRule>) => void };

function BasisFields({ rule, set, pointer }: PartProps) {
  const { t } = useTranslation("program");
  return (
    <>
      <Text as="p">{t("rule.basis")}</Text>
      <BlockStack>
        {(["tax", "shipping", "discounts", "storeCredit"] as const).map((part) => (
          <SwitchField
            key={part}
            label={t(`rule.basisPart.${part}`)}
            value={rule.basis[part]}
            onChange={(counts) => set({ basis: { ...rule.basis, [part]: counts } })}
            pointer={`${pointer}/basis/${part}`}
          />
        ))}
      </BlockStack>
      <RoundingField
        value={rule.rounding}
        onChange={(rounding) => set({ rounding })}
        pointer={`${pointer}/rounding`}
      />
    </>
  );
}

export function RoundingField(props: {
  readonly value: DraftRule["rounding"];
  readonly onChange: (rounding: DraftRule["rounding"]) => void;
  readonly pointer: string;
}) {
  const { t } = useTranslation("program");
  return (
    <ChoiceField
      label={t("rule.rounding")}
      value={props.value}
      choices={(["floor", "half-up", "ceil"] as const).map((value) => ({
        value,
        label: t(`rounding.${value}`),
      }))}
      onChange={props.onChange}
      pointer={props.pointer}
    />
  );
}

function LimitFields({ rule, set, pointer }: PartProps) {
  const { t } = useTranslation("program");
  const caps = (["capPerOrder", "capPerDay", "capPerMonth", "perMember"] as const).filter((field) =>
    readsField(rule.kind, field),
  );
  return (
    <>
      {readsField(rule.kind, "minimumOrder") && (
        <MoneyField
          label={t("rule.minimumOrder")}
          value={rule.minimumOrder}
          onChange={(minimumOrder) => set({ minimumOrder })}
          pointer={`${pointer}/minimumOrder`}
          help={t("rule.minimumOrderHelp")}
        />
      )}
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300" alignItems="end">
        {caps.map((field) => (
          <NumberField
            key={field}
            label={t(`rule.${field}`)}
            value={rule[field]}
            onChange={(value) => set({ [field]: value })}
            pointer={`${pointer}/${field}`}
            placeholder={t("field.noLimit")}
          />
        ))}
      </InlineGrid>
    </>
  );
}

function StackingFields({ rule, set, pointer }: PartProps) {
  const { t } = useTranslation("program");
  return (
    <>
      {readsField(rule.kind, "stackable") && (
        <ChoiceField
          label={t("rule.stacking")}
          value={rule.stackable ? "adds" : "replaces"}
          choices={(["adds", "replaces"] as const).map((value) => ({
            value,
            label: t(`rule.stackingChoice.${value}`),
          }))}
          onChange={(value) => set({ stackable: value === "adds" })}
          pointer={`${pointer}/stackable`}
          help={t("rule.stackingHelp")}
        />
      )}
      {(!rule.stackable || !readsField(rule.kind, "stackable")) && (
        <NumberField
          label={t("rule.priority")}
          value={rule.priority}
          onChange={(priority) => set({ priority })}
          pointer={`${pointer}/priority`}
          help={t("rule.priorityHelp")}
        />
      )}
    </>
  );
}
