import type { Outcome, Refusal } from "#app/domain/shared/outcome.ts";

/** A reward of the program that a member gets for reaching a tier, once per member and tier. */
export type TierGift = {
  readonly memberId: string;
  readonly tierId: string;
  /** The tier's `entryRewardId`. */
  readonly rewardId: string;
};

export type TierGiftRefusal = Refusal<
  /** Erased, merged, or takes no part: nothing is owed any more. */
  | "not-a-member"
  /** The program in force has no such reward. */
  | "reward-unavailable"
  /** The merchant has taken everything out of Shopify: owed until it is put back. */
  | "quiet"
>;

/**
 * Benefits of a tier that something has to be made for at Shopify. Called after the commit of the move that owes them; may be called
 * again with the same gift, also after a kill: it is given once.
 */
export interface TierBenefits {
  /**
   * Writes a redemption of 0 points under the key `tier:<memberId>/<tierId>/reward`; the sweep of redemptions has Shopify make its code.
   * `isNew` false: it was given before.
   */
  giveEntryReward(
    shopId: string,
    gift: TierGift,
  ): Promise<Outcome<{ readonly redemptionId: string; readonly isNew: boolean }, TierGiftRefusal>>;
}
