import type { KnownOrder, KnownOrders } from "#app/usecases/inbox/inbox-ports.ts";
import type { Db } from "./db.ts";

/** What is stored of orders, as far as it decides whether a state is news. */
export function createKnownOrdersStore(db: Db): KnownOrders {
  return {
    async list(shopId, orderIds) {
      const rows = await db.$queryRaw<(KnownOrder & { orderId: string })[]>`
        SELECT order_id AS "orderId", shopify_updated_at AS "updatedAt", origin, paid_at AS "paidAt",
               deleted_at IS NOT NULL AS deleted, state_digest AS digest, financial_status AS "financialStatus",
               total_minor AS "totalMinor", cancelled_at AS "cancelledAt", fulfilled_at AS "fulfilledAt",
               (SELECT count(*)::int FROM order_changes c
                WHERE c.shop_id = o.shop_id AND c.order_id = o.order_id AND c.kind = 'refund') AS refunds
        FROM orders o WHERE shop_id = ${shopId} AND order_id = ANY (${orderIds})`;
      return new Map(rows.map((row) => [row.orderId, row]));
    },

    async remember(shopId, states) {
      await db.$executeRaw`
        UPDATE orders o SET state_digest = s.digest
        FROM unnest(${states.map((one) => one.orderId)}::text[], ${states.map((one) => one.updatedAt)}::timestamptz[],
                    ${states.map((one) => one.digest)}::text[]) AS s (order_id, updated_at, digest)
        WHERE o.shop_id = ${shopId} AND o.order_id = s.order_id AND o.shopify_updated_at = s.updated_at`;
    },
  };
}
