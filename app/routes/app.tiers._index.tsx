import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, EmptyState, Layout, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import type { Tiers as TiersBody } from "#app/domain/tiers/tiers.ts";
import { useFormat } from "#app/ui/format.ts";
import { describeLadderRules } from "#app/ui/tiers/describe-tiers.ts";
import { MonthsCard, type TierMonthView } from "#app/ui/tiers/months-card.tsx";
import { NearCard } from "#app/ui/tiers/near-card.tsx";
import { SpreadCard, type TierCountView } from "#app/ui/tiers/spread-card.tsx";
import { describeLadder } from "#app/usecases/tiers/describe-ladder.ts";
import { app } from "#app/wiring.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const [ladder, program] = await Promise.all([
    describeLadder(app, shop, app.clock.now()),
    app.programs.getCurrent(shop.shopId),
  ]);
  return Response.json({
    ladder: ladder && {
      ...ladder,
      tiers: ladder.tiers.map(({ tier: { id, name, color, icon, from }, members }) => ({
        ...{ id, name, color, icon, members, byFigures: from !== null },
      })),
    },
    rules: program?.body.tiers ?? null,
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}

type Data = {
  ladder: {
    tiers: (TierCountView & { byFigures: boolean })[];
    withoutTier: number;
    months: TierMonthView[];
  } | null;
  rules: TiersBody | null;
  currency: string;
  timeZone: string;
};

/** Where members stand, how they move, and who is about to: of the ladder in force. */
export default function Tiers() {
  const { ladder, rules, ...shop } = useLoaderData<unknown>() as Data;
  const { t } = useTranslation(["tiers", "program"]);
  const { t: tProgram } = useTranslation("program");
  const format = useFormat(shop);
  if (ladder === null || rules === null)
    return (
      <Page title={t("page.title")}>
        <Card>
          <EmptyState
            heading={t("page.empty")}
            action={{ content: t("overview.setUp"), url: "/app/program/tiers" }}
            image=""
          >
            <p>{t("page.emptyText")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  const nameOf = (id: string) => ladder.tiers.find((tier) => tier.id === id)?.name ?? id;
  return (
    <Page
      title={t("page.title")}
      primaryAction={{ content: t("overview.open"), url: "/app/program/tiers" }}
      secondaryActions={[{ content: t("page.files"), url: "/app/tiers/files" }]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <SpreadCard tiers={ladder.tiers} withoutTier={ladder.withoutTier} format={format} />
            <MonthsCard months={ladder.months} format={format} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <NearCard
              tiers={ladder.tiers.filter(({ byFigures }, place) => byFigures && place > 0)}
              format={format}
            />
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {t("page.rules")}
                </Text>
                {describeLadderRules({ t: tProgram, format }, rules, nameOf).map((sentence) => (
                  <Text as="p" key={sentence}>
                    {sentence}
                  </Text>
                ))}
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
