import type {
  LatestOrderRecord,
  NamedOrder,
  OrderListItem,
  OrderReads,
} from "#app/usecases/reports/admin-ports.ts";
import type { Db } from "./db.ts";

export function createOrderReads(db: Db): OrderReads {
  return {
    async listOrdersOfMember(shopId, memberId, limit) {
      return db.$queryRaw<OrderListItem[]>`
        SELECT o.order_id AS "orderId", o.name, o.business_date::text AS "businessDate", o.financial_status AS "financialStatus",
               o.goods_minor AS "goodsMinor", o.goods_left_minor AS "goodsLeftMinor", o.total_minor AS "totalMinor",
               o.cancelled_at IS NOT NULL OR o.deleted_at IS NOT NULL AS cancelled, o.test, o.program_version AS "programVersion",
               o.earned_points::float8 AS "earnedPoints", o.kept_points::float8 AS "keptPoints",
               o.earned_by AS "earnedBy",
               coalesce((
                 SELECT jsonb_agg(jsonb_build_object('title', l.title, 'quantity', l.quantity, 'giftCard', l.gift_card,
                   'netMinor', l.net_minor::text, 'earnedPoints', l.earned_points, 'keptPoints', l.kept_points) ORDER BY l.position)
                 FROM order_lines l WHERE l.shop_id = ${shopId} AND l.order_id = o.order_id), '[]') AS lines
        FROM orders o WHERE o.shop_id = ${shopId} AND o.member_id = ${memberId}::uuid
        ORDER BY o.business_date DESC, o.processed_at DESC, o.order_id LIMIT ${limit}`;
    },

    async listLatestOrders(shopId, limit) {
      return db.$queryRaw<LatestOrderRecord[]>`
        SELECT o.order_id AS "orderId", o.name, o.business_date::text AS "businessDate", o.processed_at AS "processedAt", o.member_id::text AS "memberId",
               coalesce(m.name, m.email) AS "memberName", o.goods_left_minor AS "goodsLeftMinor",
               o.kept_points::float8 AS "keptPoints", o.program_version AS "programVersion"
        FROM orders o LEFT JOIN members m ON m.shop_id = ${shopId} AND m.member_id = o.member_id
        WHERE o.shop_id = ${shopId}
        ORDER BY o.business_date DESC, o.processed_at DESC, o.order_id DESC LIMIT ${limit}`;
    },

    async hasOrderSince(shopId, since) {
      const rows = await db.$queryRaw<{ found: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM orders WHERE shop_id = ${shopId} AND business_date >= ${since}::date - 1 AND processed_at >= ${since}) AS found`;
      return rows[0]?.found ?? false;
    },

    async nameOrders(shopId, orderIds) {
      const rows = await db.$queryRaw<NamedOrder[]>`
        SELECT order_id AS "orderId", name, earned_by AS "earnedBy" FROM orders
        WHERE shop_id = ${shopId} AND order_id = ANY (${[...orderIds]})`;
      return new Map(rows.map((order) => [order.orderId, order]));
    },

    async nameRefunds(shopId, refundIds) {
      const rows = await db.$queryRaw<(NamedOrder & { id: string })[]>`
        SELECT c.change_id AS id, c.order_id AS "orderId", o.name, o.earned_by AS "earnedBy" FROM order_changes c
        JOIN orders o ON o.shop_id = ${shopId} AND o.order_id = c.order_id
        WHERE c.shop_id = ${shopId} AND c.change_id = ANY (${[...refundIds]})`;
      return new Map(rows.map(({ id, ...order }) => [id, order]));
    },
  };
}
