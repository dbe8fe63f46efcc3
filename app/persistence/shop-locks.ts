import type { Db } from "./db.ts";

/**
 * Locks that end with the transaction, by name, always in the order of the names. Recording shares the lock that a
 * publication takes alone, so that no order is recorded under a program that is just changing. An e-mail is locked because
 * its member may not be there yet: two transactions would each make one, a guest and a customer.
 */
export async function lockForRecording(
  db: Db,
  shopId: string,
  {
    orderIds = [],
    emailKeys = [],
  }: { readonly orderIds?: readonly string[]; readonly emailKeys?: readonly string[] },
): Promise<void> {
  const own = [
    ...orderIds.map((orderId) => `order ${shopId} ${orderId}`),
    ...emailKeys.map((key) => `email ${shopId} ${key}`),
  ];
  const names = [`program ${shopId}`, ...[...new Set(own)].sort()];
  await db.$queryRaw`
    SELECT CASE place WHEN 1 THEN pg_advisory_xact_lock_shared(hashtextextended(name, 0))::text
      ELSE pg_advisory_xact_lock(hashtextextended(name, 0))::text END
    FROM unnest(${names}::text[]) WITH ORDINALITY AS wanted (name, place) ORDER BY place`;
}

export async function lockPublication(db: Db, shopId: string): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`program ${shopId}`}, 0))::text`;
}
