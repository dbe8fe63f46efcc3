import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Customer } from "../state/model/customer.ts";
import type { Order, ShippingLine } from "../state/model/order.ts";
import { formatMoney } from "../state/money.ts";
import { orderTotals } from "../state/operations/totals.ts";
import { addressPayload, customerInOrder, mayNamePeople } from "./customer-payload.ts";
import { integer } from "./json.ts";
import { fulfillmentPayload } from "./fulfillment-payload.ts";
import { allocations, linePayload, moneySet, taxLines } from "./line-payload.ts";
import { refundPayload } from "./refund-payload.ts";
import { zonedInstant } from "./zoned-instant.ts";

function shippingPayload(order: Order, line: ShippingLine): Record<string, unknown> {
  const { currency } = order;
  const off = line.discountAllocations.reduce((sum, part) => sum + part.amountMinor, 0n);
  const net = line.priceMinor - off;
  return {
    id: integer(line.id),
    carrier_identifier: null,
    code: line.title,
    current_discounted_price_set: moneySet(net, currency),
    discounted_price: formatMoney(net, currency),
    discounted_price_set: moneySet(net, currency),
    is_removed: false,
    phone: null,
    price: formatMoney(line.priceMinor, currency),
    price_set: moneySet(line.priceMinor, currency),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: line.title,
    tax_lines: taxLines(line.taxMinor, line.priceMinor, currency),
    discount_allocations: allocations(line.discountAllocations, currency),
  };
}

function discountCodes(order: Order): Record<string, unknown>[] {
  return order.discountApplications.flatMap((application, index) => {
    if (application.kind !== "code") return [];
    const parts = [...order.lines, ...order.shippingLines].flatMap((line) => line.discountAllocations);
    const amount = parts
      .filter((part) => part.applicationIndex === index)
      .reduce((sum, part) => sum + part.amountMinor, 0n);
    const type = application.targetType === "shipping_line" ? "shipping" : application.valueType;
    return [{ code: application.code, amount: formatMoney(amount, order.currency), type }];
  });
}

function discountApplications(order: Order): Record<string, unknown>[] {
  return order.discountApplications.map((one) => ({
    target_type: one.targetType,
    type: one.kind === "code" ? "discount_code" : one.kind,
    value: one.value,
    value_type: one.valueType,
    allocation_method: one.allocationMethod,
    target_selection: one.targetSelection,
    ...(one.kind === "code" ? { code: one.code } : { title: one.code }),
  }));
}

function sums(order: Order): Record<string, unknown> {
  const { currency } = order;
  const totals = orderTotals(order);
  const both = (name: string, minor: bigint): Record<string, unknown> => ({
    [name]: formatMoney(minor, currency),
    [`${name}_set`]: moneySet(minor, currency),
  });
  return {
    current_shipping_price_set: moneySet(totals.currentShippingMinor, currency),
    ...both("current_subtotal_price", totals.currentSubtotalMinor),
    current_total_additional_fees_set: null,
    ...both("current_total_discounts", totals.currentDiscountsMinor),
    current_total_duties_set: null,
    ...both("current_total_price", totals.currentTotalMinor),
    ...both("current_total_tax", totals.currentTaxMinor),
    ...both("subtotal_price", totals.subtotalMinor),
    total_cash_rounding_payment_adjustment_set: moneySet(0n, currency),
    total_cash_rounding_refund_adjustment_set: moneySet(0n, currency),
    ...both("total_discounts", totals.discountsMinor),
    ...both("total_line_items_price", totals.lineItemsMinor),
    total_outstanding: formatMoney(totals.outstandingMinor, currency),
    ...both("total_price", totals.totalMinor),
    total_shipping_price_set: moneySet(totals.shippingMinor, currency),
    ...both("total_tax", totals.taxMinor),
    total_tip_received: formatMoney(0n, currency),
    tax_lines: taxLines(totals.taxMinor, totals.subtotalMinor, currency),
    fulfillment_status:
      totals.fulfillmentStatus === "unfulfilled"
        ? null
        : totals.fulfillmentStatus === "fulfilled"
          ? "fulfilled"
          : "partial",
  };
}

/** The payload of `orders/create`, `updated`, `paid`, `cancelled`, `fulfilled` and `partially_fulfilled`. */
export function orderPayload(shop: Shop, order: Order, customer: Customer | null): Record<string, unknown> {
  const at = (instant: string | null): string | null => zonedInstant(instant, shop.timeZone);
  const named = mayNamePeople(shop);
  const token = `${order.id}${shop.id}`.slice(-24);
  return {
    id: integer(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    app_id: integer(order.appId),
    browser_ip: null,
    buyer_accepts_marketing: customer?.emailMarketing === "subscribed",
    cancel_reason: order.cancelReason,
    cancelled_at: at(order.cancelledAt),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: at(order.closedAt),
    confirmation_number: null,
    confirmed: true,
    contact_email: named ? order.email : null,
    created_at: at(order.createdAt),
    currency: order.currency,
    customer_locale: order.locale,
    device_id: null,
    discount_codes: discountCodes(order),
    duties_included: false,
    email: named ? (order.email ?? "") : null,
    estimated_taxes: false,
    financial_status: order.financialStatus,
    landing_site: null,
    landing_site_ref: null,
    line_item_groups: [],
    location_id: null,
    merchant_business_entity_id: "MTU0ODM4MDAwOQ",
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.customAttributes,
    number: Math.max(1, order.number - 1000),
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${token}/authenticate`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: order.paymentGatewayNames,
    phone: named ? order.phone : null,
    po_number: null,
    presentment_currency: order.currency,
    processed_at: at(order.processedAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    ...sums(order),
    tags: order.tags.join(", "),
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token,
    total_weight: 0,
    updated_at: at(order.updatedAt),
    user_id: null,
    billing_address: addressPayload(shop, order.billingAddress),
    customer: customerInOrder(shop, customer),
    discount_applications: discountApplications(order),
    fulfillments: order.fulfillments.map((one) => fulfillmentPayload(shop, order, one)),
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    returns: [],
    shipping_address: addressPayload(shop, order.shippingAddress),
    shipping_lines: order.shippingLines.map((line) => shippingPayload(order, line)),
  };
}
