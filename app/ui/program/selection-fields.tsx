import { BlockStack, ChoiceList, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Selection } from "#app/domain/program/program-body.ts";
import { ChosenField, TagsField } from "./fields.tsx";
import { TiersField } from "../tiers/tiers-field.tsx";
import { useResourcePicker } from "./use-resource-picker.ts";

const CHANNELS = ["web", "pos", "shopify_draft_order"] as const;

const isKnown = (channel: string) => (CHANNELS as readonly string[]).includes(channel);

/** Conditions on what is bought, where and by whom; empty ones are none. */
export function SelectionFields(props: {
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
  readonly pointer: string;
  /** Conditions on the goods (and on the buyer's tier), on where the order came from: signing up has neither. */
  readonly lines: boolean;
  readonly channels: boolean;
}) {
  const { selection, onChange, pointer } = props;
  const { t } = useTranslation("program");
  const pick = useResourcePicker();
  const set = (change: Selection) => onChange({ ...selection, ...change });
  const chosen = (key: "productIds" | "collectionIds", type: "product" | "collection") => {
    const values = selection[key] ?? [];
    return (
      <ChosenField
        label={t(`select.${key}`)}
        open={t(`select.${key}Open`)}
        values={values}
        pointer={`${pointer}/${key}`}
        onRemove={(id) => set({ [key]: values.filter((other) => other !== id) })}
        onOpen={() =>
          void pick(type, values).then((picked) => picked && set({ [key]: picked.map(({ id }) => id) }))
        }
      />
    );
  };
  const words = (key: "tags" | "vendors" | "customerTags") => (
    <TagsField
      label={t(`select.${key}`)}
      values={selection[key] ?? []}
      onChange={(values) => set({ [key]: values })}
      pointer={`${pointer}/${key}`}
    />
  );
  const { channels = [], onSale } = selection;
  return (
    <BlockStack gap="300">
      {props.lines && (
        <>
          {words("tags")}
          {words("vendors")}
          {chosen("productIds", "product")}
          {chosen("collectionIds", "collection")}
          <Select
            label={t("select.onSale")}
            options={[
              { value: "", label: t("select.anyPrice") },
              { value: "true", label: t("select.onSaleOnly") },
              { value: "false", label: t("select.fullPriceOnly") },
            ]}
            value={onSale === undefined ? "" : String(onSale)}
            onChange={(value) => set({ onSale: value === "" ? undefined : value === "true" })}
          />
        </>
      )}
      {props.channels && (
        <>
          <ChoiceList
            allowMultiple
            title={t("select.channels")}
            choices={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
            selected={channels.filter(isKnown)}
            onChange={(chosen) =>
              set({ channels: [...chosen, ...channels.filter((channel) => !isKnown(channel))] })
            }
          />
          <TagsField
            label={t("select.otherChannels")}
            values={channels.filter((channel) => !isKnown(channel))}
            onChange={(others) => set({ channels: [...channels.filter(isKnown), ...others] })}
            pointer={`${pointer}/channels`}
            help={t("select.channelsHelp")}
          />
        </>
      )}
      {words("customerTags")}
      {props.lines && (
        <TiersField
          label={t("select.tierIds")}
          values={selection.tierIds ?? []}
          onChange={(tierIds) => set({ tierIds })}
          pointer={`${pointer}/tierIds`}
        />
      )}
    </BlockStack>
  );
}
