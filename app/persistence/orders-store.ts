import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import type { Orders } from "#app/usecases/ledger-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { ORDER_COLUMNS, type OrderRow, toOrderRecord } from "./order-rows.ts";
import { lockForRecording } from "./shop-locks.ts";

const ORDER_FIELDS = Prisma.sql`"orderId" text, name text, "memberId" uuid, "customerId" text, "processedAt" timestamptz, "businessDate" date,
  "paidAt" timestamptz, "fulfilledAt" timestamptz, "cancelledAt" timestamptz, "deletedAt" timestamptz, test boolean, "financialStatus" text, source text,
  "goodsMinor" bigint, "goodsLeftMinor" bigint, "taxMinor" bigint, "shippingMinor" bigint, "totalMinor" bigint, "refundedMinor" bigint,
  "storeCreditMinor" bigint, "isPurchase" boolean, "fullyRefundedAt" timestamptz, origin text, "updatedAt" timestamptz,
  "programVersion" integer, "earnedAt" timestamptz, unearned text, "earnedBy" jsonb, "earnedPoints" bigint, "keptPoints" bigint, "countsFrom" timestamptz, edits integer`;

const LINE_FIELDS = Prisma.sql`"orderId" text, "lineId" text, position integer, title text, quantity integer, "productId" text, "variantId" text,
  vendor text, sku text, "giftCard" boolean, "netMinor" bigint, "taxMinor" bigint, "discountMinor" bigint,
  "productTags" text[], "collectionIds" text[], "onSale" boolean, "refundedMinor" bigint, "earnedNetMinor" bigint,
  "earnedPoints" bigint, "keptPoints" bigint`;

const CHANGE_FIELDS = Prisma.sql`"orderId" text, "changeId" text, kind text, at timestamptz, "businessDate" date, "goodsMinor" bigint,
  "moneyMinor" bigint, points bigint`;

