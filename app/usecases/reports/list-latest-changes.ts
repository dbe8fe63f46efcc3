import type { RedemptionReads } from "../rewards/redemption-ports.ts";
import type { LatestEntries, LatestEntryRecord, LatestOrderRecord, OrderReads } from "./admin-ports.ts";

export type LatestChange =
  | ({ readonly what: "order"; readonly at: Date } & Omit<
      LatestOrderRecord,
      "goodsLeftMinor" | "processedAt"
    > & {
        /** Decimal text of minor units. */
        readonly goodsLeftMinor: string;
      })
  | ({
      readonly what: "entry";
      readonly orderName: string | null;
      readonly rewardName: string | null;
    } & LatestEntryRecord);

/** The shop's newest orders and the newest entries that no order's earning tells, newest first. */
export async function listLatestChanges(
  ports: {
    readonly orderReads: OrderReads;
    readonly latestEntries: LatestEntries;
    readonly redemptionReads: Pick<RedemptionReads, "nameRewards">;
  },
  shopId: string,
  limit: number,
): Promise<LatestChange[]> {
  const [orders, entries] = await Promise.all([
    ports.orderReads.listLatestOrders(shopId, limit),
    ports.latestEntries.listLatestEntries(shopId, limit),
  ]);
  const sourcesOf = (type: string) =>
    entries.flatMap((entry) => (entry.sourceType === type ? [entry.sourceId] : []));
  const [orderNames, refunds, rewardNames] = await Promise.all([
    ports.orderReads.nameOrders(shopId, [...sourcesOf("order"), ...sourcesOf("order-bonus")]),
    ports.orderReads.nameRefunds(shopId, sourcesOf("refund")),
    ports.redemptionReads.nameRewards(shopId, sourcesOf("redemption")),
  ]);
  const changes: LatestChange[] = [
    ...orders.map(({ processedAt, goodsLeftMinor, ...order }) => ({
      ...{ what: "order" as const, at: processedAt, goodsLeftMinor: String(goodsLeftMinor) },
      ...order,
    })),
    ...entries.map((entry) => ({
      ...{
        what: "entry" as const,
        orderName: (orderNames.get(entry.sourceId) ?? refunds.get(entry.sourceId))?.name ?? null,
        rewardName: rewardNames.get(entry.sourceId) ?? null,
      },
      ...entry,
    })),
  ];
  return changes.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit);
}
