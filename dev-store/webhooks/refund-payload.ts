import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Order, OrderAdjustment, Refund, RefundLine, Transaction } from "../state/model/order.ts";
import { formatMoney } from "../state/money.ts";
import { decimalNumber, integer } from "./json.ts";
import { linePayload, moneySet } from "./line-payload.ts";
import { zonedInstant } from "./zoned-instant.ts";

function refundLinePayload(order: Order, line: RefundLine): Record<string, unknown> {
  const { currency } = order;
  const ordered = order.lines.find((one) => one.id === line.lineId);
  return {
    id: integer(line.id),
    line_item_id: integer(line.lineId),
    location_id: null,
    quantity: line.quantity,
    restock_type: line.restockType,
    subtotal: decimalNumber(formatMoney(line.subtotalMinor, currency)),
    subtotal_set: moneySet(line.subtotalMinor, currency),
    total_tax: decimalNumber(formatMoney(line.taxMinor, currency)),
    total_tax_set: moneySet(line.taxMinor, currency),
    line_item: ordered ? linePayload(order, ordered) : null,
  };
}

function adjustmentPayload(order: Order, refund: Refund, one: OrderAdjustment): Record<string, unknown> {
  const { currency } = order;
  return {
    id: integer(one.id),
    order_id: integer(order.id),
    refund_id: integer(refund.id),
    amount: formatMoney(one.amountMinor, currency),
    amount_set: moneySet(one.amountMinor, currency),
    kind: one.kind,
    reason:
      one.reason === "shipping_refund"
        ? "Shipping refund"
        : one.reason === "restock"
          ? "Restock"
          : "Refund discrepancy",
    tax_amount: formatMoney(one.taxMinor, currency),
    tax_amount_set: moneySet(one.taxMinor, currency),
  };
}

function transactionPayload(shop: Shop, order: Order, one: Transaction): Record<string, unknown> {
  return {
    id: integer(one.id),
    admin_graphql_api_id: gid("OrderTransaction", one.id),
    amount: formatMoney(one.amountMinor, order.currency),
    amount_rounding: null,
    authorization: null,
    created_at: zonedInstant(one.createdAt, shop.timeZone),
    currency: order.currency,
    device_id: null,
    error_code: null,
    gateway: one.gateway,
    kind: one.kind,
    location_id: null,
    manual_payment_gateway: one.gateway === "manual",
    message: null,
    order_id: integer(order.id),
    parent_id: integer(one.parentId),
    payment_id: `${order.name}.1`,
    processed_at: zonedInstant(one.processedAt, shop.timeZone),
    receipt: {},
    source_name: order.sourceName,
    status: one.status,
    test: order.test,
    total_unsettled_set: {
      presentment_money: { amount: "0.0", currency: order.currency },
      shop_money: { amount: "0.0", currency: order.currency },
    },
    user_id: null,
  };
}

/** `refunds/create`, and one of an order's refunds. */
export function refundPayload(shop: Shop, order: Order, refund: Refund): Record<string, unknown> {
  return {
    id: integer(refund.id),
    admin_graphql_api_id: gid("Refund", refund.id),
    created_at: zonedInstant(refund.createdAt, shop.timeZone),
    note: refund.note,
    order_id: integer(order.id),
    processed_at: zonedInstant(refund.processedAt, shop.timeZone),
    restock: refund.restock,
    total_duties_set: moneySet(0n, order.currency),
    user_id: null,
    order_adjustments: refund.adjustments.map((one) => adjustmentPayload(order, refund, one)),
    transactions: refund.transactions.map((one) => transactionPayload(shop, order, one)),
    refund_line_items: refund.lines.map((line) => refundLinePayload(order, line)),
    duties: [],
    refund_shipping_lines: [],
    return: null,
  };
}
