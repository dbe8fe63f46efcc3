import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../format.ts";
import { DividedList } from "../list-card.tsx";
import type { TierCountView } from "./spread-card.tsx";
import { TierMark } from "./tier-mark.tsx";

/** Tier id → members who are within one order of it. */
export type NearView = Readonly<Record<string, number>>;

/** Who is about to reach the next tier, with a campaign for them that only wants to be started. Counted once the page stands. */
export function NearCard(props: { readonly tiers: readonly TierCountView[]; readonly format: Format }) {
  const { tiers, format } = props;
  const { t } = useTranslation("tiers");
  const fetcher = useFetcher<NearView>();
  useEffect(() => {
    if (tiers.length > 0) void fetcher.load("/app/tiers/near");
  }, []);
  if (tiers.length === 0) return null;
  const near = fetcher.data;
  const nobody = near !== undefined && tiers.every(({ id }) => (near[id] ?? 0) === 0);
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("near.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t(nobody ? "near.nobody" : "near.help")}
          </Text>
          {near === undefined && <SkeletonBodyText lines={2} />}
        </BlockStack>
      </Box>
      <div aria-live="polite">
        {near !== undefined && (
          <DividedList
            items={tiers.toReversed().flatMap((tier) => {
              const count = near[tier.id] ?? 0;
              if (count === 0) return [];
              const number = format.number(count);
              return [
                {
                  key: tier.id,
                  content: (
                    <Box paddingInline="400" paddingBlock="300">
                      <InlineStack gap="300" blockAlign="start" wrap={false}>
                        <TierMark color={tier.color} icon={tier.icon} name={tier.name} />
                        <BlockStack gap="200" inlineAlign="start">
                          <Text as="p">{t("near.members", { count, number, name: tier.name })}</Text>
                          <Button
                            size="slim"
                            url={`/app/campaigns/new?near=${encodeURIComponent(tier.id)}`}
                            accessibilityLabel={t("near.campaignOf", { name: tier.name })}
                          >
                            {t("near.campaign")}
                          </Button>
                        </BlockStack>
                      </InlineStack>
                    </Box>
                  ),
                },
              ];
            })}
          />
        )}
      </div>
    </Card>
  );
}
