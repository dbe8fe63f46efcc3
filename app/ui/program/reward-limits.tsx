import { BlockStack, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { hasMinimumOrder, isDiscount } from "#app/domain/program/draft-reward.ts";
import { TiersField } from "../tiers/tiers-field.tsx";
import { ChosenField, MoneyField, NumberField, SwitchField, TagsField } from "./fields.tsx";
import type { RewardPartProps } from "./reward-editor.tsx";
import { SpanFields } from "./span-fields.tsx";
import { useResourcePicker } from "./use-resource-picker.ts";

/** Which orders and goods it is for, who may have it, and how often. */
export function LimitFields({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  const pick = useResourcePicker();
  const limited = reward.kind === "amount-off" || reward.kind === "percentage-off";
  const chosen = (key: "productIds" | "collectionIds", type: "product" | "collection") => {
    const values = reward.appliesTo[key];
    const put = (ids: readonly string[]) => set({ appliesTo: { ...reward.appliesTo, [key]: ids } });
    return (
      <ChosenField
        label={t(`rewards.${key}`)}
        open={t(`select.${key}Open`)}
        values={values}
        pointer={`${pointer}/appliesTo/${key}`}
        onRemove={(id) => put(values.filter((other) => other !== id))}
        onOpen={() => void pick(type, values).then((picked) => picked && put(picked.map(({ id }) => id)))}
      />
    );
  };
  return (
    <>
      {hasMinimumOrder(reward.kind) && (
        <MoneyField
          label={t("rewards.minimumOrder")}
          value={reward.minimumOrder}
          onChange={(minimumOrder) => set({ minimumOrder })}
          pointer={`${pointer}/minimumOrder`}
        />
      )}
      {limited && (
        <>
          {chosen("productIds", "product")}
          {chosen("collectionIds", "collection")}
        </>
      )}
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        {(["perMember", "total"] as const).map((field) => (
          <NumberField
            key={field}
            label={t(`rewards.${field}`)}
            value={reward[field]}
            onChange={(value) => set({ [field]: value })}
            pointer={`${pointer}/${field}`}
            placeholder={t("field.noLimit")}
          />
        ))}
      </InlineGrid>
      <TagsField
        label={t("rewards.customerTags")}
        values={reward.customerTags}
        onChange={(customerTags) => set({ customerTags })}
        pointer={`${pointer}/customerTags`}
        help={t("rewards.customerTagsHelp")}
      />
      <TiersField
        label={t("rewards.tierIds")}
        values={reward.tierIds}
        onChange={(tierIds) => set({ tierIds })}
        pointer={`${pointer}/tierIds`}
      />
    </>
  );
}

/** Which other discounts a shopper may use beside it. */
export function CombinationFields({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  return (
    <BlockStack>
      <Text as="p" tone="subdued">
        {t("rewards.combinesHelp")}
      </Text>
      {(["order", "product", "shipping"] as const).map((kind) => (
        <SwitchField
          key={kind}
          label={t(`rewards.combines.${kind}`)}
          value={reward.combinesWith[kind]}
          onChange={(on) => set({ combinesWith: { ...reward.combinesWith, [kind]: on } })}
          pointer={`${pointer}/combinesWith/${kind}`}
        />
      ))}
    </BlockStack>
  );
}

/** How long it is good for once taken, and when it can be taken. */
export function ValidityFields({ reward, set, pointer }: RewardPartProps) {
  const { t } = useTranslation("program");
  return (
    <>
      <NumberField
        label={t("rewards.validDays")}
        value={reward.validDays}
        onChange={(validDays) => set({ validDays })}
        pointer={`${pointer}/validDays`}
        suffix={t("pending.unit")}
        placeholder={t("rewards.noEnd")}
        help={t(isDiscount(reward.kind) ? "rewards.validHelp" : "rewards.validMoneyHelp")}
      />
      <SpanFields span={reward} onChange={set} pointer={pointer} />
    </>
  );
}
