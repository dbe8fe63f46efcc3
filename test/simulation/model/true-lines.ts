import type { Order, OrderLine } from "#dev-store/state/model/order.ts";

/** A line of one state of an order, edits applied, refunds not; money in minor units, net of tax. */
export type StateLine = {
  readonly lineId: string;
  readonly giftCard: boolean;
  readonly vendor: string | null;
  readonly netMinor: bigint;
  /** The same for all units ever ordered. */
  readonly orderedNetMinor: bigint;
  readonly taxMinor: bigint;
  readonly orderedTaxMinor: bigint;
  readonly discountMinor: bigint;
  readonly orderedDiscountMinor: bigint;
};

/** The line as it stood when it was paid for `paidMinor` of goods: with the tax and the discounts of just those. */
export function asPaidFor(line: StateLine, paidMinor: bigint): StateLine {
  const paid = { ...line, netMinor: paidMinor };
  if (paidMinor === line.netMinor) return paid;
  if (paidMinor === line.orderedNetMinor)
    return { ...paid, taxMinor: line.orderedTaxMinor, discountMinor: line.orderedDiscountMinor };
  if (line.netMinor <= 0n) return paid;
  const share = (amount: bigint) => (2n * amount * paidMinor + line.netMinor) / (2n * line.netMinor);
  return { ...paid, taxMinor: share(line.taxMinor), discountMinor: share(line.discountMinor) };
}

/** The part of an amount that `units` of `quantity` carry, rounded half up as Shopify does it. */
function part(amount: bigint, units: number, quantity: number): bigint {
  if (quantity === 0) return 0n;
  return (2n * amount * BigInt(units) + BigInt(quantity)) / (2n * BigInt(quantity));
}

function refundedUnits(order: Order, lineId: string): number {
  return order.refunds
    .flatMap((refund) => refund.lines)
    .filter((line) => line.lineId === lineId)
    .reduce((sum, line) => sum + line.quantity, 0);
}

export function linesOf(order: Order): StateLine[] {
  const lines = order.lines.map((line) => lineOf(order, line));
  return lines.sort((a, b) => a.lineId.length - b.lineId.length || (a.lineId < b.lineId ? -1 : 1));
}

function lineOf(order: Order, line: OrderLine): StateLine {
  const discount = line.discountAllocations.reduce((sum, one) => sum + one.amountMinor, 0n);
  const removed = Math.max(0, line.quantity - line.currentQuantity - refundedUnits(order, line.id));
  const gross = line.unitPriceMinor * BigInt(line.quantity) - discount;
  const left = (amount: bigint) => amount - part(amount, removed, line.quantity);
  const withoutTax = (amount: bigint, tax: bigint) => (order.taxesIncluded ? amount - tax : amount);
  return {
    lineId: line.id,
    giftCard: line.giftCard,
    vendor: line.vendor,
    netMinor: withoutTax(left(gross), left(line.taxMinor)),
    orderedNetMinor: withoutTax(gross, line.taxMinor),
    taxMinor: left(line.taxMinor),
    orderedTaxMinor: line.taxMinor,
    discountMinor: left(discount),
    orderedDiscountMinor: discount,
  };
}

export type TrueRefund = {
  readonly id: string;
  readonly at: string;
  readonly moneyMinor: bigint;
  readonly lines: readonly { readonly lineId: string; readonly netMinor: bigint }[];
};

/** Refunds in the order of their time; `moneyMinor`: what was really paid back for goods. */
export function refundsOf(order: Order): TrueRefund[] {
  const withoutTax = (amount: bigint, tax: bigint) => (order.taxesIncluded ? amount - tax : amount);
  const refunds = order.refunds.map((refund): TrueRefund => {
    const shipping = refund.adjustments.filter((one) => one.kind === "shipping_refund");
    const paid = refund.transactions
      .filter((one) => one.kind === "refund" && one.status === "success")
      .reduce((sum, one) => sum + one.amountMinor, 0n);
    const tax =
      refund.lines.reduce((sum, one) => sum + one.taxMinor, 0n) -
      shipping.reduce((sum, one) => sum + one.taxMinor, 0n);
    const net = -shipping.reduce((sum, one) => sum + withoutTax(one.amountMinor, one.taxMinor), 0n);
    return {
      id: refund.id,
      at: refund.processedAt,
      moneyMinor: paid - net - tax,
      lines: refund.lines.map((one) => ({
        lineId: one.lineId,
        netMinor: withoutTax(one.subtotalMinor, one.taxMinor),
      })),
    };
  });
  return refunds.sort((a, b) => (a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.id < b.id ? -1 : 1));
}
