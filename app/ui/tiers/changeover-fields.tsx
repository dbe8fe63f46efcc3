import { Banner, BlockStack, Checkbox, ChoiceList, Select, Spinner, Text, TextField } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { useWorkspace } from "../program/workspace.tsx";
import { withTiers } from "./ladder-changes.ts";
import { MoversList } from "./movers-list.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { type TierPreviewView, useTierPreview } from "./use-tier-preview.ts";

/** How members are brought to another ladder, as the merchant answers it. */
export type Changeover = {
  readonly losers: "apply" | "protect" | "keep";
  /** For `protect`: the last day; empty: not chosen yet. */
  readonly until: string;
  /** Who starts in a tier gets its entry rewards, and is told. */
  readonly giveRewards: boolean;
};

export const PLAIN_CHANGEOVER: Changeover = { losers: "apply", until: "", giveRewards: false };

/** Before another ladder is published: who stands where then, what becomes of those who would be lowered, what it costs. */
export function ChangeoverFields(props: {
  readonly value: Changeover;
  readonly onChange: (value: Changeover) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation("tiers");
  const { body, format } = useWorkspace();
  const { preview, counting, count } = useTierPreview();
  useEffect(() => count(body), [body]);
  if (counting || preview === null)
    return counting ? (
      <Text as="p" tone="subdued">
        <Spinner size="small" /> {t("preview.counting")}
      </Text>
    ) : null;
  const { down } = preview.moves;
  return (
    <BlockStack gap="400">
      <Text as="h3" variant="headingSm">
        {t("preview.title")}
      </Text>
      <PreviewTable preview={preview} format={format} />
      <BlockStack gap="200">
        {(["up", "down", "over"] as const).map((direction) => (
          <MoversList
            key={direction}
            direction={direction}
            members={preview.moves[direction]}
            format={format}
          />
        ))}
      </BlockStack>
      <GoneTiers preview={preview} format={format} />
      {down > 0 && (
        <ChoiceList
          title={t("changeover.title", { count: down, number: format.number(down) })}
          choices={(["apply", "protect", "keep"] as const).map((kind) => ({
            value: kind,
            label: t(`changeover.${kind}`),
            helpText: t(`changeover.${kind}Help`),
            ...(kind === "protect" && {
              renderChildren: (chosen: boolean) =>
                chosen && (
                  <TextField
                    type="date"
                    label={t("changeover.until")}
                    value={value.until}
                    onChange={(until) => onChange({ ...value, until })}
                    autoComplete="off"
                    error={value.until === "" && t("changeover.untilMissing")}
                  />
                ),
            }),
          }))}
          selected={[value.losers]}
          onChange={([losers]) => onChange({ ...value, losers: losers as Changeover["losers"] })}
        />
      )}
      <EntryCost preview={preview} value={value} onChange={onChange} format={format} />
    </BlockStack>
  );
}

/** Members of a tier that is gone must be sent somewhere: asked here where the draft does not say it yet. */
function GoneTiers({ preview, format }: { readonly preview: TierPreviewView; readonly format: Format }) {
  const { t } = useTranslation("tiers");
  const { body, edit } = useWorkspace();
  const ladder = body.tiers?.ladder ?? [];
  const gone = preview.tiers.filter(({ id, now }) => now > 0 && !ladder.some((tier) => tier.id === id));
  if (body.tiers === null) return null;
  const { replaced } = body.tiers;
  return gone.map(({ id, name, now }) => (
    <Select
      key={id}
      label={t("preview.replaced", { name, count: now, number: format.number(now) })}
      options={[
        { value: "", label: t("preview.choose"), disabled: true },
        ...ladder.map((tier) => ({ value: tier.id, label: tier.name || t("nameless") })),
      ]}
      value={replaced[id] ?? ""}
      error={replaced[id] === undefined && t("preview.chooseError")}
      onChange={(to) =>
        edit((draft) => withTiers(draft, (tiers) => ({ replaced: { ...tiers.replaced, [id]: to } })))
      }
    />
  ));
}

/** What it would cost to give the entry rewards to all who start in a tier, and whether to do it. */
function EntryCost(props: {
  readonly preview: TierPreviewView;
  readonly value: Changeover;
  readonly onChange: (value: Changeover) => void;
  readonly format: Format;
}) {
  const { preview, value, onChange, format } = props;
  const { t } = useTranslation("tiers");
  const { body } = useWorkspace();
  const { members, points, rewards } = preview.entry;
  if (members === 0) return null;
  if (!preview.launched)
    return (
      <Banner tone="info">
        <p>{t("changeover.beforeLaunch")}</p>
      </Banner>
    );
  const gifts = [
    ...(points === 0 ? [] : [t("program:points", { count: points, points: format.number(points) })]),
    ...rewards.map((one) =>
      t("changeover.rewardTimes", {
        reward: body.rewards.find(({ id }) => id === one.rewardId)?.name ?? one.rewardId,
        number: format.number(one.members),
      }),
    ),
  ];
  return (
    <Checkbox
      label={t("changeover.give", { count: members, number: format.number(members) })}
      helpText={t("changeover.giveHelp", { gifts: format.list(gifts) })}
      checked={value.giveRewards}
      onChange={(giveRewards) => onChange({ ...value, giveRewards })}
    />
  );
}
