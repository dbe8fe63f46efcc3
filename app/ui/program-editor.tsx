import { BlockStack, Card, ChoiceList, FormLayout, InlineGrid, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { formatMoney, minorDigits } from "#app/domain/shared/money.ts";
import { ChoiceTitle } from "./choice-title.tsx";
import type { ProgramForm } from "./program-form.ts";

/** The rule of the program; what can't work is said at its field while typing. */
export function ProgramEditor(props: {
  readonly form: ProgramForm;
  readonly onChange: (form: ProgramForm) => void;
  readonly refusals: readonly {
    readonly code: string;
    readonly detail: string;
    readonly pointer?: string | undefined;
  }[];
  readonly currency: string;
}) {
  const { form, onChange } = props;
  const { t } = useTranslation("program");
  const errorAt = (pointer: string) => {
    const refusal = props.refusals.find((one) => one.pointer === pointer);
    return (
      refusal !== undefined &&
      t(`refusal.${refusal.code}`, {
        defaultValue: refusal.detail,
        currency: props.currency,
        example: formatMoney(10n ** BigInt(minorDigits(props.currency)), props.currency),
      })
    );
  };
  const set =
    <K extends keyof ProgramForm>(key: K) =>
    (value: ProgramForm[K]) =>
      onChange({ ...form, [key]: value });
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("earning.title")}
          </Text>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <TextField
              label={t("earning.points")}
              value={form.points}
              onChange={set("points")}
              inputMode="numeric"
              autoComplete="off"
              error={errorAt("/earning/rules/0/points")}
            />
            <TextField
              label={t("earning.per")}
              value={form.per}
              onChange={set("per")}
              inputMode="decimal"
              suffix={props.currency}
              autoComplete="off"
              error={errorAt("/earning/rules/0/per")}
            />
          </InlineGrid>
          <Text as="p" tone="subdued">
            {t("earning.help")}
          </Text>
        </BlockStack>
      </Card>
      <Card>
        <FormLayout>
          <ChoiceList
            title={<ChoiceTitle>{t("expiry.title")}</ChoiceTitle>}
            choices={[
              { label: t("expiry.never"), value: "never" },
              { label: t("expiry.months"), value: "months" },
            ]}
            selected={[form.expires ? "months" : "never"]}
            onChange={([chosen]) => set("expires")(chosen === "months")}
          />
          {form.expires && (
            <TextField
              label={t("expiry.after")}
              value={form.months}
              onChange={set("months")}
              inputMode="numeric"
              suffix={t("expiry.unit")}
              autoComplete="off"
              helpText={t("expiry.help")}
              error={errorAt("/expiry/months")}
            />
          )}
        </FormLayout>
      </Card>
      <Card>
        <FormLayout>
          <ChoiceList
            title={<ChoiceTitle>{t("refunds.title")}</ChoiceTitle>}
            choices={(["allow", "limit", "clamp"] as const).map((value) => ({
              value,
              label: t(`refunds.${value}.label`),
              helpText: t(`refunds.${value}.help`),
            }))}
            selected={[form.negativeBalance]}
            onChange={([chosen]) => set("negativeBalance")(chosen as ProgramForm["negativeBalance"])}
          />
          {form.negativeBalance === "limit" && (
            <TextField
              label={t("refunds.limitPoints")}
              value={form.limit}
              onChange={set("limit")}
              inputMode="numeric"
              autoComplete="off"
              error={errorAt("/refunds/limit")}
            />
          )}
        </FormLayout>
      </Card>
    </BlockStack>
  );
}
