import { FormLayout } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { ChoiceField, DecimalField, NumberField, SwitchField } from "../program/fields.tsx";
import { useWorkspace } from "../program/workspace.tsx";
import type { TierPartProps } from "./tier-editor.tsx";

/** What members of the tier get; a field left empty gives nothing more than everybody has. */
export function BenefitFields(props: TierPartProps) {
  const { tier, set, pointer } = props;
  const { t } = useTranslation("tiers");
  const number = (field: "entryPoints" | "birthdayPoints" | "expiryMonths", suffix: string) => (
    <NumberField
      label={t(`benefits.${field}`)}
      value={tier[field]}
      onChange={(typed) => set({ [field]: typed })}
      pointer={`${pointer}/${field}`}
      suffix={suffix}
      help={t(`benefits.${field}Help`)}
    />
  );
  return (
    <FormLayout>
      <FormLayout.Group>
        <DecimalField
          label={t("benefits.multiplier")}
          value={tier.multiplier}
          onChange={(multiplier) => set({ multiplier })}
          pointer={`${pointer}/multiplier`}
          placeholder="1"
          help={t("benefits.multiplierHelp")}
        />
        {tier.multiplier.trim() !== "" && (
          <ChoiceField
            label={t("program:rule.rounding")}
            value={tier.rounding}
            choices={(["floor", "half-up", "ceil"] as const).map((value) => ({
              value,
              label: t(`program:rounding.${value}`),
            }))}
            onChange={(rounding) => set({ rounding })}
            pointer={`${pointer}/rounding`}
          />
        )}
      </FormLayout.Group>
      {number("entryPoints", t("benefits.points"))}
      <EntryRewardField {...props} />
      <FormLayout.Group>
        {number("birthdayPoints", t("benefits.points"))}
        {number("expiryMonths", t("benefits.months"))}
      </FormLayout.Group>
      <ChoiceField
        label={t("benefits.freeShipping.label")}
        value={tier.freeShipping ?? "none"}
        choices={(["none", "code", "automatic"] as const).map((value) => ({
          value,
          label: t(`benefits.freeShipping.${value}`),
        }))}
        onChange={(value) => set({ freeShipping: value === "none" ? null : value })}
        pointer={`${pointer}/freeShipping`}
        help={t(`benefits.freeShippingHelp.${tier.freeShipping ?? "none"}`)}
      />
      <SwitchField
        label={t("benefits.earlyAccess")}
        value={tier.earlyAccess}
        onChange={(earlyAccess) => set({ earlyAccess })}
        pointer={`${pointer}/earlyAccess`}
        help={t("benefits.earlyAccessHelp")}
      />
    </FormLayout>
  );
}

/** Where the reward of a choice is gone, its id stays to be seen, and is refused at the field. */
function EntryRewardField({ tier, set, pointer }: TierPartProps) {
  const { t } = useTranslation("tiers");
  const { draft } = useWorkspace();
  const chosen = tier.entryRewardId;
  const known = draft.rewards.map(({ id, name, kind }) => ({
    value: id,
    label: name || t(`program:rewardKind.${kind}`),
  }));
  const isGone = chosen !== null && !known.some(({ value }) => value === chosen);
  return (
    <ChoiceField
      label={t("benefits.entryReward")}
      value={chosen ?? ""}
      choices={[
        { value: "", label: t(known.length === 0 ? "benefits.noRewards" : "benefits.noReward") },
        ...known,
        ...(isGone ? [{ value: chosen, label: t("benefits.goneReward", { id: chosen }) }] : []),
      ]}
      onChange={(value) => set({ entryRewardId: value === "" ? null : value })}
      pointer={`${pointer}/entryRewardId`}
      help={t("benefits.entryRewardHelp")}
    />
  );
}
