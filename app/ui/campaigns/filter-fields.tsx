import { BlockStack, ChoiceList, InlineGrid, Select } from "@shopify/polaris";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import type { TypedFilter } from "#app/domain/earning/typed-campaign.ts";
import { ChoiceTitle } from "../choice-title.tsx";
import { ErrorsContext, Field } from "./fields.tsx";

const RANGES = ["orders", "spent", "lastOrderDays", "balance"] as const;

/** The conditions of a filter over members; a field left empty asks nothing. `at`: where the validation speaks of it. */
export function FilterFields(props: {
  readonly filter: TypedFilter;
  readonly onChange: (filter: TypedFilter) => void;
  readonly at: string;
  readonly currency: string;
  /** Of the program in force, lowest first. */
  readonly tiers: readonly { readonly id: string; readonly name: string }[];
}) {
  const { filter, onChange, at, currency, tiers } = props;
  const { t } = useTranslation("campaigns");
  const errorAt = useContext(ErrorsContext);
  const tiersError = errorAt(`${at}/tierIds`);
  const gone = [...filter.tierIds, filter.nearTierId].filter(
    (id) => id !== "" && !tiers.some((tier) => tier.id === id),
  );
  const known = [...tiers, ...[...new Set(gone)].map((id) => ({ id, name: t("filter.goneTier", { id }) }))];
  return (
    <BlockStack gap="300">
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        {(["tags", "withoutTags"] as const).map((name) => (
          <Field
            key={name}
            label={t(`filter.${name}`)}
            value={filter[name].join(",")}
            onChange={(typed) => onChange({ ...filter, [name]: typed === "" ? [] : typed.split(",") })}
            pointer={`${at}/${name}`}
            help={t("filter.tagsHelp")}
          />
        ))}
      </InlineGrid>
      {RANGES.map((range) => (
        <InlineGrid key={range} columns={{ xs: 1, sm: 2 }} gap="300">
          {(["AtLeast", "AtMost"] as const).map((end) => (
            <Field
              key={end}
              label={t(`filter.${range}${end}`)}
              value={filter[`${range}${end}`]}
              onChange={(typed) => onChange({ ...filter, [`${range}${end}`]: typed })}
              pointer={`${at}/${range}${end}`}
              inputMode={range === "spent" ? "decimal" : "numeric"}
              {...(range === "spent" && { suffix: currency })}
            />
          ))}
        </InlineGrid>
      ))}
      {known.length > 0 && (
        <>
          <ChoiceList
            allowMultiple
            title={<ChoiceTitle>{t("filter.tierIds")}</ChoiceTitle>}
            choices={known.map(({ id, name }) => ({ value: id, label: name }))}
            selected={[...filter.tierIds]}
            onChange={(tierIds) => onChange({ ...filter, tierIds })}
            {...(tiersError !== false && { error: tiersError })}
          />
          <Select
            label={t("filter.nearTierId")}
            helpText={t("filter.nearTierHelp")}
            options={[
              { value: "", label: t("filter.nearNone") },
              ...known.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={filter.nearTierId}
            onChange={(nearTierId) => onChange({ ...filter, nearTierId })}
            error={errorAt(`${at}/nearTierId`)}
          />
        </>
      )}
    </BlockStack>
  );
}
