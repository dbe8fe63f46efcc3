import { BlockStack, Card, InlineGrid, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { describeCampaign, describeLifetime, describeSelection } from "./describe-campaign.ts";
import type { CampaignView } from "./campaign-view.ts";

/** What a campaign that was started does, and what has come of it. */
export function CampaignFigures(props: {
  readonly campaign: CampaignView;
  readonly audience: string;
  readonly currency: string;
  readonly format: Format;
}) {
  const { campaign, format } = props;
  const { t } = useTranslation("campaigns");
  const { t: tProgram } = useTranslation("program");
  const life = describeLifetime(t, campaign.terms, format);
  const figures = [
    { label: t("figures.given"), value: format.number(campaign.givenPoints) },
    { label: t("figures.members"), value: format.number(campaign.members) },
    {
      label: t("figures.budget"),
      value: campaign.budgetPoints === null ? t("figures.noBudget") : format.number(campaign.budgetPoints),
    },
  ];
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400">
            {figures.map(({ label, value }) => (
              <BlockStack key={label} gap="100">
                <Text as="p" tone="subdued">
                  {label}
                </Text>
                <Text as="p" variant="headingLg" numeric>
                  {value}
                </Text>
              </BlockStack>
            ))}
          </InlineGrid>
          {campaign.budgetPoints !== null && <Progress campaign={campaign} />}
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("figures.terms")}
          </Text>
          <Text as="p">{describeCampaign(t, campaign.terms, format, props.currency)}</Text>
          {describeSelection({ t: tProgram, format }, campaign.terms).map((sentence) => (
            <Text as="p" key={sentence}>
              {sentence}
            </Text>
          ))}
          {life !== null && <Text as="p">{life}</Text>}
          <Text as="p">{props.audience}</Text>
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("figures.runs")}
          </Text>
          {campaign.runs.length === 0 && (
            <Text as="p">
              {campaign.startsAt === null
                ? t("figures.neverRan")
                : t("figures.begins", { at: format.instant(campaign.startsAt) })}
            </Text>
          )}
          {campaign.runs.map(({ from, until }) => (
            <Text as="p" key={from}>
              {until === null
                ? t("figures.since", { from: format.instant(from) })
                : t("figures.ran", { from: format.instant(from), until: format.instant(until) })}
            </Text>
          ))}
          {campaign.endsAt !== null && campaign.status !== "ended" && (
            <Text as="p" tone="subdued">
              {t("figures.ends", { at: format.instant(campaign.endsAt) })}
            </Text>
          )}
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

/** How much of the budget has been given. */
function Progress({ campaign }: { readonly campaign: Pick<CampaignView, "budgetPoints" | "givenPoints"> }) {
  const { t } = useTranslation("campaigns");
  const { budgetPoints, givenPoints } = campaign;
  const id = useId();
  if (budgetPoints === null) return null;
  return (
    <>
      <Text as="span" visuallyHidden id={id}>
        {t("figures.given")}
      </Text>
      <ProgressBar
        size="small"
        progress={Math.min(100, Math.round((givenPoints / budgetPoints) * 100))}
        ariaLabelledBy={id}
      />
    </>
  );
}
