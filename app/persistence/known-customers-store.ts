import type { KnownCustomers } from "#app/usecases/members/reconcile-customers.ts";
import type { Db } from "./db.ts";

export function createKnownCustomersStore(db: Db): KnownCustomers {
  return {
    async listKnown(shopId, after, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT customer_id AS id FROM members
        WHERE shop_id = ${shopId} AND customer_id > ${after} AND participation NOT IN ('merged', 'erased', 'left')
        ORDER BY customer_id LIMIT ${limit}`;
      return rows.map((row) => row.id);
    },
  };
}
