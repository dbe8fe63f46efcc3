import type { Day } from "../shared/calendar.ts";
import type { MoveReason } from "../tiers/decide-tier.ts";

/**
 * What a mail tells, kept with it until it is settled: figures, days and names of rewards and orders, nothing that says who the
 * member is. What may have changed until it is sent (open lots, a redemption's code, the balance) is read then.
 */
export type MailFacts =
  | {
      readonly kind: "points";
      /** All of them together. */
      readonly points: number;
      readonly items: readonly EarnedItem[];
    }
  | {
      readonly kind: "reminder";
      /** The day in the shop's zone on which the soonest of them expire. */
      readonly expiryDay: Day;
      /** So many days before. */
      readonly days: number;
    }
  | {
      readonly kind: "rewards";
      /** Those that the balance has reached; which of them can be taken is looked up when the mail is sent. */
      readonly rewards: readonly OpenReward[];
    }
  | { readonly kind: "redemption"; readonly redemptionId: string }
  | {
      /** From the first to the last of the moves that were found together. */
      readonly kind: "tier-move";
      readonly from: string | null;
      readonly to: string | null;
      readonly because: MoveReason;
    }
  | {
      readonly kind: "tier-notice";
      readonly tierId: string;
      /** The last day, in the shop's zone, on which the tier is sure. */
      readonly through: Day;
    }
  | { readonly kind: "tier-kept"; readonly tierId: string };

/** `points`: the fewest for which it is given. */
export type OpenReward = { readonly rewardId: string; readonly name: string; readonly points: number };

export type EarnedItem = {
  readonly points: number;
  /** The entry's own code, which the mail puts into words. */
  readonly reason: string;
  readonly orderName: string | null;
  /** ISO; null: can be spent at once. */
  readonly maturesAt: string | null;
  /** ISO; null: never. */
  readonly expiresAt: string | null;
};
