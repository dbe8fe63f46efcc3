import type { Id, Instant, Outcome } from "../model.ts";
import type { Fulfillment, Order } from "../model/order.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";
import { putOrder } from "./orders.ts";
import { orderTotals } from "./totals.ts";

/** Ships the named units, or all that are left. Codes: `unknown`, `cancelled`, `nothing-to-fulfil`, `unknown-line`, `quantity-too-large`. */
export function fulfillOrder(
  store: Store,
  state: ShopState,
  input: { id: Id; lines?: { lineId: Id; quantity: number }[] | undefined; at?: Instant | undefined },
): Outcome<{ order: Order; fulfillment: Fulfillment }> {
  const order = state.get("order", input.id);
  if (!order) return refused("unknown", `There is no order ${input.id} in ${state.shop.domain}.`, ["id"]);
  if (order.cancelledAt) return refused("cancelled", "A cancelled order can't be fulfilled.", ["id"]);
  const open = order.lines
    .map((line) => ({ lineId: line.id, quantity: line.currentQuantity - line.fulfilledQuantity }))
    .filter((line) => line.quantity > 0);
  const lines = input.lines ?? open;
  if (lines.length === 0)
    return refused("nothing-to-fulfil", "Every unit of this order has been fulfilled.", ["id"]);
  for (const line of lines) {
    const known = open.find((one) => one.lineId === line.lineId);
    if (!known) return refused("unknown-line", `Line ${line.lineId} has nothing left to fulfil.`, ["lines"]);
    if (line.quantity > known.quantity || line.quantity < 1)
      return refused(
        "quantity-too-large",
        `Line ${line.lineId} has ${known.quantity} units left to fulfil.`,
        ["lines"],
      );
  }
  const at = input.at ?? store.nowInstant();
  const fulfillment: Fulfillment = {
    id: store.newId(),
    name: `${order.name}.${order.fulfillments.length + 1}`,
    status: "success",
    lines: [...lines],
    trackingNumber: null,
    createdAt: at,
    updatedAt: at,
  };
  const after: Order = {
    ...order,
    fulfillments: [...order.fulfillments, fulfillment],
    lines: order.lines.map((line) => ({
      ...line,
      fulfilledQuantity:
        line.fulfilledQuantity + (lines.find((one) => one.lineId === line.id)?.quantity ?? 0),
    })),
    updatedAt: store.nowInstant(),
  };
  const complete = orderTotals(after).fulfillmentStatus === "fulfilled";
  store.write(state, (change) => {
    change.emit({ topic: "fulfillments/create", order: after, fulfillment });
    putOrder(state, change, after, [
      complete ? "orders/fulfilled" : "orders/partially_fulfilled",
      "orders/updated",
    ]);
  });
  return done({ order: after, fulfillment });
}
