import type { Id, Instant, Outcome } from "../model.ts";
import type { Order, OrderEdit, OrderLine } from "../model/order.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";
import { newLine, type CheckoutLine } from "./checkout.ts";
import { putOrder } from "./orders.ts";
import { orderTotals, shareOf } from "./totals.ts";

/** A line with `quantity` units left: fewer are removed, more are added at the line's price, with their tax and undiscounted. */
function withQuantity(line: OrderLine, quantity: number): OrderLine {
  const more = quantity - line.currentQuantity;
  if (more <= 0) return { ...line, currentQuantity: quantity };
  return {
    ...line,
    quantity: line.quantity + more,
    currentQuantity: quantity,
    taxMinor: line.taxMinor + shareOf(line.taxMinor, more, line.quantity),
  };
}

/**
 * One committed edit. An order that was paid and now costs more is `partially_paid` until it is paid again.
 * Codes: `unknown`, `cancelled`, `nothing-to-edit`, `unknown-line`, `bad-quantity`.
 */
export function editOrder(
  store: Store,
  state: ShopState,
  input: {
    id: Id;
    add?: CheckoutLine[] | undefined;
    quantities?: { lineId: Id; quantity: number }[] | undefined;
    note?: string | null | undefined;
    at?: Instant | undefined;
  },
): Outcome<{ order: Order; edit: OrderEdit }> {
  const order = state.get("order", input.id);
  if (!order) return refused("unknown", `There is no order ${input.id} in ${state.shop.domain}.`, ["id"]);
  if (order.cancelledAt) return refused("cancelled", "A cancelled order can't be edited.", ["id"]);
  const quantities = input.quantities ?? [];
  const added = (input.add ?? []).map((line) => newLine(store, line));
  if (quantities.length === 0 && added.length === 0)
    return refused("nothing-to-edit", "Name lines to add or quantities to change.", ["add"]);
  const edit: OrderEdit = {
    id: store.newId(),
    at: input.at ?? store.nowInstant(),
    additions: added.map((line) => ({ lineId: line.id, quantity: line.quantity })),
    removals: [],
    note: input.note ?? null,
  };
  for (const { lineId, quantity } of quantities) {
    const line = order.lines.find((one) => one.id === lineId);
    if (!line) return refused("unknown-line", `Order ${order.name} has no line ${lineId}.`, ["quantities"]);
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      return refused("bad-quantity", "A quantity is a whole number of at least 0.", ["quantities"]);
    const more = quantity - line.currentQuantity;
    if (more > 0) edit.additions.push({ lineId, quantity: more });
    if (more < 0) edit.removals.push({ lineId, quantity: -more });
  }
  const lines = order.lines.map((line) => {
    const wanted = quantities.find((one) => one.lineId === line.id);
    return wanted ? withQuantity(line, wanted.quantity) : line;
  });
  const edited: Order = {
    ...order,
    lines: [...lines, ...added],
    edits: [...order.edits, edit],
    updatedAt: store.nowInstant(),
  };
  const owes = orderTotals(edited).outstandingMinor > 0n && order.financialStatus === "paid";
  const after: Order = owes ? { ...edited, financialStatus: "partially_paid" } : edited;
  store.write(state, (change) => {
    change.emit({ topic: "orders/edited", order: after, edit });
    putOrder(state, change, after, ["orders/updated"]);
  });
  return done({ order: after, edit });
}
