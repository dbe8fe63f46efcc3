import { isDiscount, type Redemption, type RedemptionStatus, type ReturnReason } from "./redemption.ts";

/** What can happen to a redemption. */
export type RedemptionEvent =
  /** Shopify has made it. `valueMinor`: where only Shopify knew, the price of a free product. */
  | {
      readonly kind: "issued";
      readonly at: Date;
      readonly issuedId: string;
      readonly valueMinor?: bigint | null;
    }
  /** An order carries its code; null: Shopify counts a use and the order is not known yet. */
  | { readonly kind: "ordered"; readonly at: Date; readonly orderId: string | null }
  | { readonly kind: "ran-out" }
  /** The points come back. */
  | { readonly kind: "returned"; readonly at: Date; readonly reason: ReturnReason };

/**
 * How long an expired code stays at Shopify: the checkout says "expired" rather than "unknown", and orders told late find it. Then it makes
 * room for others.
 */
export const EXPIRED_STAYS_MS = 30 * 24 * 60 * 60 * 1000;

type Step = RedemptionEvent["kind"] | "delivered";

/**
 * The whole life of a redemption (law 8). What is not in this table does not happen: nothing comes back twice, and what an order has
 * used comes back only with that order, store credit and gift cards only by debit or deactivation.
 * `delivered`: issued, of a kind that needs no order.
 */
const LIFE: Readonly<Record<RedemptionStatus, Partial<Readonly<Record<Step, RedemptionStatus>>>>> = {
  // An order proves that a code exists whose issue nobody has answered for.
  reserved: { issued: "issued", delivered: "used", ordered: "used", returned: "returned" },
  issued: { ordered: "used", "ran-out": "expired", returned: "returned" },
  // Told late, of an order placed in time.
  expired: { ordered: "used", returned: "returned" },
  used: { returned: "returned" },
  returned: {},
};

/** Reasons by which something that was used can come back, beside those that withdraw store credit and gift cards. */
const WITH_ITS_ORDER: readonly ReturnReason[] = ["order-cancelled", "order-refunded", "order-deleted"];

/** The redemption after the event; null where the table has no such step: it has happened already, or can't. */
export function nextRedemption(redemption: Redemption, event: RedemptionEvent): Redemption | null {
  const step: Step = event.kind === "issued" && !isDiscount(redemption) ? "delivered" : event.kind;
  const status = LIFE[redemption.status][step];
  if (status === undefined) return null;
  if (event.kind === "returned" && redemption.status === "used") {
    const withOrder = WITH_ITS_ORDER.includes(event.reason);
    if (withOrder !== isDiscount(redemption)) return null;
  }
  const settled = { ...redemption, status, askedAt: null, failure: null, question: null };
  switch (event.kind) {
    case "issued":
      return {
        ...settled,
        issuedId: event.issuedId,
        issuedAt: event.at,
        usedAt: status === "used" ? event.at : null,
        valueMinor: redemption.valueMinor ?? event.valueMinor ?? null,
        dueAt: redemption.withdrawing !== null ? event.at : status === "issued" ? redemption.expiresAt : null,
      };
    case "ordered":
      return { ...settled, orderId: event.orderId, usedAt: event.at, withdrawing: null, dueAt: null };
    case "ran-out":
      return {
        ...settled,
        dueAt: redemption.expiresAt && new Date(redemption.expiresAt.getTime() + EXPIRED_STAYS_MS),
      };
    case "returned":
      return {
        ...settled,
        returnedAt: event.at,
        returnReason: event.reason,
        withdrawing: null,
        dueAt: null,
      };
  }
}
