import type { Contribution } from "#app/domain/earning/earned.ts";
import type { ChangeRecord, LineRecord, OrderRecord } from "#app/domain/earning/order-record.ts";
import { count } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";

/** An order with its lines and changes in one row: money as digits inside the JSON, so that nothing passes a float. */
export const ORDER_COLUMNS = Prisma.sql`o.order_id AS "orderId", o.name, o.member_id::text AS "memberId", o.customer_id AS "customerId",
  o.processed_at AS "processedAt", o.business_date::text AS "businessDate", o.paid_at AS "paidAt", o.fulfilled_at AS "fulfilledAt", o.cancelled_at AS "cancelledAt",
  o.deleted_at AS "deletedAt", o.test, o.financial_status AS "financialStatus", o.source, o.goods_minor AS "goodsMinor",
  o.goods_left_minor AS "goodsLeftMinor", o.tax_minor AS "taxMinor", o.shipping_minor AS "shippingMinor", o.total_minor AS "totalMinor",
  o.refunded_minor AS "refundedMinor", o.store_credit_minor AS "storeCreditMinor", o.is_purchase AS "isPurchase",
  o.fully_refunded_at AS "fullyRefundedAt", o.origin, o.shopify_updated_at AS "updatedAt", o.program_version AS "programVersion",
  o.earned_at AS "earnedAt", o.unearned, o.earned_by AS "earnedBy", o.earned_points AS "earnedPoints", o.kept_points AS "keptPoints", o.counts_from AS "countsFrom", o.edits,
  coalesce((SELECT jsonb_agg(jsonb_build_object('lineId', l.line_id, 'position', l.position, 'title', l.title, 'quantity', l.quantity,
      'productId', l.product_id, 'variantId', l.variant_id, 'vendor', l.vendor, 'sku', l.sku, 'giftCard', l.gift_card,
      'netMinor', l.net_minor::text, 'taxMinor', l.tax_minor::text, 'refundedMinor', l.refunded_minor::text,
      'discountMinor', l.discount_minor::text, 'productTags', l.product_tags, 'collectionIds', l.collection_ids, 'onSale', l.on_sale,
      'earnedNetMinor', l.earned_net_minor::text, 'earnedPoints', l.earned_points, 'keptPoints', l.kept_points) ORDER BY l.position)
    FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.order_id), '[]') AS lines,
  coalesce((SELECT jsonb_agg(jsonb_build_object('changeId', c.change_id, 'kind', c.kind, 'at', c.at, 'goodsMinor', c.goods_minor::text,
      'moneyMinor', c.money_minor::text, 'points', c.points) ORDER BY c.at, c.change_id)
    FROM order_changes c WHERE c.shop_id = o.shop_id AND c.order_id = o.order_id), '[]') AS changes`;

type Digits<T, Names extends keyof T> = Omit<T, Names> & { readonly [Name in Names]: string };
type LineJson = Digits<
  LineRecord,
  "netMinor" | "taxMinor" | "discountMinor" | "refundedMinor" | "earnedNetMinor"
>;
export type ContributionJson = Digits<Contribution, "baseMinor">;
type ChangeJson = Digits<ChangeRecord, "at" | "goodsMinor" | "moneyMinor">;

export type OrderRow = Omit<OrderRecord, "lines" | "changes" | "earnedBy" | "earnedPoints" | "keptPoints"> & {
  readonly earnedBy: readonly ContributionJson[] | null;
  readonly earnedPoints: bigint;
  readonly keptPoints: bigint;
  readonly lines: readonly LineJson[];
  readonly changes: readonly ChangeJson[];
};

export function toOrderRecord(row: OrderRow): OrderRecord {
  return {
    ...row,
    earnedBy: row.earnedBy === null ? null : toContributions(row.earnedBy),
    earnedPoints: count(row.earnedPoints),
    keptPoints: count(row.keptPoints),
    lines: row.lines.map((line) => ({
      ...line,
      netMinor: BigInt(line.netMinor),
      taxMinor: BigInt(line.taxMinor),
      discountMinor: BigInt(line.discountMinor),
      refundedMinor: BigInt(line.refundedMinor),
      earnedNetMinor: BigInt(line.earnedNetMinor),
    })),
    changes: row.changes.map((change) => ({
      ...change,
      at: new Date(change.at),
      goodsMinor: BigInt(change.goodsMinor),
      moneyMinor: BigInt(change.moneyMinor),
    })),
  };
}

/** What made an order's points, as it stands in `orders.earned_by`: money as digits. */
export function toContributions(rows: readonly ContributionJson[]): Contribution[] {
  return rows.map((row) => ({ ...row, baseMinor: BigInt(row.baseMinor) }));
}
