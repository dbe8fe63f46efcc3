import type { Reward } from "./reward.ts";

export type RedemptionStatus = "reserved" | "issued" | "used" | "returned" | "expired";

/** Points given for a reward, from the moment they were taken to whatever became of them (law 8). Money in minor units. */
export type Redemption = {
  readonly redemptionId: string;
  readonly memberId: string;
  readonly rewardId: string;
  readonly programVersion: number;
  /** As it was taken: a later version of the program does not change it. */
  readonly reward: Reward;
  readonly points: number;
  /** null for per cent and free shipping, and for a free product until it is issued. */
  readonly valueMinor: bigint | null;
  readonly status: RedemptionStatus;
  /** Chosen by us before Shopify is asked; null for store credit. */
  readonly code: string | null;
  /** gid of the discount, gift card or store credit transaction. */
  readonly issuedId: string | null;
  readonly idempotencyKey: string;
  readonly inputHash: string;
  /** Number of the entry that took the points. */
  readonly entrySeq: number;
  /** `shopper`, a staff member's or an API token's name. */
  readonly requestedBy: string;
  readonly reservedAt: Date;
  /** Shopify was asked and its answer is not known; null = not asked, or answered. */
  readonly askedAt: Date | null;
  readonly issuedAt: Date | null;
  readonly usedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly returnReason: ReturnReason | null;
  readonly expiresAt: Date | null;
  /** The order that used it. */
  readonly orderId: string | null;
  /** When its next step is due: ask, look up, withdraw, check, expire; null = nothing to do. */
  readonly dueAt: Date | null;
  /** It shall be taken back from Shopify, then the points come back: why. */
  readonly withdrawing: WithdrawReason | null;
  readonly attempts: number;
  /** The last thing that went wrong, for the merchant: a code, and Shopify's words after a colon. */
  readonly failure: string | null;
  /** Only the merchant can tell: was the store credit given, was it taken back? */
  readonly question: "credit-unknown" | "debit-unknown" | null;
};

export type WithdrawReason = "cancelled-by-shopper" | "cancelled-by-merchant" | "cancelled-by-api" | "erased";

export type ReturnReason =
  | WithdrawReason
  | "refused"
  | "not-credited"
  | "deleted-at-shopify"
  | "ended-at-shopify"
  | "order-cancelled"
  | "order-refunded"
  | "order-deleted";

/** A discount is used by an order; store credit and a gift card are the member's as soon as they are issued. */
export function isDiscount(redemption: Pick<Redemption, "reward">): boolean {
  return redemption.reward.kind !== "store-credit" && redemption.reward.kind !== "gift-card";
}

/** The status to show: a code past its end can't be used, whether or not the sweep has run. */
export function statusAt(redemption: Redemption, now: Date): RedemptionStatus {
  const { status, expiresAt } = redemption;
  return status === "issued" && expiresAt !== null && expiresAt <= now ? "expired" : status;
}
