import type { EarningLine } from "#app/domain/earning/earned.ts";
import type { PastOrder } from "#app/domain/earning/replay.ts";
import type { PastOrders } from "#app/usecases/program/simulation-ports.ts";
import { count } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { type ContributionJson, toContributions } from "./order-rows.ts";

/** A line as an array, in the order of `LINE`: half the work of objects, for a hundred thousand of them. */
type LineJson = readonly [
  lineId: string,
  netMinor: string,
  taxMinor: string,
  discountMinor: string,
  giftCard: boolean,
  productId: string | null,
  vendor: string | null,
  productTags: readonly string[] | null,
  collectionIds: readonly string[] | null,
  onSale: boolean | null,
];
const LINE = Prisma.sql`l.line_id, l.earned_net_minor::text, l.tax_minor::text, l.discount_minor::text, l.gift_card, l.product_id, l.vendor,
  l.product_tags, l.collection_ids, l.on_sale`;

type Row = Omit<PastOrder, "earned"> & {
  readonly cursorAt: string;
  readonly earnedAt: Date | null;
  readonly earnedOn: string | null;
  readonly tierId: string | null;
  readonly earnedPoints: bigint;
  readonly bonusPoints: bigint;
  readonly earnedBy: readonly ContributionJson[] | null;
  readonly source: string | null;
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  readonly storeCreditMinor: bigint;
  readonly lines: readonly LineJson[] | null;
};

/** Reads past the members one after another; the keyset follows the index orders_of_member. */
export function createPastOrdersStore(db: Db): PastOrders {
  return {
    async listPastOrders(shopId, { to, linesFrom, after, limit }) {
      const rows = await db.$queryRaw<Row[]>`
        SELECT o.order_id AS "orderId", o.member_id::text AS "memberId", m.tags AS "customerTags", o.processed_at AS "processedAt",
          o.processed_at::text AS "cursorAt", o.business_date::text AS "businessDate", o.is_purchase AS "isPurchase",
          o.goods_minor AS "goodsMinor", o.earned_at AS "earnedAt", (o.earned_at AT TIME ZONE s.time_zone)::date::text AS "earnedOn",
          (SELECT t.to_tier FROM tier_moves t WHERE t.shop_id = ${shopId} AND t.member_id = o.member_id AND t.at < o.earned_at
            ORDER BY t.at DESC, t.n DESC LIMIT 1) AS "tierId",
          o.earned_points AS "earnedPoints", o.bonus_points AS "bonusPoints",
          CASE WHEN o.earned_by::text LIKE '%"campaign:%' THEN o.earned_by END AS "earnedBy",
          o.source, o.shipping_minor AS "shippingMinor", o.total_minor AS "totalMinor", o.store_credit_minor AS "storeCreditMinor",
          CASE WHEN o.earned_at IS NOT NULL AND (${linesFrom}::date IS NULL OR o.business_date >= ${linesFrom}::date) THEN coalesce((
            SELECT json_agg(json_build_array(${LINE}) ORDER BY l.position)
            FROM order_lines l WHERE l.shop_id = ${shopId} AND l.order_id = o.order_id), '[]') END AS lines
        FROM orders o JOIN members m ON m.shop_id = ${shopId} AND m.member_id = o.member_id
          JOIN shops s ON s.shop_id = ${shopId}
        WHERE o.shop_id = ${shopId} AND (o.is_purchase OR o.earned_at IS NOT NULL)
          AND (${to}::date IS NULL OR o.business_date <= ${to}::date) ${comesAfter(after)}
        ORDER BY o.member_id, o.business_date, o.processed_at, o.order_id LIMIT ${limit}`;
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        orders: rows.map(toPastOrder),
        next:
          last === undefined
            ? null
            : JSON.stringify([last.memberId, last.businessDate, last.cursorAt, last.orderId]),
      };
    },
  };
}

/** `after`: the four keys of the order as JSON, the instant as PostgreSQL writes it, to the microsecond. */
function comesAfter(after: string | null): Prisma.Sql {
  if (after === null) return Prisma.empty;
  const [memberId, businessDate, at, orderId] = JSON.parse(after) as [string, string, string, string];
  return Prisma.sql`AND (o.member_id, o.business_date, o.processed_at, o.order_id)
    > (${memberId}::uuid, ${businessDate}::date, ${at}::timestamptz, ${orderId})`;
}

function toPastOrder({ earnedAt, earnedOn, tierId, lines, earnedBy, ...row }: Row): PastOrder {
  const { orderId, memberId, customerTags, processedAt, businessDate, isPurchase, goodsMinor } = row;
  const { source, shippingMinor, totalMinor, storeCreditMinor } = row;
  return {
    ...{ orderId, memberId, customerTags, processedAt, businessDate, isPurchase, goodsMinor },
    earned:
      earnedAt === null || earnedOn === null || lines === null
        ? null
        : {
            ...{ at: earnedAt, on: earnedOn, tierId },
            points: count(row.earnedPoints),
            bonusPoints: count(row.bonusPoints),
            contributions: toContributions(earnedBy ?? []),
            order: { lines: lines.map(toLine), source, shippingMinor, totalMinor, storeCreditMinor },
          },
  };
}

function toLine([
  lineId,
  net,
  tax,
  discount,
  giftCard,
  productId,
  vendor,
  ...product
]: LineJson): EarningLine {
  const [productTags, collectionIds, onSale] = product;
  return {
    ...{ lineId, giftCard, productId, vendor, productTags, collectionIds, onSale },
    ...{ netMinor: BigInt(net), taxMinor: BigInt(tax), discountMinor: BigInt(discount) },
  };
}
