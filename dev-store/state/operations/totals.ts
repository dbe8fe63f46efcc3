import type { Order, OrderLine } from "../model/order.ts";

/**
 * The part of an amount over `quantity` units that the first `units` of them carry, rounded half up. Cumulative, so that
 * removing units one by one or all at once takes the same money in the end.
 */
export function shareOf(amountMinor: bigint, units: number, quantity: number): bigint {
  if (quantity === 0) return 0n;
  const whole = BigInt(quantity);
  return (2n * amountMinor * BigInt(units) + whole) / (2n * whole);
}

export function lineDiscountMinor(line: OrderLine): bigint {
  return line.discountAllocations.reduce((sum, one) => sum + one.amountMinor, 0n);
}

/** Price of all units after discounts. */
export function lineNetMinor(line: OrderLine): bigint {
  return line.unitPriceMinor * BigInt(line.quantity) - lineDiscountMinor(line);
}

/** What `units` further removed units take from a line, after those already removed. */
export function removedShare(line: OrderLine, units: number): { subtotalMinor: bigint; taxMinor: bigint } {
  const before = line.quantity - line.currentQuantity;
  const part = (amount: bigint): bigint =>
    shareOf(amount, before + units, line.quantity) - shareOf(amount, before, line.quantity);
  return { subtotalMinor: part(lineNetMinor(line)), taxMinor: part(line.taxMinor) };
}

export interface OrderTotals {
  /** As first ordered: goods after discounts. */
  subtotalMinor: bigint;
  discountsMinor: bigint;
  /** Before shipping discounts. */
  shippingMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  lineItemsMinor: bigint;
  currentSubtotalMinor: bigint;
  currentDiscountsMinor: bigint;
  currentShippingMinor: bigint;
  currentTaxMinor: bigint;
  currentTotalMinor: bigint;
  refundedMinor: bigint;
  refundedShippingMinor: bigint;
  receivedMinor: bigint;
  /** Received less refunded. */
  netPaymentMinor: bigint;
  outstandingMinor: bigint;
  fulfillmentStatus: "unfulfilled" | "partially_fulfilled" | "fulfilled";
}

function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

function fulfillmentStatusOf(order: Order): OrderTotals["fulfillmentStatus"] {
  const shipped = order.lines.reduce((total, line) => total + line.fulfilledQuantity, 0);
  const open = order.lines.reduce(
    (total, line) => total + Math.max(0, line.currentQuantity - line.fulfilledQuantity),
    0,
  );
  if (shipped === 0) return "unfulfilled";
  return open > 0 ? "partially_fulfilled" : "fulfilled";
}

/** Every sum that the API, the webhooks and the admin show of an order; fields named `current…` follow edits and refunds. */
export function orderTotals(order: Order): OrderTotals {
  const added = new Map<string, number>();
  for (const edit of order.edits)
    for (const one of edit.additions) added.set(one.lineId, (added.get(one.lineId) ?? 0) + one.quantity);
  let lineItemsMinor = 0n;
  let lineDiscounts = 0n;
  let lineTax = 0n;
  let currentSubtotalMinor = 0n;
  let currentLineDiscounts = 0n;
  let currentLineTax = 0n;
  for (const line of order.lines) {
    const original = line.quantity - (added.get(line.id) ?? 0);
    const part = (amount: bigint, units: number): bigint => shareOf(amount, units, line.quantity);
    const discount = lineDiscountMinor(line);
    lineItemsMinor += line.unitPriceMinor * BigInt(original);
    lineDiscounts += part(discount, original);
    lineTax += part(line.taxMinor, original);
    const removed = line.quantity - line.currentQuantity;
    currentSubtotalMinor += lineNetMinor(line) - part(lineNetMinor(line), removed);
    currentLineDiscounts += discount - part(discount, removed);
    currentLineTax += line.taxMinor - part(line.taxMinor, removed);
  }
  const shippingMinor = sum(order.shippingLines.map((line) => line.priceMinor));
  const shippingDiscount = sum(
    order.shippingLines.flatMap((line) => line.discountAllocations.map((one) => one.amountMinor)),
  );
  const shippingTax = sum(order.shippingLines.map((line) => line.taxMinor));
  const adjustments = order.refunds.flatMap((refund) => refund.adjustments);
  const refundedShippingMinor = -sum(
    adjustments.filter((one) => one.kind === "shipping_refund").map((one) => one.amountMinor),
  );
  const refundedShippingTax = -sum(
    adjustments.filter((one) => one.kind === "shipping_refund").map((one) => one.taxMinor),
  );
  const discrepancy = sum(
    adjustments.filter((one) => one.kind === "refund_discrepancy").map((one) => one.amountMinor),
  );
  const subtotalMinor = lineItemsMinor - lineDiscounts;
  const taxMinor = lineTax + shippingTax;
  const totalMinor = subtotalMinor + shippingMinor - shippingDiscount + (order.taxesIncluded ? 0n : taxMinor);
  const currentShippingMinor = shippingMinor - shippingDiscount - refundedShippingMinor;
  const currentTaxMinor = currentLineTax + shippingTax - refundedShippingTax;
  const currentTotalMinor =
    currentSubtotalMinor + currentShippingMinor + (order.taxesIncluded ? 0n : currentTaxMinor) + discrepancy;
  const money = [...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)].filter(
    (one) => one.status === "success",
  );
  const receivedMinor = sum(
    money.filter((one) => one.kind === "sale" || one.kind === "capture").map((one) => one.amountMinor),
  );
  const refundedMinor = sum(money.filter((one) => one.kind === "refund").map((one) => one.amountMinor));
  const netPaymentMinor = receivedMinor - refundedMinor;
  const owed =
    order.cancelledAt || order.financialStatus === "voided" ? 0n : currentTotalMinor - netPaymentMinor;
  return {
    subtotalMinor,
    discountsMinor: lineDiscounts + shippingDiscount,
    shippingMinor,
    taxMinor,
    totalMinor,
    lineItemsMinor,
    currentSubtotalMinor,
    currentDiscountsMinor: currentLineDiscounts + shippingDiscount,
    currentShippingMinor,
    currentTaxMinor,
    currentTotalMinor,
    refundedMinor,
    refundedShippingMinor,
    receivedMinor,
    netPaymentMinor,
    outstandingMinor: owed,
    fulfillmentStatus: fulfillmentStatusOf(order),
  };
}
