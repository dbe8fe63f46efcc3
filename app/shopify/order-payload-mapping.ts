import type { CustomerFacts, LineFacts, OrderFacts, RefundFacts } from "#app/domain/earning/order-facts.ts";
import { buildGid } from "#app/domain/shared/ids.ts";
import { countRefundedUnits, moneyIn, type ReadMoney, STORE_CREDIT_GATEWAY, sum } from "./order-mapping.ts";
import { financialStatusOf, findFulfilledAt, fullName, lineAfterEdits, textOrNull } from "./order-rules.ts";
import type { CustomerPayload } from "./webhook-schemas/customer-payload.ts";
import type { OrderLinePayload, OrderPayload, RefundPayload } from "./webhook-schemas/order-payload.ts";

/**
 * The facts of an order as a webhook tells them, equal to `mapOrder`'s for the same state, and what the payload can't tell:
 * - `paid-at`: it was paid at some moment after it was placed; null in the facts;
 * - `store-credit`: part of it was paid with store credit, but not how much;
 * - `shop-money`: it was refunded in the shopper's currency, which the payload does not convert.
 * Whoever lacks `paid-at` from an earlier state, or any of the others, fetches the order.
 */
export type PayloadReading = {
  readonly facts: OrderFacts;
  readonly untold: ReadonlySet<"paid-at" | "store-credit" | "shop-money">;
};

/**
 * @param atCreation the topic is orders/create, so that a paid order was paid when it was placed
 * @param currency the shop's
 */
export function readOrderPayload(order: OrderPayload, atCreation: boolean, currency: string): PayloadReading {
  const minor = moneyIn(currency);
  const untold = new Set<"paid-at" | "store-credit" | "shop-money">();
  const processedAt = new Date(order.processed_at ?? order.created_at);
  const updatedAt = new Date(order.updated_at);
  const status = financialStatusOf(order.financial_status);
  const isAsPlaced = atCreation || updatedAt <= processedAt;
  const paid = status === "paid" || status === "partially-refunded";
  if ((paid && !isAsPlaced) || status === "refunded" || status === "partially-paid") untold.add("paid-at");
  if (order.payment_gateway_names.includes(STORE_CREDIT_GATEWAY)) untold.add("store-credit");
  const foreign = (order.presentment_currency ?? order.currency) !== order.currency;
  if (foreign && order.refunds.some((refund) => refund.transactions.length > 0)) untold.add("shop-money");

  const refunds = order.refunds.map((refund) => mapRefund(refund, order, minor));
  const refundedUnits = countRefundedUnits(refunds);
  const facts: OrderFacts = {
    orderId: buildGid("Order", order.id),
    name: order.name,
    customer: order.customer ? mapCustomerPayload(order.customer) : null,
    email: textOrNull(order.email),
    processedAt,
    paidAt: paid && isAsPlaced ? processedAt : null,
    fulfilledAt: findFulfilledAt(
      order.fulfillment_status,
      order.fulfillments.map((one) => ({ createdAt: one.created_at, status: one.status ?? null })),
      processedAt,
    ),
    cancelledAt: order.cancelled_at ? new Date(order.cancelled_at) : null,
    deletedAt: null,
    test: order.test,
    financialStatus: status,
    source: textOrNull(order.source_name),
    lines: order.line_items.map((line) => mapLine(line, refundedUnits, order.taxes_included, minor)),
    refunds,
    taxMinor: order.total_tax_set ? minor(order.total_tax_set) : 0n,
    shippingMinor: sum(
      order.shipping_lines
        .filter((one) => one.is_removed !== true)
        .map((one) => minor(one.discounted_price_set)),
    ),
    totalMinor: minor(order.total_price_set),
    storeCreditMinor: 0n,
    discountCodes: order.discount_codes.map(({ code }) => code).sort(),
    updatedAt,
    origin: "shopify",
  };
  return { facts, untold };
}

export function mapCustomerPayload(customer: CustomerPayload): CustomerFacts {
  return {
    customerId: buildGid("Customer", customer.id),
    email: textOrNull(customer.email),
    name: fullName(customer.first_name, customer.last_name),
    tags: customer.tags === null || customer.tags === undefined ? null : splitTags(customer.tags),
    hasAccount: customer.state === "enabled",
  };
}

function splitTags(tags: string): string[] {
  return tags
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

function mapLine(
  line: OrderLinePayload,
  refundedUnits: ReadonlyMap<string, number>,
  taxesIncluded: boolean,
  minor: ReadMoney,
): LineFacts {
  const lineId = buildGid("LineItem", line.id);
  return lineAfterEdits(
    {
      facts: {
        lineId,
        title: line.title,
        productId: line.product_id ? buildGid("Product", line.product_id) : null,
        variantId: line.variant_id ? buildGid("ProductVariant", line.variant_id) : null,
        vendor: textOrNull(line.vendor),
        sku: textOrNull(line.sku),
        giftCard: line.gift_card,
      },
      unitPriceMinor: minor(line.price_set),
      quantity: line.quantity,
      currentQuantity: line.current_quantity,
      discountMinor: sum(line.discount_allocations.map((one) => minor(one.amount_set))),
      taxMinor: sum(line.tax_lines.map((one) => minor(one.price_set))),
    },
    refundedUnits.get(lineId) ?? 0,
    taxesIncluded,
  );
}

function mapRefund(refund: RefundPayload, order: OrderPayload, minor: ReadMoney): RefundFacts {
  const withoutTax = (amount: bigint, taxMinor: bigint): bigint =>
    order.taxes_included ? amount - taxMinor : amount;
  const lines = refund.refund_line_items.map((line) => {
    const taxMinor = minor(line.total_tax_set);
    return {
      lineId: buildGid("LineItem", line.line_item_id),
      quantity: line.quantity,
      taxMinor,
      netMinor: withoutTax(minor(line.subtotal_set), taxMinor),
    };
  });
  const shipping = shippingRefunds(refund, minor).map(({ amount, taxMinor }) => ({
    taxMinor,
    netMinor: withoutTax(amount, taxMinor),
  }));
  const moneyBack = refund.transactions.filter((one) => one.kind === "refund" && one.status === "success");
  return {
    refundId: buildGid("Refund", refund.id),
    at: new Date(refund.processed_at ?? refund.created_at),
    paidBackMinor: sum(moneyBack.map((one) => minor({ shopMoney: { amount: one.amount } }))),
    shippingMinor: sum(shipping.map((one) => one.netMinor)),
    taxMinor: sum([...lines, ...shipping].map((one) => one.taxMinor)),
    lines: lines.map(({ lineId, quantity, netMinor }) => ({ lineId, quantity, netMinor })),
  };
}

/** Refunded shipping stands among the refund's shipping lines, before those existed as a negative adjustment of that kind. */
function shippingRefunds(refund: RefundPayload, minor: ReadMoney): { amount: bigint; taxMinor: bigint }[] {
  if (refund.refund_shipping_lines && refund.refund_shipping_lines.length > 0) {
    return refund.refund_shipping_lines.map((one) => ({
      amount: minor(one.subtotal_amount_set),
      taxMinor: minor(one.tax_amount_set),
    }));
  }
  return (refund.order_adjustments ?? [])
    .filter((one) => one.kind === "shipping_refund")
    .map((one) => ({ amount: -minor(one.amount_set), taxMinor: -minor(one.tax_amount_set) }));
}
