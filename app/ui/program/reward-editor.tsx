import { BlockStack, Card, FormLayout, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { isDiscount, REWARD_VALUE } from "#app/domain/program/draft-reward.ts";
import type { DraftReward } from "#app/domain/program/program-draft.ts";
import { ChosenField, DecimalField, MoneyField, NumberField, SwitchField, WordsField } from "./fields.tsx";
import { CombinationFields, LimitFields, ValidityFields } from "./reward-limits.tsx";
import { RewardWorth } from "./reward-worth.tsx";
import { More } from "./more.tsx";
import { ScopeNotice } from "./scope-notice.tsx";
import { useScope } from "./use-scope.ts";
import { useResourcePicker } from "./use-resource-picker.ts";

export type RewardPartProps = {
  readonly reward: DraftReward;
  readonly set: (change: Partial<DraftReward>) => void;
  /** `/rewards/<n>` */
  readonly pointer: string;
};

/** One reward: its price and what it gives with what that is worth, then its limits. */
export function RewardEditor(props: {
  readonly reward: DraftReward;
  readonly onChange: (reward: DraftReward) => void;
  readonly pointer: string;
}) {
  const { reward, onChange, pointer } = props;
  const { t } = useTranslation("program");
  const set = (change: Partial<DraftReward>) => onChange({ ...reward, ...change });
  const scope = useScope(reward.kind);
  const at = (...fields: readonly string[]) => fields.map((field) => `${pointer}/${field}`);
  const part = { reward, set, pointer };
  return (
    <BlockStack gap="400">
      <ScopeNotice kind={reward.kind} scope={scope} />
      <Card>
        <FormLayout>
          <Text as="h2" variant="headingMd">
            {t(`rewardKind.${reward.kind}`)}
          </Text>
          <Text as="p" tone="subdued">
            {t(`rewardHelp.${reward.kind}`)}
          </Text>
          <WordsField
            label={t("rewards.name")}
            value={reward.name}
            onChange={(name) => set({ name })}
            pointer={`${pointer}/name`}
            help={t("rewards.nameHelp")}
          />
          {reward.kind === "free-product" && <ProductField {...part} />}
          <PriceFields {...part} />
          <RewardWorth reward={reward} pointer={pointer} />
          <SwitchField
            label={t("rewards.enabled")}
            value={reward.enabled}
            onChange={(enabled) => set({ enabled })}
            pointer={`${pointer}/enabled`}
          />
        </FormLayout>
      </Card>
      {REWARD_VALUE[reward.kind] === "money" && (
        <More title={t("more.slider")} used={reward.slider !== null} pointers={at("slider")}>
          <SliderFields {...part} />
        </More>
      )}
      <More
        title={t("more.limits")}
        used={
          [reward.minimumOrder, reward.perMember, reward.total].some((typed) => typed !== "") ||
          [
            ...[reward.appliesTo.productIds, reward.appliesTo.collectionIds],
            ...[reward.customerTags, reward.tierIds],
          ].some((list) => list.length > 0)
        }
        pointers={at("minimumOrder", "appliesTo", "perMember", "total", "customerTags", "tierIds")}
      >
        <LimitFields {...part} />
      </More>
      {isDiscount(reward.kind) && (
        <More title={t("more.combines")} used={false} pointers={at("combinesWith")}>
          <CombinationFields {...part} />
        </More>
      )}
      <More
        title={t("more.validity")}
        used={reward.from !== null || reward.until !== null}
        pointers={at("validDays", "from", "until")}
      >
        <ValidityFields {...part} />
      </More>
    </BlockStack>
  );
}

function PriceFields({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  const slides = reward.slider !== null;
  const value = REWARD_VALUE[reward.kind];
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      <NumberField
        label={t(slides ? "rewards.pointsPerStep" : "rewards.points")}
        value={reward.points}
        onChange={(points) => set({ points })}
        pointer={`${pointer}/points`}
      />
      {value === "money" && (
        <MoneyField
          label={t(slides ? "rewards.valuePerStep" : "rewards.value")}
          value={reward.value}
          onChange={(typed) => set({ value: typed })}
          pointer={`${pointer}/value`}
        />
      )}
      {value === "percent" && (
        <DecimalField
          label={t("rewards.percent")}
          value={reward.value}
          onChange={(typed) => set({ value: typed })}
          pointer={`${pointer}/value`}
          suffix="%"
        />
      )}
    </InlineGrid>
  );
}

function ProductField({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  const pick = useResourcePicker();
  const { product } = reward;
  return (
    <ChosenField
      label={t("rewards.product")}
      open={t("rewards.chooseProduct")}
      values={product === null ? [] : [product.productId]}
      pointer={`${pointer}/product`}
      onRemove={() => set({ product: null })}
      onOpen={() =>
        void pick("product", product === null ? [] : [product.productId], false).then((picked) => {
          const [chosen] = picked ?? [];
          if (chosen === undefined) return;
          set({
            product: { productId: chosen.id, variantId: null },
            ...(reward.name === "" && { name: chosen.title }),
          });
        })
      }
    />
  );
}

function SliderFields({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  const { slider } = reward;
  return (
    <>
      <SwitchField
        label={t("rewards.slider")}
        value={slider !== null}
        onChange={(on) =>
          set({
            slider: on ? { minimumPoints: reward.points, maximumPoints: "", maximumShare: "" } : null,
          })
        }
        pointer={`${pointer}/slider/none`}
        help={t("rewards.sliderHelp")}
      />
      {slider !== null && (
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300" alignItems="start">
          <NumberField
            label={t("rewards.minimumPoints")}
            value={slider.minimumPoints}
            onChange={(minimumPoints) => set({ slider: { ...slider, minimumPoints } })}
            pointer={`${pointer}/slider/minimumPoints`}
          />
          <NumberField
            label={t("rewards.maximumPoints")}
            value={slider.maximumPoints}
            onChange={(maximumPoints) => set({ slider: { ...slider, maximumPoints } })}
            pointer={`${pointer}/slider/maximumPoints`}
            placeholder={t("field.noLimit")}
          />
          {reward.kind === "amount-off" && (
            <DecimalField
              label={t("rewards.maximumShare")}
              value={slider.maximumShare}
              onChange={(maximumShare) => set({ slider: { ...slider, maximumShare } })}
              pointer={`${pointer}/slider/maximumShare`}
              suffix="%"
              help={t("rewards.maximumShareHelp")}
              placeholder={t("field.noLimit")}
            />
          )}
        </InlineGrid>
      )}
    </>
  );
}
