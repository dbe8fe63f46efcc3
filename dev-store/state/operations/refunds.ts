import type { Id, Instant, Outcome } from "../model.ts";
import type { Order, OrderAdjustment, Refund, RefundLine, Transaction } from "../model/order.ts";
import { formatMoney } from "../money.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Change, Store } from "../store.ts";
import { storeCreditAccountOf } from "./credit.ts";
import { newTransaction, putOrder } from "./orders.ts";
import { orderTotals, removedShare } from "./totals.ts";

export interface RefundInput {
  id: Id;
  lines?: { lineId: Id; quantity: number }[] | undefined;
  /** Money given back in all; default what the lines and the shipping come to, at most what is left of the payment. */
  amountMinor?: bigint | undefined;
  shippingMinor?: bigint | undefined;
  /** Takes the lines back and gives no money. */
  restockOnly?: boolean | undefined;
  restockType?: RefundLine["restockType"] | undefined;
  note?: string | null | undefined;
  at?: Instant | undefined;
}

function refundLines(store: Store, order: Order, input: RefundInput): Outcome<RefundLine[]> {
  const lines: RefundLine[] = [];
  for (const { lineId, quantity } of input.lines ?? []) {
    const line = order.lines.find((one) => one.id === lineId);
    if (!line) return refused("unknown-line", `Order ${order.name} has no line ${lineId}.`, ["lines"]);
    if (lines.some((one) => one.lineId === lineId))
      return refused("duplicate-line", `Line ${lineId} is named twice; add the quantities up.`, ["lines"]);
    if (!Number.isSafeInteger(quantity) || quantity < 1)
      return refused("bad-quantity", "A quantity is a whole number of at least 1.", ["lines"]);
    if (quantity > line.currentQuantity)
      return refused(
        "quantity-too-large",
        `Line ${lineId} has ${line.currentQuantity} units left to refund.`,
        ["lines"],
      );
    const restockType = input.restockType ?? (line.fulfilledQuantity > 0 ? "return" : "cancel");
    lines.push({ id: store.newId(), lineId, quantity, restockType, ...removedShare(line, quantity) });
  }
  return done(lines);
}

/** The money goes back the way it came, card before store credit. */
function refundTransactions(store: Store, order: Order, amountMinor: bigint, at: Instant): Transaction[] {
  const given = order.refunds.flatMap((refund) => refund.transactions);
  const payments = order.transactions
    .filter((one) => (one.kind === "sale" || one.kind === "capture") && one.status === "success")
    .sort(
      (a, b) => Number(a.gateway === "shopify_store_credit") - Number(b.gateway === "shopify_store_credit"),
    );
  const transactions: Transaction[] = [];
  let left = amountMinor;
  for (const payment of payments) {
    const back = given
      .filter((one) => one.parentId === payment.id)
      .reduce((sum, one) => sum + one.amountMinor, 0n);
    const open = payment.amountMinor - back;
    const part = open < left ? open : left;
    if (part <= 0n) continue;
    transactions.push(
      newTransaction(store, {
        kind: "refund",
        amountMinor: part,
        gateway: payment.gateway,
        at,
        parentId: payment.id,
      }),
    );
    left -= part;
  }
  return transactions;
}

/** What a refund comes to by Shopify's arithmetic, and the adjustments that explain where the money differs from it. */
function adjustmentsOf(
  store: Store,
  order: Order,
  input: RefundInput,
  lines: readonly RefundLine[],
  shippingMinor: bigint,
  amountMinor: bigint,
): OrderAdjustment[] {
  const adjustments: OrderAdjustment[] = [];
  if (shippingMinor > 0n)
    adjustments.push({
      id: store.newId(),
      kind: "shipping_refund",
      reason: "shipping_refund",
      amountMinor: -shippingMinor,
      taxMinor: 0n,
    });
  const subtotal = lines.reduce((sum, line) => sum + line.subtotalMinor, 0n);
  const tax = order.taxesIncluded ? 0n : lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  if (input.restockOnly) {
    if (subtotal + tax > 0n)
      adjustments.push({
        id: store.newId(),
        kind: "refund_discrepancy",
        reason: "restock",
        amountMinor: subtotal + tax,
        taxMinor: 0n,
      });
    return adjustments;
  }
  const { outstandingMinor } = orderTotals(order);
  const owedBack = outstandingMinor < 0n ? -outstandingMinor : 0n;
  const beyondLines = amountMinor - subtotal - tax - shippingMinor;
  const discrepancy =
    beyondLines > 0n ? beyondLines - (owedBack < beyondLines ? owedBack : beyondLines) : beyondLines;
  if (discrepancy !== 0n)
    adjustments.push({
      id: store.newId(),
      kind: "refund_discrepancy",
      reason: "refund_discrepancy",
      amountMinor: -discrepancy,
      taxMinor: 0n,
    });
  return adjustments;
}

function withRefund(order: Order, refund: Refund): Order {
  const after: Order = {
    ...order,
    refunds: [...order.refunds, refund],
    lines: order.lines.map((line) => {
      const taken = refund.lines.find((one) => one.lineId === line.id)?.quantity ?? 0;
      return taken === 0 ? line : { ...line, currentQuantity: line.currentQuantity - taken };
    }),
  };
  const totals = orderTotals(after);
  if (totals.refundedMinor === 0n) return after;
  return { ...after, financialStatus: totals.netPaymentMinor === 0n ? "refunded" : "partially_refunded" };
}

