import { ChoiceList } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFieldSurroundings } from "../program/field-surroundings.ts";

/** Some of the ladder's tiers; none chosen asks nothing. Not to be seen where there are none. */
export function TiersField(props: {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly pointer: string;
  readonly help?: string;
}) {
  const { values, pointer } = props;
  const { t } = useTranslation("tiers");
  const { errorAt, tiers } = useFieldSurroundings();
  const gone = values.filter((id) => !tiers.some((tier) => tier.id === id));
  const error = errorAt(pointer);
  if (tiers.length + gone.length === 0) return null;
  return (
    <ChoiceList
      allowMultiple
      title={props.label}
      choices={[
        ...tiers.map(({ id, name }) => ({ value: id, label: name || t("nameless") })),
        ...gone.map((id) => ({ value: id, label: t("goneTier", { id }) })),
      ]}
      selected={[...values]}
      onChange={props.onChange}
      {...(error !== false && { error })}
    />
  );
}
