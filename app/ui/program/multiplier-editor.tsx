import { BlockStack, Card, ChoiceList, FormLayout, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { selectionOf } from "#app/domain/program/draft-program.ts";
import type { DraftMultiplier } from "#app/domain/program/program-draft.ts";
import { ruleTitle } from "./describe-rule.ts";
import { DecimalField, WordsField } from "./fields.tsx";
import { More } from "./more.tsx";
import { RoundingField } from "./rule-editor.tsx";
import { SelectionFields } from "./selection-fields.tsx";
import { SpanFields } from "./span-fields.tsx";
import { useWorkspace } from "./workspace.tsx";

/** A factor on the points of purchase rules: on all of them or some, on everything or part of what is bought. */
export function MultiplierEditor(props: {
  readonly multiplier: DraftMultiplier;
  readonly onChange: (multiplier: DraftMultiplier) => void;
  /** `/earning/multipliers/<n>` */
  readonly pointer: string;
}) {
  const { multiplier, onChange, pointer } = props;
  const { t } = useTranslation("program");
  const { body, words, errorAt } = useWorkspace();
  const set = (change: Partial<DraftMultiplier>) => onChange({ ...multiplier, ...change });
  const purchases = body.earning.rules.filter(({ kind }) => kind === "purchase");
  const gone = multiplier.ruleIds.filter((id) => !purchases.some((rule) => rule.id === id));
  const unknown = errorAt(`${pointer}/ruleIds`);
  return (
    <BlockStack gap="400">
      <Card>
        <FormLayout>
          <WordsField
            label={t("multiplier.name")}
            value={multiplier.name}
            onChange={(name) => set({ name })}
            pointer={`${pointer}/name`}
            placeholder={t("multiplierTitle", { factor: multiplier.factor })}
          />
          <DecimalField
            label={t("multiplier.factor")}
            value={multiplier.factor}
            onChange={(factor) => set({ factor })}
            pointer={`${pointer}/factor`}
            help={t("multiplier.factorHelp")}
          />
          <ChoiceList
            allowMultiple
            title={t("multiplier.rules")}
            choices={[
              ...purchases.map((rule) => ({ value: rule.id, label: ruleTitle(words, rule) })),
              ...gone.map((id) => ({ value: id, label: t("multiplier.goneRule", { id }) })),
            ]}
            selected={[...multiplier.ruleIds]}
            onChange={(ruleIds) => set({ ruleIds })}
            {...(unknown !== false && { error: unknown })}
          />
          <Text as="p" tone="subdued">
            {t("multiplier.rulesHelp")}
          </Text>
          <RoundingField
            value={multiplier.rounding}
            onChange={(rounding) => set({ rounding })}
            pointer={`${pointer}/rounding`}
          />
        </FormLayout>
      </Card>
      {(["include", "exclude"] as const).map((side) => (
        <More
          key={side}
          title={t(`more.${side}`)}
          used={Object.keys(selectionOf(multiplier[side])).length > 0}
          pointers={[`${pointer}/${side}`]}
        >
          <Text as="p" tone="subdued">
            {t(`select.${side}Help`)}
          </Text>
          <SelectionFields
            selection={multiplier[side]}
            onChange={(selection) => set({ [side]: selection })}
            pointer={`${pointer}/${side}`}
            lines
            channels
          />
        </More>
      ))}
      <More
        title={t("more.scheduleOnly")}
        used={multiplier.from !== null || multiplier.until !== null}
        pointers={[`${pointer}/from`, `${pointer}/until`]}
      >
        <SpanFields span={multiplier} onChange={set} pointer={pointer} />
      </More>
    </BlockStack>
  );
}
