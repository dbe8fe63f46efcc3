import type { LatestEntries, LatestEntryRecord, LatestOrderRecord, OrderReads } from "./admin-ports.ts";

export type LatestChange =
  | ({ readonly what: "order"; readonly at: Date } & Omit<
      LatestOrderRecord,
      "goodsLeftMinor" | "processedAt"
    > & {
        /** Decimal text of minor units. */
        readonly goodsLeftMinor: string;
      })
  | ({ readonly what: "entry"; readonly orderName: string | null } & LatestEntryRecord);

/** The shop's newest orders and the newest entries that no order's earning tells, newest first. */
export async function listLatestChanges(
  ports: { readonly orderReads: OrderReads; readonly latestEntries: LatestEntries },
  shopId: string,
  limit: number,
): Promise<LatestChange[]> {
  const [orders, entries] = await Promise.all([
    ports.orderReads.listLatestOrders(shopId, limit),
    ports.latestEntries.listLatestEntries(shopId, limit),
  ]);
  const sourcesOf = (type: string) =>
    entries.flatMap((entry) => (entry.sourceType === type ? [entry.sourceId] : []));
  const [orderNames, refunds] = await Promise.all([
    ports.orderReads.nameOrders(shopId, [...sourcesOf("order"), ...sourcesOf("order-bonus")]),
    ports.orderReads.nameRefunds(shopId, sourcesOf("refund")),
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
      },
      ...entry,
    })),
  ];
  return changes.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit);
}