/** Rows of `next` that `previous` did not have in just this form; the order of the fields does not matter. */
function changedRows<Row extends object>(previous: readonly Row[], next: readonly Row[]): Row[] {
  if (previous.length === 0) return [...next];
  const text = (row: Row) => toRows(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  const before = new Set(previous.map(text));
  return next.filter((row) => !before.has(text(row)));
}

export function createOrdersStore(db: Db): Orders {
  return {
    lock: (shopId, what) => lockForRecording(db, shopId, what),

    async list(shopId, orderIds) {
      const rows = await db.$queryRaw<OrderRow[]>`
        SELECT ${ORDER_COLUMNS} FROM orders o WHERE o.shop_id = ${shopId} AND o.order_id = ANY (${orderIds})`;
      return rows.map(toOrderRecord);
    },

    async listNamesKnownFromShopify(shopId, names) {
      if (names.length === 0) return new Set();
      const rows = await db.$queryRaw<{ name: string }[]>`
        SELECT name FROM orders WHERE shop_id = ${shopId} AND name = ANY (${names}) AND order_id NOT LIKE 'csv:%'`;
      return new Set(rows.map((row) => row.name));
    },

    async write(shopId, all) {
      await removeStale(db, shopId, all);
      const changes = all.map(({ previous, next }) => ({
        previous: previous?.orderId === next.orderId ? previous : null,
        next,
      }));
      const orders = changedRows(
        changes.flatMap(({ previous }) => (previous === null ? [] : [bare(previous)])),
        changes.map(({ next }) => bare(next)),
      );
      const lines = changes.flatMap(({ previous, next }) =>
        changedRows(previous?.lines ?? [], next.lines).map((line) => ({ ...line, orderId: next.orderId })),
      );
      const events = changes.flatMap(({ previous, next }) =>
        changedRows(previous?.changes ?? [], next.changes).map((change) => ({
          ...change,
          orderId: next.orderId,
        })),
      );
      if (orders.length + lines.length + events.length === 0) return;
      await db.$executeRaw`
        WITH zone AS (SELECT time_zone FROM shops WHERE shop_id = ${shopId}),
        written_orders AS (
          INSERT INTO orders (shop_id, order_id, name, member_id, customer_id, processed_at, business_date, paid_at, fulfilled_at,
            cancelled_at, deleted_at,
            test, financial_status, source, goods_minor, goods_left_minor, tax_minor, shipping_minor, total_minor, refunded_minor,
            store_credit_minor, is_purchase, fully_refunded_at, origin, shopify_updated_at, program_version, earned_at, unearned,
            earned_by, earned_points, kept_points, counts_from, edits)
          SELECT ${shopId}, "orderId", name, "memberId", "customerId", "processedAt", "businessDate", "paidAt", "fulfilledAt", "cancelledAt",
            "deletedAt",
            test, "financialStatus", source, "goodsMinor", "goodsLeftMinor", "taxMinor", "shippingMinor", "totalMinor", "refundedMinor",
            "storeCreditMinor", "isPurchase", "fullyRefundedAt", origin, "updatedAt", "programVersion", "earnedAt", unearned,
            nullif("earnedBy", 'null'), "earnedPoints", "keptPoints", "countsFrom", edits
          FROM jsonb_to_recordset(${toRows(orders)}::jsonb) AS r (${ORDER_FIELDS})
          ON CONFLICT (shop_id, order_id) DO UPDATE SET name = excluded.name, member_id = excluded.member_id,
            customer_id = excluded.customer_id, processed_at = excluded.processed_at, business_date = excluded.business_date,
            paid_at = excluded.paid_at, fulfilled_at = excluded.fulfilled_at, cancelled_at = excluded.cancelled_at, deleted_at = excluded.deleted_at, test = excluded.test,
            financial_status = excluded.financial_status, source = excluded.source, goods_minor = excluded.goods_minor,
            goods_left_minor = excluded.goods_left_minor, tax_minor = excluded.tax_minor, shipping_minor = excluded.shipping_minor,
            total_minor = excluded.total_minor, refunded_minor = excluded.refunded_minor,
            store_credit_minor = excluded.store_credit_minor, is_purchase = excluded.is_purchase,
            fully_refunded_at = excluded.fully_refunded_at, origin = excluded.origin, shopify_updated_at = excluded.shopify_updated_at,
            program_version = excluded.program_version, earned_at = excluded.earned_at, unearned = excluded.unearned,
            earned_by = excluded.earned_by,
            earned_points = excluded.earned_points, kept_points = excluded.kept_points, counts_from = excluded.counts_from,
            edits = excluded.edits
        ),
        written_lines AS (
          INSERT INTO order_lines (shop_id, order_id, line_id, position, title, quantity, product_id, variant_id, vendor, sku, gift_card,
            net_minor, tax_minor, discount_minor, product_tags, collection_ids, on_sale, refunded_minor, earned_net_minor, earned_points,
            kept_points)
          SELECT ${shopId}, "orderId", "lineId", position, title, quantity, "productId", "variantId", vendor, sku, "giftCard",
            "netMinor", "taxMinor", "discountMinor", "productTags", "collectionIds", "onSale", "refundedMinor", "earnedNetMinor",
            "earnedPoints", "keptPoints"
          FROM jsonb_to_recordset(${toRows(lines)}::jsonb) AS r (${LINE_FIELDS})
          ON CONFLICT (shop_id, order_id, line_id) DO UPDATE SET position = excluded.position, title = excluded.title,
            quantity = excluded.quantity, product_id = excluded.product_id, variant_id = excluded.variant_id, vendor = excluded.vendor,
            sku = excluded.sku, gift_card = excluded.gift_card, net_minor = excluded.net_minor, tax_minor = excluded.tax_minor,
            discount_minor = excluded.discount_minor, product_tags = excluded.product_tags, collection_ids = excluded.collection_ids,
            on_sale = excluded.on_sale, refunded_minor = excluded.refunded_minor, earned_net_minor = excluded.earned_net_minor,
            earned_points = excluded.earned_points, kept_points = excluded.kept_points
        )
        INSERT INTO order_changes (shop_id, order_id, change_id, kind, at, business_date, goods_minor, money_minor, points)
        SELECT ${shopId}, "orderId", "changeId", kind, at, (at AT TIME ZONE zone.time_zone)::date, "goodsMinor", "moneyMinor", points
        FROM jsonb_to_recordset(${toRows(events)}::jsonb) AS r (${CHANGE_FIELDS}), zone
        ON CONFLICT (shop_id, order_id, change_id) DO UPDATE SET at = excluded.at, business_date = excluded.business_date,
          goods_minor = excluded.goods_minor, money_minor = excluded.money_minor, points = excluded.points`;
    },

    async listAwaitingProgram(shopId, afterMemberId, members) {
      const rows = await db.$queryRaw<OrderRow[]>`
        SELECT ${ORDER_COLUMNS} FROM orders o
        WHERE o.shop_id = ${shopId} AND o.paid_at IS NOT NULL AND NOT o.test AND o.program_version IS NULL AND o.unearned IS NULL
          AND o.member_id IN (
            SELECT DISTINCT w.member_id FROM orders w
            WHERE w.shop_id = ${shopId} AND w.paid_at IS NOT NULL AND NOT w.test AND w.program_version IS NULL AND w.unearned IS NULL
              AND w.member_id > coalesce(${afterMemberId}::uuid, '00000000-0000-0000-0000-000000000000')
            ORDER BY w.member_id LIMIT ${members})
        ORDER BY o.member_id, o.processed_at, o.order_id`;
      return rows.map(toOrderRecord);
    },

    async moveToMember(shopId, from, into) {
      await db.$executeRaw`
        UPDATE orders SET member_id = ${into}::uuid WHERE shop_id = ${shopId} AND member_id = ${from}::uuid`;
    },
  };
}

function bare({ lines: _lines, changes: _changes, ...order }: OrderRecord) {
  return order;
}

/** An order told anew by a better source loses the lines and changes that only the other one knew, or its old id. */
async function removeStale(
  db: Db,
  shopId: string,
  changes: readonly { readonly previous: OrderRecord | null; readonly next: OrderRecord }[],
): Promise<void> {
  for (const { previous, next } of changes) {
    if (previous === null) continue;
    if (previous.orderId !== next.orderId) {
      await db.$executeRaw`DELETE FROM orders WHERE shop_id = ${shopId} AND order_id = ${previous.orderId}`;
      continue;
    }
    const lineIds = next.lines.map(({ lineId }) => lineId);
    if (previous.lines.some(({ lineId }) => !lineIds.includes(lineId))) {
      await db.$executeRaw`
        DELETE FROM order_lines WHERE shop_id = ${shopId} AND order_id = ${next.orderId} AND line_id <> ALL (${lineIds})`;
    }
    const changeIds = next.changes.map(({ changeId }) => changeId);
    if (previous.changes.some(({ changeId }) => !changeIds.includes(changeId))) {
      await db.$executeRaw`
        DELETE FROM order_changes WHERE shop_id = ${shopId} AND order_id = ${next.orderId} AND change_id <> ALL (${changeIds})`;
    }
  }
}
