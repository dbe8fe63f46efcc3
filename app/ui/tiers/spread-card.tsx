import { BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { TierIcon } from "#app/domain/tiers/tiers.ts";
import type { Format } from "../format.ts";
import { DividedList } from "../list-card.tsx";
import { Bar } from "./bar.tsx";
import { TierMark } from "./tier-mark.tsx";

export type TierCountView = {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly icon: TierIcon | null;
  readonly members: number;
};

/** How members are spread over the tiers, highest first, each with the way to its members. */
export function SpreadCard(props: {
  readonly tiers: readonly TierCountView[];
  readonly withoutTier: number;
  readonly format: Format;
}) {
  const { tiers, withoutTier, format } = props;
  const { t } = useTranslation("tiers");
  const all = tiers.reduce((sum, { members }) => sum + members, withoutTier);
  const share = (members: number) => members / Math.max(1, all);
  const rows = tiers.toReversed().map((tier) => ({
    key: tier.id,
    content: (
      <Box paddingInline="400" paddingBlock="300">
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <TierMark color={tier.color} icon={tier.icon} name={tier.name} sizePixels={36} />
          <div style={{ flexGrow: 1, minWidth: 0 }}>
            <BlockStack gap="100">
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <Link url={`/app/members?tier=${encodeURIComponent(tier.id)}`} removeUnderline>
                  <Text as="span" fontWeight="semibold" breakWord>
                    {tier.name}
                  </Text>
                </Link>
                <InlineStack gap="200">
                  <Text as="span" numeric>
                    {t("spread.members", { count: tier.members, number: format.number(tier.members) })}
                  </Text>
                  <Text as="span" tone="subdued" numeric>
                    {all > 0 && format.percent(share(tier.members))}
                  </Text>
                </InlineStack>
              </InlineStack>
              <Bar share={share(tier.members)} color={tier.color} />
            </BlockStack>
          </div>
        </InlineStack>
      </Box>
    ),
  }));
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingMd">
          {t("spread.title")}
        </Text>
      </Box>
      <DividedList items={rows} />
      {withoutTier > 0 && (
        <Box padding="400" paddingBlockStart="200">
          <Text as="p" tone="subdued">
            {t("spread.without", { count: withoutTier, number: format.number(withoutTier) })}
          </Text>
        </Box>
      )}
    </Card>
  );
}
