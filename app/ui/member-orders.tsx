import { Badge, BlockStack, Box, InlineStack, Link, List, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { TellableContribution } from "#app/usecases/reports/admin-ports.ts";
import { Disclosure } from "./disclosure.tsx";
import { explainOrder, type PointsSources } from "./explain-points.ts";
import type { Format } from "./format.ts";
import { ListCard } from "./list-card.tsx";

export type MemberOrder = {
  readonly orderId: string;
  readonly name: string;
  readonly businessDate: string;
  readonly financialStatus: string;
  readonly goodsMinor: string;
  readonly goodsLeftMinor: string;
  readonly cancelled: boolean;
  readonly test: boolean;
  readonly programVersion: number | null;
  readonly earnedPoints: number;
  readonly keptPoints: number;
  readonly earnedBy: readonly TellableContribution[] | null;
  readonly lines: readonly {
    readonly title: string;
    readonly quantity: number;
    readonly giftCard: boolean;
    readonly netMinor: string;
    readonly earnedPoints: number;
    readonly keptPoints: number;
  }[];
};

/** A member's orders, each with the rules that gave its points, and what every line earned and still keeps. */
export function MemberOrders(props: {
  readonly orders: readonly MemberOrder[];
  /** They went to the customer that this one was merged into. */
  readonly moved: boolean;
  readonly sources: PointsSources;
  readonly format: Format;
}) {
  const { orders, moved, sources, format } = props;
  const { t } = useTranslation("member");
  return (
    <ListCard
      title={t("orders.title")}
      empty={t(moved ? "orders.moved" : "orders.empty")}
      items={orders.map((order) => ({
        key: order.orderId,
        content: <OrderRow order={order} sources={sources} format={format} />,
      }))}
    />
  );
}

type RowProps = { readonly order: MemberOrder; readonly sources: PointsSources; readonly format: Format };

function OrderRow({ order, sources, format }: RowProps) {
  const { t } = useTranslation("member");
  const fromShopify = order.orderId.startsWith("gid:");
  return (
    <Box paddingInline="400" paddingBlock="300">
      <Disclosure
        label={t("orders.lines")}
        accessibilityLabel={t("orders.linesOf", { order: order.name })}
        size="micro"
        summary={(button) => (
          <InlineStack align="space-between" blockAlign="start" gap="300" wrap={false}>
            <div>
              <InlineStack gap="200" align="start" blockAlign="center" wrap>
                {fromShopify ? (
                  <Link url={`shopify://admin/orders/${order.orderId.split("/").at(-1)}`} target="_top">
                    {order.name}
                  </Link>
                ) : (
                  <Text as="span">{order.name}</Text>
                )}
                <Badge {...(order.cancelled && { tone: "warning" as const })}>
                  {order.cancelled ? t("orders.cancelled") : t(`orders.status.${order.financialStatus}`)}
                </Badge>
                {order.test && <Badge>{t("orders.test")}</Badge>}
              </InlineStack>
              <InlineStack gap="200" align="start" blockAlign="center" wrap>
                <Text as="span" variant="bodySm" tone="subdued">
                  {format.day(order.businessDate)}
                </Text>
                {button}
              </InlineStack>
            </div>
            <div style={{ flexShrink: 0, maxWidth: "55%", textAlign: "end" }}>
              <Text as="p" numeric fontWeight="semibold">
                {order.programVersion === null
                  ? "—"
                  : t("orders.points", { count: order.keptPoints, points: format.number(order.keptPoints) })}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued" numeric>
                {order.goodsLeftMinor === order.goodsMinor
                  ? format.money(order.goodsMinor)
                  : t("orders.left", {
                      left: format.money(order.goodsLeftMinor),
                      bought: format.money(order.goodsMinor),
                    })}
              </Text>
            </div>
          </InlineStack>
        )}
      >
        <Box paddingBlockStart="200">
          <BlockStack gap="100">
            <Explanations order={order} sources={sources} format={format} />
            {order.lines.map((line, index) => (
              <InlineStack key={index} align="space-between" gap="300" wrap={false}>
                <Text as="span" variant="bodySm" breakWord>
                  {t("orders.line", {
                    quantity: line.quantity,
                    title: line.title,
                    net: format.money(line.netMinor),
                  })}
                </Text>
                <Text as="span" variant="bodySm" numeric>
                  {line.giftCard
                    ? t("orders.giftCard")
                    : line.keptPoints === line.earnedPoints
                      ? t("orders.points", {
                          count: line.earnedPoints,
                          points: format.number(line.earnedPoints),
                        })
                      : t("orders.kept", {
                          kept: format.number(line.keptPoints),
                          earned: format.number(line.earnedPoints),
                        })}
                </Text>
              </InlineStack>
            ))}
            <Text as="p" variant="bodySm" tone="subdued">
              {order.programVersion === null ? (
                t("orders.noProgram")
              ) : (
                <Link url={`/app/program#version-${order.programVersion}`}>
                  {t("orders.version", { version: order.programVersion })}
                </Link>
              )}
            </Text>
          </BlockStack>
        </Box>
      </Disclosure>
    </Box>
  );
}

/** Rule by rule: what it computed, what multiplied and cut it, and what stood in its place. */
function Explanations({ order, sources, format }: RowProps) {
  const { t } = useTranslation("program");
  const explanations = explainOrder({ t, format }, order, sources);
  if (explanations.length === 0) return null;
  return (
    <List>
      {explanations.map(({ key, title, steps }) => (
        <List.Item key={key}>
          <Text as="span" variant="bodySm" breakWord>
            {t("sentence.named", { name: title, text: steps.join(" → ") })}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
