import { BlockStack, InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { TypedFilter } from "#app/domain/earning/typed-campaign.ts";
import { Field } from "./fields.tsx";

const RANGES = ["orders", "spent", "lastOrderDays", "balance"] as const;

/** The conditions of a filter over members; a field left empty asks nothing. `at`: where the validation speaks of it. */
export function FilterFields(props: {
  readonly filter: TypedFilter;
  readonly onChange: (filter: TypedFilter) => void;
  readonly at: string;
  readonly currency: string;
}) {
  const { filter, onChange, at, currency } = props;
  const { t } = useTranslation("campaigns");
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
    </BlockStack>
  );
}
