import { BlockStack, Button, Card, ChoiceList, FormLayout, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { DraftTier } from "#app/domain/program/program-draft.ts";
import type { Measure } from "#app/domain/tiers/tiers.ts";
import { ChoiceTitle } from "../choice-title.tsx";
import { MoneyField, NumberField, WordsField } from "../program/fields.tsx";
import { More } from "../program/more.tsx";
import { useWorkspace } from "../program/workspace.tsx";
import { BenefitFields } from "./tier-benefits.tsx";
import { LookFields, TextFields } from "./tier-look.tsx";

export type TierPartProps = {
  readonly tier: DraftTier;
  readonly set: (change: Partial<DraftTier>) => void;
  /** `/tiers/ladder/<n>` */
  readonly pointer: string;
};

const MEASURES = ["spent", "points", "orders"] as const;

/** One tier: its name and how one comes into it, what its members get, how it looks. */
export function TierEditor(props: TierPartProps) {
  const { tier, set, pointer } = props;
  const { t } = useTranslation("tiers");
  return (
    <BlockStack gap="400">
      <Card>
        <FormLayout>
          <WordsField
            label={t("tier.name")}
            value={tier.name}
            onChange={(name) => set({ name })}
            pointer={`${pointer}/name`}
            help={t("tier.nameHelp")}
          />
          <ReachFields {...props} />
        </FormLayout>
      </Card>
      <Card>
        <FormLayout>
          <Text as="h2" variant="headingMd">
            {t("benefits.title")}
          </Text>
          <BenefitFields {...props} />
        </FormLayout>
      </Card>
      <Card>
        <FormLayout>
          <Text as="h2" variant="headingMd">
            {t("look.title")}
          </Text>
          <LookFields {...props} />
        </FormLayout>
      </Card>
      <More title={t("look.texts")} used={Object.keys(tier.texts).length > 0} pointers={[`${pointer}/texts`]}>
        <TextFields {...props} />
      </More>
    </BlockStack>
  );
}

/** By figures, each threshold with the way out of it, or closed; and by tag in either case. */
function ReachFields({ tier, set, pointer }: TierPartProps) {
  const { t } = useTranslation("tiers");
  const { draft } = useWorkspace();
  const tiers = draft.tiers;
  if (tiers === null) return null;
  const free = MEASURES.filter(
    (measure) => measure !== tiers.measure && !tier.also.some((one) => one.measure === measure),
  );
  const also = (place: number, change: Partial<DraftTier["also"][number]>) =>
    set({ also: tier.also.map((one, index) => (index === place ? { ...one, ...change } : one)) });
  return (
    <FormLayout>
      <ChoiceList
        title={<ChoiceTitle>{t("tier.reach")}</ChoiceTitle>}
        choices={(["figures", "closed"] as const).map((value) => ({
          value,
          label: t(`tier.reached.${value}`),
          helpText: t(`tier.reachedHelp.${value}`),
        }))}
        selected={[tier.from === null ? "closed" : "figures"]}
        onChange={([chosen]) => set({ from: chosen === "closed" ? null : (tier.from ?? "") })}
      />
      {tier.from !== null && (
        <BlockStack gap="300">
          <ThresholdField
            measure={tiers.measure}
            value={tier.from}
            onChange={(from) => set({ from })}
            pointer={`${pointer}/from`}
          />
          {tier.also.map((one, place) => (
            <InlineStack key={one.measure} gap="200" align="start" blockAlign="end" wrap={false}>
              <div style={{ flexGrow: 1 }}>
                <ThresholdField
                  measure={one.measure}
                  value={one.from}
                  onChange={(from) => also(place, { from })}
                  pointer={`${pointer}/also/${place}`}
                />
              </div>
              <Button
                accessibilityLabel={t("tier.removeThresholdOf", { name: t(`tier.from.${one.measure}`) })}
                onClick={() => set({ also: tier.also.filter((_, index) => index !== place) })}
              >
                {t("tier.removeThreshold")}
              </Button>
            </InlineStack>
          ))}
          {tier.also.length > 0 && (
            <Text as="p" tone="subdued">
              {t(`tier.joined.${tiers.join}`)}
            </Text>
          )}
          {free.length > 0 && (
            <InlineStack gap="200">
              {free.map((measure) => (
                <Button
                  key={measure}
                  variant="plain"
                  onClick={() => set({ also: [...tier.also, { measure, from: "" }] })}
                >
                  {t(`tier.alsoBy.${measure}`)}
                </Button>
              ))}
            </InlineStack>
          )}
        </BlockStack>
      )}
      <WordsField
        label={t("tier.entryTag")}
        value={tier.entryTag}
        onChange={(entryTag) => set({ entryTag })}
        pointer={`${pointer}/entryTag`}
        help={t("tier.entryTagHelp")}
      />
    </FormLayout>
  );
}

function ThresholdField(props: {
  readonly measure: Measure;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly pointer: string;
}) {
  const { measure, ...field } = props;
  const { t } = useTranslation("tiers");
  return measure === "spent" ? (
    <MoneyField label={t("tier.from.spent")} {...field} />
  ) : (
    <NumberField label={t(`tier.from.${measure}`)} {...field} />
  );
}
