import { useTranslation } from "react-i18next";
import { ChoiceField, WordsField } from "./fields.tsx";

const KNOWN = ["review", "newsletter", "social-follow"] as const;

/** What the member did, by a name that the caller of the API gives: one of the usual, or the merchant's own. */
export function ActionField(props: {
  readonly action: string;
  readonly onChange: (action: string) => void;
  readonly pointer: string;
}) {
  const { action, onChange, pointer } = props;
  const { t } = useTranslation("program");
  const known = KNOWN.find((one) => one === action);
  return (
    <>
      <ChoiceField
        label={t("rule.action")}
        value={known ?? "own"}
        choices={[...KNOWN, "own" as const].map((value) => ({ value, label: t(`action.${value}`) }))}
        onChange={(value) => onChange(value === "own" ? "" : value)}
        pointer={known === undefined ? `${pointer}/none` : pointer}
        help={t("rule.actionHelp")}
      />
      {known === undefined && (
        <WordsField label={t("rule.ownAction")} value={action} onChange={onChange} pointer={pointer} />
      )}
    </>
  );
}
