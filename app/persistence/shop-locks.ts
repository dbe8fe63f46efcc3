import type { Db } from "./db.ts";

/**
 * Locks that end with the transaction, by name. Orders are locked one by one, in the order of their ids; recording any of
 * them shares the lock that a publication takes alone, so that no order is recorded under a program that is just changing.
 */
export async function lockOrders(db: Db, shopId: string, orderIds: readonly string[]): Promise<void> {
  const names = [
    `program ${shopId}`,
    ...[...new Set(orderIds)].sort().map((orderId) => `order ${shopId} ${orderId}`),
  ];
  await db.$queryRaw`
    SELECT CASE place WHEN 1 THEN pg_advisory_xact_lock_shared(hashtextextended(name, 0))::text
      ELSE pg_advisory_xact_lock(hashtextextended(name, 0))::text END
    FROM unnest(${names}::text[]) WITH ORDINALITY AS wanted (name, place) ORDER BY place`;
}

export async function lockPublication(db: Db, shopId: string): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`program ${shopId}`}, 0))::text`;
}
