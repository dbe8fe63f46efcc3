/** What stands behind the objects below an order: the entity with the order (and refund) it belongs to. */
import type {
  Fulfillment,
  Order,
  OrderLine,
  Refund,
  RefundLine,
  OrderAdjustment,
  ShippingLine,
  Transaction,
} from "../../state/model/order.ts";

export interface LineSource {
  order: Order;
  line: OrderLine;
}
export interface RefundSource {
  order: Order;
  refund: Refund;
}
export interface RefundLineSource extends RefundSource {
  refundLine: RefundLine;
}
export interface AdjustmentSource extends RefundSource {
  adjustment: OrderAdjustment;
}
export interface ShippingSource {
  order: Order;
  shipping: ShippingLine;
}
export interface TransactionSource {
  order: Order;
  transaction: Transaction;
}
export interface FulfillmentSource {
  order: Order;
  fulfillment: Fulfillment;
}

/** The line that a refund, an edit or a fulfilment names; a state without it is broken. */
export function requireLine(order: Order, lineId: string): OrderLine {
  const line = order.lines.find((one) => one.id === lineId);
  if (!line) throw new Error(`order ${order.id} has no line ${lineId}`);
  return line;
}
