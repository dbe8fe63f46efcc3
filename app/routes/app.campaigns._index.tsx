import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Box, Card, EmptyState, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { type CampaignView, STATUS_TONES } from "#app/ui/campaigns/campaign-view.ts";
import { describeCampaign } from "#app/ui/campaigns/describe-campaign.ts";
import { type Format, useFormat } from "#app/ui/format.ts";
import { DividedList } from "#app/ui/list-card.tsx";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const campaigns = await app.campaignReads.list(shop.shopId);
  return Response.json({ campaigns, currency: shop.currency, timeZone: shop.timeZone });
}

type Data = { campaigns: CampaignView[]; currency: string; timeZone: string };

/** Every campaign with what it has given so far. */
export default function Campaigns() {
  const { campaigns, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation("campaigns");
  const format = useFormat(shop);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      primaryAction={{ content: t("new"), url: "/app/campaigns/new" }}
      secondaryActions={[{ content: t("segments.title"), url: "/app/segments" }]}
    >
      <Card padding="0">
        {campaigns.length === 0 ? (
          <EmptyState
            heading={t("empty.title")}
            action={{ content: t("new"), url: "/app/campaigns/new" }}
            image=""
          >
            <p>{t("empty.text")}</p>
          </EmptyState>
        ) : (
          <DividedList
            items={campaigns.map((campaign) => ({
              key: campaign.campaignId,
              content: <Row campaign={campaign} currency={shop.currency} format={format} />,
            }))}
          />
        )}
      </Card>
    </Page>
  );
}

function Row(props: { readonly campaign: CampaignView; readonly currency: string; readonly format: Format }) {
  const { campaign, format } = props;
  const { t } = useTranslation("campaigns");
  const { budgetPoints, givenPoints } = campaign;
  const dates = [
    ...(campaign.startsAt === null ? [] : [t("row.from", { at: format.instant(campaign.startsAt) })]),
    ...(campaign.endsAt === null ? [] : [t("row.until", { at: format.instant(campaign.endsAt) })]),
  ];
  return (
    <Box paddingInline="400" paddingBlock="300">
      <InlineStack align="space-between" blockAlign="start" gap="300">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Link url={`/app/campaigns/${campaign.campaignId}`}>{campaign.name}</Link>
            <Badge tone={STATUS_TONES[campaign.status]}>{t(`status.${campaign.status}`)}</Badge>
          </InlineStack>
          <Text as="p" breakWord>
            {describeCampaign(t, campaign.terms, format, props.currency)}
          </Text>
          {dates.length > 0 && (
            <Text as="p" variant="bodySm" tone="subdued">
              {dates.join(" · ")}
            </Text>
          )}
        </BlockStack>
        {campaign.status !== "draft" && (
          <BlockStack gap="100">
            <Text as="p" numeric>
              {budgetPoints === null
                ? t("row.given", { count: givenPoints, points: format.number(givenPoints) })
                : t("row.givenOf", {
                    given: format.number(givenPoints),
                    budget: format.number(budgetPoints),
                  })}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued" numeric>
              {t("row.members", { count: campaign.members, number: format.number(campaign.members) })}
            </Text>
          </BlockStack>
        )}
      </InlineStack>
    </Box>
  );
}
