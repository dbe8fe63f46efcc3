import { Card, ChoiceList, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { TypedCampaign } from "#app/domain/earning/typed-campaign.ts";
import { selectionOf } from "#app/domain/program/draft-program.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { ruleTitle } from "../program/describe-rule.ts";
import { More } from "../program/more.tsx";
import { SelectionFields } from "../program/selection-fields.tsx";

type Props = {
  readonly typed: TypedCampaign;
  readonly onChange: (typed: TypedCampaign) => void;
  readonly program: ProgramBody | null;
};

/** Which rules a campaign multiplies, and on what of an order: the fields of a program's own multipliers. */
export function MultiplierFields({ typed, onChange, program }: Props) {
  const { t } = useTranslation("program");
  const purchases = program?.earning.rules.filter(({ kind }) => kind === "purchase") ?? [];
  const gone = typed.ruleIds.filter((id) => !purchases.some((rule) => rule.id === id));
  return (
    <>
      {purchases.length + gone.length > 1 && (
        <Card>
          <ChoiceList
            allowMultiple
            title={t("multiplier.rules")}
            choices={[
              ...purchases.map((rule) => ({ value: rule.id, label: ruleTitle({ t }, rule) })),
              ...gone.map((id) => ({ value: id, label: t("multiplier.goneRule", { id }) })),
            ]}
            selected={[...typed.ruleIds]}
            onChange={(ruleIds) => onChange({ ...typed, ruleIds })}
          />
          <Text as="p" tone="subdued">
            {t("multiplier.rulesHelp")}
          </Text>
        </Card>
      )}
      {(["include", "exclude"] as const).map((side) => (
        <More
          key={side}
          title={t(`more.${side}`)}
          used={Object.keys(selectionOf(typed[side])).length > 0}
          pointers={[`/terms/${side}`]}
        >
          <Text as="p" tone="subdued">
            {t(`select.${side}Help`)}
          </Text>
          <SelectionFields
            selection={typed[side]}
            onChange={(selection) => onChange({ ...typed, [side]: selection })}
            pointer={`/terms/${side}`}
            lines
            channels
          />
        </More>
      ))}
    </>
  );
}
