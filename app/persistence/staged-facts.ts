import type { Pool } from "pg";
import {
  type FinancialStatus,
  type LineFacts,
  type OrderFacts,
  type ProductTraits,
  UNKNOWN_PRODUCT,
} from "#app/domain/earning/order-facts.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";

type Row = {
  orderId: string;
  name: string;
  customerId: string | null;
  email: string | null;
  customerName: string | null;
  customerTags: string[];
  hasAccount: boolean;
  processedAt: Date;
  paidAt: Date | null;
  fulfilledAt: Date | null;
  cancelledAt: Date | null;
  test: boolean;
  financialStatus: FinancialStatus;
  source: string | null;
  taxMinor: string;
  shippingMinor: string;
  totalMinor: string;
  refundedMinor: string;
  updatedAt: Date;
  lines: (Omit<LineFacts, "netMinor" | "taxMinor" | "discountMinor" | keyof ProductTraits> & {
    netMinor: string;
    taxMinor: string;
    discountMinor: string;
  })[];
};

/** The lines of all of them in one pass: staging has no index, and one pass an order would take a large file all day. */
const LINES = `
SELECT l.order_id, json_agg(json_build_object('lineId', l.line_id, 'title', l.title, 'quantity', l.quantity, 'productId', l.product_id,
  'variantId', l.variant_id, 'vendor', l.vendor, 'sku', l.sku, 'giftCard', l.gift_card, 'taxMinor', l.tax_minor::text, 'discountMinor', l.discount_minor::text,
  'netMinor', (l.net_minor - CASE WHEN s.taxes_included THEN l.tax_minor ELSE 0 END)::text) ORDER BY l.position) AS lines
FROM staged_lines l JOIN wanted s ON s.order_id = l.order_id
WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id = ANY ($3) GROUP BY l.order_id`;

/**
 * Staged orders of a file as facts. An export dates no refund: `Cancelled at` if present, else the order's own moment
 * (metrics.md's rule for CSV).
 */
export async function listStagedFacts(
  pool: Pool,
  shop: ShopRecord,
  importId: string,
  orderIds: readonly string[],
): Promise<OrderFacts[]> {
  const { rows } = await pool.query<Row>(
    `WITH wanted AS (SELECT * FROM staged_orders WHERE shop_id = $1 AND import_id = $2 AND order_id = ANY ($3))
     SELECT s.order_id AS "orderId", s.name, s.customer_id AS "customerId", s.email, s.customer_name AS "customerName",
       s.customer_tags AS "customerTags", s.has_account AS "hasAccount", s.processed_at AS "processedAt", s.paid_at AS "paidAt",
       s.fulfilled_at AS "fulfilledAt", s.cancelled_at AS "cancelledAt", s.test, s.financial_status AS "financialStatus", s.source, s.tax_minor AS "taxMinor",
       s.shipping_minor AS "shippingMinor", s.total_minor AS "totalMinor", s.refunded_minor AS "refundedMinor",
       s.shopify_updated_at AS "updatedAt", coalesce(o.lines, '[]') AS lines
     FROM wanted s LEFT JOIN (${LINES}) o ON o.order_id = s.order_id
     ORDER BY s.processed_at, s.order_id`,
    [shop.shopId, importId, orderIds],
  );
  return rows.map(toFacts);
}

function toFacts(row: Row): OrderFacts {
  const refundedMinor = BigInt(row.refundedMinor);
  return {
    orderId: row.orderId,
    name: row.name,
    customer:
      row.customerId === null
        ? null
        : {
            customerId: row.customerId,
            email: row.email,
            name: row.customerName,
            tags: row.customerTags,
            hasAccount: row.hasAccount,
          },
    email: row.email,
    processedAt: row.processedAt,
    paidAt: row.paidAt,
    fulfilledAt: row.fulfilledAt,
    cancelledAt: row.cancelledAt,
    deletedAt: null,
    test: row.test,
    financialStatus: row.financialStatus,
    source: row.source,
    lines: row.lines.map((line) => ({
      ...line,
      ...UNKNOWN_PRODUCT,
      netMinor: BigInt(line.netMinor),
      taxMinor: BigInt(line.taxMinor),
      discountMinor: BigInt(line.discountMinor),
    })),
    refunds:
      refundedMinor === 0n
        ? []
        : [
            {
              refundId: `csv-refund:${row.orderId}`,
              at: row.cancelledAt ?? row.processedAt,
              paidBackMinor: refundedMinor,
              ...sharesOf(refundedMinor, row),
              lines: [],
            },
          ],
    taxMinor: BigInt(row.taxMinor),
    shippingMinor: BigInt(row.shippingMinor),
    totalMinor: BigInt(row.totalMinor),
    storeCreditMinor: 0n,
    updatedAt: row.updatedAt,
    origin: "csv",
  };
}

/** Of what was paid back, tax and shipping have the part that they have in the total; all of it when all was paid back. */
function sharesOf(refundedMinor: bigint, row: Row): { shippingMinor: bigint; taxMinor: bigint } {
  const total = BigInt(row.totalMinor);
  const share = (amount: bigint) =>
    total <= 0n ? 0n : refundedMinor >= total ? amount : (amount * refundedMinor) / total;
  return { shippingMinor: share(BigInt(row.shippingMinor)), taxMinor: share(BigInt(row.taxMinor)) };
}
