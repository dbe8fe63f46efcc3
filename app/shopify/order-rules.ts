import { type FinancialStatus, type LineFacts, UNKNOWN_PRODUCT } from "#app/domain/earning/order-facts.ts";

/**
 * What both roads to an order's facts (an Admin API answer, a webhook's payload) share, so that they cannot tell different
 * stories about one order. Money is in minor units of the shop's currency.
 */

const STATUSES: Readonly<Record<string, FinancialStatus>> = {
  authorized: "authorized",
  expired: "expired",
  paid: "paid",
  partially_paid: "partially-paid",
  partially_refunded: "partially-refunded",
  pending: "pending",
  refunded: "refunded",
  voided: "voided",
};

/** Both spellings of Shopify's status; an order without one has not been paid. */
export function financialStatusOf(text: string | null | undefined): FinancialStatus {
  return STATUSES[(text ?? "").toLowerCase()] ?? "pending";
}

/** The moment of payment as every road tells it: a checkout takes the money just before it places the order. */
function momentPaid(processedAt: Date, paidAt: Date): Date {
  return paidAt <= processedAt ? processedAt : paidAt;
}

export type PaymentFacts = { readonly at: Date; readonly amountMinor: bigint };

/**
 * First moment at which what was received covered the order. `payments`: successful sales and captures.
 * Null: never paid in full.
 */
export function findPaidAt(order: {
  readonly status: FinancialStatus;
  readonly processedAt: Date;
  readonly originalTotalMinor: bigint;
  readonly edited: boolean;
  readonly payments: readonly PaymentFacts[];
}): Date | null {
  const { status, processedAt, payments } = order;
  const paidInFull = status === "paid" || status === "partially-refunded";
  // What cost nothing was paid as it was placed, unless Shopify says that money is still awaited, for what an edit has added.
  const isOpen = status === "pending" || status === "authorized" || status === "expired";
  const isFree = order.originalTotalMinor === 0n;
  if (status === "voided" || (isFree && !paidInFull && (isOpen || !order.edited))) return null;
  let received = 0n;
  for (const payment of [...payments].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    received += payment.amountMinor;
    if (received >= order.originalTotalMinor) return momentPaid(processedAt, payment.at);
  }
  if (isFree) return processedAt;
  // Edited down to what had been paid, or paid in ways that leave no transaction (a migrated order, a paid draft).
  const last = payments.reduce<Date | null>(
    (latest, one) => (latest === null || one.at > latest ? one.at : latest),
    null,
  );
  if (paidInFull || (status === "refunded" && order.edited))
    return last === null ? processedAt : momentPaid(processedAt, last);
  return null;
}

/** The part of an amount over `quantity` units that `units` of them carry, rounded half up as Shopify's refunds are. */
export function shareOf(amountMinor: bigint, units: number, quantity: number): bigint {
  if (quantity === 0) return 0n;
  const whole = BigInt(quantity);
  return (2n * amountMinor * BigInt(units) + whole) / (2n * whole);
}

export type LineSource = {
  readonly facts: Pick<
    LineFacts,
    "lineId" | "title" | "productId" | "variantId" | "vendor" | "sku" | "giftCard"
  >;
  readonly unitPriceMinor: bigint;
  /** All units ever ordered, removed and refunded ones too. */
  readonly quantity: number;
  readonly currentQuantity: number;
  /** On all units ever ordered. */
  readonly discountMinor: bigint;
  readonly taxMinor: bigint;
};

/**
 * A line as ordered after edits and before refunds. Shopify counts removed and refunded units in `quantity`; those missing in
 * `currentQuantity` that no refund explains were removed by an edit.
 */
export function lineAfterEdits(line: LineSource, refundedUnits: number, taxesIncluded: boolean): LineFacts {
  const removed = Math.max(0, line.quantity - line.currentQuantity - refundedUnits);
  const gross = line.unitPriceMinor * BigInt(line.quantity) - line.discountMinor;
  const kept = (amount: bigint): bigint => amount - shareOf(amount, removed, line.quantity);
  const taxMinor = kept(line.taxMinor);
  return {
    ...line.facts,
    ...UNKNOWN_PRODUCT,
    quantity: line.quantity - removed,
    netMinor: kept(gross) - (taxesIncluded ? taxMinor : 0n),
    ...(removed > 0 && {
      orderedNetMinor: gross - (taxesIncluded ? line.taxMinor : 0n),
      ...{ orderedTaxMinor: line.taxMinor, orderedDiscountMinor: line.discountMinor },
    }),
    taxMinor,
    discountMinor: kept(line.discountMinor),
  };
}

/**
 * When the last part of a fulfilled order was sent, whichever road tells it; null: not all of it is fulfilled.
 * @param status either spelling of Shopify's fulfilment status
 */
export function findFulfilledAt(
  status: string | null | undefined,
  fulfillments: readonly { readonly createdAt: string; readonly status: string | null }[],
  otherwise: Date,
): Date | null {
  if (status?.toLowerCase() !== "fulfilled") return null;
  const sent = fulfillments
    .filter((one) => one.status?.toLowerCase() !== "cancelled")
    .map((one) => new Date(one.createdAt).getTime());
  return sent.length === 0 ? otherwise : new Date(Math.max(...sent));
}

/** `null` for what is blank once trimmed. */
export function textOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

export function fullName(first: string | null | undefined, last: string | null | undefined): string | null {
  return textOrNull([textOrNull(first), textOrNull(last)].filter((part) => part !== null).join(" "));
}
