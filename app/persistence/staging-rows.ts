import { emailKeyOf, searchTextOf } from "#app/domain/membership/email-key.ts";
import type { StagedLine, StagedOrder } from "#app/usecases/imports/import-ports.ts";
import { copyArray, copyBoolean, copyField } from "./copy-text.ts";

/** Members are spread over this many buckets; a slice of the merge takes a range of them, so that a member is written once. */
export const BUCKETS = 1024;

export const STAGED_ORDER_COLUMNS =
  "shop_id, import_id, row_number, bucket, order_id, name, customer_id, email_key, email, customer_name, search_text, customer_tags, has_account, " +
  "processed_at, paid_at, cancelled_at, test, financial_status, source, taxes_included, goods_minor, tax_minor, shipping_minor, total_minor, " +
  "refunded_minor, shopify_updated_at, simple, fulfilled_at";

export const STAGED_LINE_COLUMNS =
  "shop_id, import_id, order_id, line_id, position, title, quantity, product_id, variant_id, vendor, sku, gift_card, net_minor, tax_minor, discount_minor";

/** FNV-1a, 32 bit: spreads evenly and costs nothing. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

export function stagedOrderRow(prefix: string, order: StagedOrder): string {
  const email = (order.customerId === null ? order.email : order.customerEmail)?.trim() || null;
  const key = emailKeyOf(email);
  // A customer's orders and a guest's orders with the same e-mail share a bucket.
  const bucket = bucketOf(key ?? order.customerId ?? order.orderId);
  return (
    `${prefix}\t${order.rowNumber}\t${bucket}\t${copyField(order.orderId)}\t${copyField(order.name)}\t${copyField(order.customerId)}\t` +
    `${copyField(key)}\t${copyField(email)}\t${copyField(order.customerName)}\t${copyField(searchTextOf(order.customerName, email))}\t` +
    `${copyArray(order.customerTags)}\t${copyBoolean(order.hasAccount)}\t${order.processedAt}\t${order.paidAt ?? "\\N"}\t` +
    `${order.cancelledAt ?? "\\N"}\t${copyBoolean(order.test)}\t${copyField(order.financialStatus)}\t${copyField(order.source)}\t` +
    `${copyBoolean(order.taxesIncluded)}\t${order.goodsMinor ?? "\\N"}\t${order.taxMinor}\t${order.shippingMinor}\t${order.totalMinor}\t${order.refundedMinor}\t` +
    `${order.updatedAt}\t${copyBoolean(order.simple && !isFoundByOrderEmail(order))}\t${order.fulfilledAt ?? "\\N"}`
  );
}

/** A customer without e-mail may be the guest who left one with an order: the ledger looks closer. */
function isFoundByOrderEmail(order: StagedOrder): boolean {
  return (
    order.customerId !== null && emailKeyOf(order.customerEmail) === null && emailKeyOf(order.email) !== null
  );
}

export function stagedLineRow(prefix: string, line: StagedLine): string {
  return (
    `${prefix}\t${copyField(line.orderId)}\t${copyField(line.lineId)}\t${line.position}\t${copyField(line.title)}\t${line.quantity}\t` +
    `${copyField(line.productId)}\t${copyField(line.variantId)}\t${copyField(line.vendor)}\t${copyField(line.sku)}\t` +
    `${copyBoolean(line.giftCard)}\t${line.netMinor}\t${line.taxMinor}\t${line.discountMinor}`
  );
}
