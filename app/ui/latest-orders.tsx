import { Link } from "@remix-run/react";
import { Box, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Format } from "./format.ts";

export type LatestOrder = {
  readonly orderId: string;
  readonly name: string;
  readonly businessDate: string;
  readonly memberId: string | null;
  readonly memberName: string | null;
  readonly goodsLeftMinor: string;
  readonly keptPoints: number;
  readonly programVersion: number | null;
};

/** What happened lately, a sentence an order. */
export function LatestOrders({ orders, format }: { orders: readonly LatestOrder[]; format: Format }) {
  const { t } = useTranslation("home");
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("latest.title")}
        </Text>
      </Box>
      {orders.length === 0 && (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("latest.empty")}
          </Text>
        </Box>
      )}
      {orders.map((order) => (
        <Box key={order.orderId} paddingInline="400" paddingBlock="200" borderBlockStartWidth="025" borderColor="border">
          <InlineStack align="space-between" gap="300" wrap={false}>
            <Text as="p" breakWord>
              {t("latest.order", { order: order.name, goods: format.money(order.goodsLeftMinor) })}{" "}
              {order.memberId === null ? (
                t("latest.nobody")
              ) : (
                <Link to={`/app/members/${order.memberId}`}>
                  <bdi>{order.memberName ?? t("latest.nameless")}</bdi>
                </Link>
              )}
              <br />
              <Text as="span" variant="bodySm" tone="subdued">
                {format.day(order.businessDate)}
              </Text>
            </Text>
            <Text as="span" numeric>
              {order.programVersion === null ? "—" : t("latest.points", { count: order.keptPoints, points: format.signed(order.keptPoints) })}
            </Text>
          </InlineStack>
        </Box>
      ))}
    </Card>
  );
}
