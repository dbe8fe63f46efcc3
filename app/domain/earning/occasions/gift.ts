import type { BonusLifetime } from "../campaign.ts";

/** Points for something that is not the sum of an order: what the ledger is told, under the business key of the occasion. */
export type OccasionGift = {
  readonly memberId: string;
  readonly points: number;
  readonly key: string;
  /** What the same key must come with again. */
  readonly input: string;
  readonly reason:
    | "signed-up"
    | "birthday"
    | "anniversary"
    | "action-rewarded"
    | "campaign-bonus"
    | "tier-entered"
    | "tier-birthday";
  readonly source: { readonly type: "rule" | "campaign" | "tier"; readonly id: string };
  readonly programVersion: number;
  readonly lifetime: BonusLifetime;
};

/** Rules of one occasion add up to one entry, named after all of them. */
export function namesOf(rules: readonly { readonly id: string }[]): string {
  return rules.map(({ id }) => id).join("+");
}

export function giftInput(points: number, programVersion: number): string {
  return `${points}@v${programVersion}`;
}