/** Plans a refund on an order without storing it: the order after it and the refund itself. */
export function planRefund(
  store: Store,
  order: Order,
  input: RefundInput,
): Outcome<{ order: Order; refund: Refund }> {
  const everything =
    input.lines === undefined && input.amountMinor === undefined && input.shippingMinor === undefined;
  const totals = orderTotals(order);
  const wanted: RefundInput = everything
    ? {
        ...input,
        lines: order.lines
          .filter((line) => line.currentQuantity > 0)
          .map((line) => ({ lineId: line.id, quantity: line.currentQuantity })),
        ...(input.restockOnly
          ? {}
          : { amountMinor: totals.netPaymentMinor, shippingMinor: totals.currentShippingMinor }),
      }
    : input;
  const lines = refundLines(store, order, wanted);
  if (!lines.ok) return lines;
  const shippingMinor = wanted.restockOnly ? 0n : (wanted.shippingMinor ?? 0n);
  if (shippingMinor < 0n || shippingMinor > totals.currentShippingMinor)
    return refused(
      "shipping-too-large",
      `At most ${formatMoney(totals.currentShippingMinor, order.currency)} of shipping is left to refund.`,
      ["shipping"],
    );
  const calculated = lines.value.reduce(
    (sum, line) => sum + line.subtotalMinor + (order.taxesIncluded ? 0n : line.taxMinor),
    shippingMinor,
  );
  const capped = calculated < totals.netPaymentMinor ? calculated : totals.netPaymentMinor;
  const amountMinor = wanted.restockOnly ? 0n : (wanted.amountMinor ?? capped);
  if (amountMinor < 0n || amountMinor > totals.netPaymentMinor)
    return refused(
      "amount-too-large",
      `At most ${formatMoney(totals.netPaymentMinor, order.currency)} is left to refund.`,
      ["amount"],
    );
  if (lines.value.length === 0 && amountMinor === 0n)
    return refused("nothing-to-refund", "Name lines, an amount or shipping that is still there to refund.", [
      "lines",
    ]);
  const at = input.at ?? store.nowInstant();
  const refund: Refund = {
    id: store.newId(),
    note: input.note ?? null,
    restock: lines.value.some((line) => line.restockType !== "no_restock"),
    lines: lines.value,
    adjustments: adjustmentsOf(store, order, wanted, lines.value, shippingMinor, amountMinor),
    transactions: refundTransactions(store, order, amountMinor, at),
    createdAt: at,
    processedAt: at,
  };
  return done({ order: { ...withRefund(order, refund), updatedAt: store.nowInstant() }, refund });
}

function returnStoreCredit(
  store: Store,
  state: ShopState,
  change: Change,
  order: Order,
  refund: Refund,
): void {
  const back = refund.transactions
    .filter((one) => one.gateway === "shopify_store_credit")
    .reduce((sum, one) => sum + one.amountMinor, 0n);
  const account =
    order.customerId && back > 0n ? storeCreditAccountOf(state, order.customerId, order.currency) : null;
  if (!account) return;
  const balanceMinor = account.balanceMinor + back;
  change.put("storeCreditAccount", {
    ...account,
    balanceMinor,
    transactions: [
      ...account.transactions,
      {
        id: store.newId(),
        kind: "debit-revert",
        amountMinor: back,
        balanceAfterMinor: balanceMinor,
        remainingMinor: back,
        expiresAt: null,
        orderId: order.id,
        at: refund.createdAt,
      },
    ],
  });
}

/**
 * Refunds lines, shipping or an amount; without any of them all that is left. Codes: `unknown`, `unknown-line`,
 * `duplicate-line`, `bad-quantity`, `quantity-too-large`, `shipping-too-large`, `amount-too-large`, `nothing-to-refund`.
 */
export function refundOrder(store: Store, state: ShopState, input: RefundInput): Outcome<Refund> {
  const order = state.get("order", input.id);
  if (!order) return refused("unknown", `There is no order ${input.id} in ${state.shop.domain}.`, ["id"]);
  const planned = planRefund(store, order, input);
  if (!planned.ok) return planned;
  const { refund } = planned.value;
  store.write(state, (change) => {
    returnStoreCredit(store, state, change, order, refund);
    change.emit({ topic: "refunds/create", order: planned.value.order, refund });
    putOrder(state, change, planned.value.order, ["orders/updated"]);
  });
  return done(refund);
}

/** Cancels; with `refund` all money and goods go back first. Codes: `unknown`, `already-cancelled`. */
export function cancelOrder(
  store: Store,
  state: ShopState,
  input: {
    id: Id;
    refund?: boolean | undefined;
    reason?: Order["cancelReason"] | undefined;
    at?: Instant | undefined;
  },
): Outcome<Order> {
  const order = state.get("order", input.id);
  if (!order) return refused("unknown", `There is no order ${input.id} in ${state.shop.domain}.`, ["id"]);
  if (order.cancelledAt) return refused("already-cancelled", "The order is cancelled already.", ["id"]);
  const at = input.at ?? store.nowInstant();
  const planned = input.refund ? planRefund(store, order, { id: order.id, restockType: "cancel", at }) : null;
  const refunded = planned?.ok ? planned.value : null;
  const base = refunded?.order ?? order;
  const unpaid = base.financialStatus === "pending" || base.financialStatus === "authorized";
  const cancelled: Order = {
    ...base,
    financialStatus: unpaid ? "voided" : base.financialStatus,
    cancelledAt: at,
    closedAt: at,
    cancelReason: input.reason ?? "customer",
    updatedAt: store.nowInstant(),
  };
  store.write(state, (change) => {
    if (refunded) {
      returnStoreCredit(store, state, change, order, refunded.refund);
      change.emit({ topic: "refunds/create", order: cancelled, refund: refunded.refund });
    }
    putOrder(state, change, cancelled, ["orders/cancelled", "orders/updated"]);
  });
  return done(cancelled);
}
