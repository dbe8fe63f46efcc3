import type { Reward } from "../rewards/reward.ts";
import type { Day } from "../shared/calendar.ts";
import { formatMoney } from "../shared/money.ts";
import type { Missing, TierProgress } from "./keeps-until.ts";
import { type Benefit, benefitsOf } from "./tier-benefits.ts";
import type { Measure, Tier, TierIcon, Tiers } from "./tiers.ts";

/** A tier as shoppers see it. Shapes: extensions/perennial-widget/README.md. */
export type ShownTier = {
  readonly id: string;
  readonly name: string;
  readonly texts: Tier["texts"];
  readonly color: string | null;
  readonly icon: TierIcon | null;
  /** What reaches it; empty: it is by invitation. */
  readonly from: readonly { readonly measure: Measure; readonly amount: string }[];
  readonly benefits: readonly Benefit[];
};

/** The ladder as everybody may see it, lowest first: without the tiers that nobody's figures reach. */
export type ShownTiers = { readonly join: Tiers["join"]; readonly ladder: readonly ShownTier[] };

/** What lacks of one threshold; amounts are decimal texts: money in the shop's currency, points or orders. */
export type ShownMissing = { readonly measure: Measure; readonly amount: string; readonly from: string };

/** Where a member stands, as they see it. */
export type ShownStanding = {
  /** null: in no tier yet. */
  readonly tierId: string | null;
  /** The member's own tier, where the ladder does not show it to everybody. */
  readonly closed: ShownTier | null;
  /** The last day on which the tier is sure; null: no end is in sight. */
  readonly keptThrough: Day | null;
  /** What keeps it beyond that day; empty: nothing that is bought. */
  readonly toKeep: readonly ShownMissing[];
  readonly next: {
    readonly tierId: string;
    /** 0 to 99: how much of the way is done. */
    readonly percent: number;
    readonly missing: readonly ShownMissing[];
    /** Through this day it is no more than that; null: for ever. */
    readonly by: Day | null;
  } | null;
};

export function shownTiers(tiers: Tiers, rewards: readonly Reward[]): ShownTiers {
  const open = tiers.ladder.filter(({ from }) => from !== null);
  return { join: tiers.join, ladder: open.map((tier) => shownTier(tier, tiers, rewards)) };
}

export function shownTier(tier: Tier, { measure }: Tiers, rewards: readonly Reward[]): ShownTier {
  const { id, name, texts, color, icon } = tier;
  const own = tier.from === null ? [] : [{ measure, from: tier.from }, ...tier.also];
  return {
    ...{ id, name, texts, color, icon },
    from: own.map((one) => ({ measure: one.measure, amount: one.from })),
    benefits: benefitsOf(tier, rewards),
  };
}

export function shownStanding(
  { tier, keptThrough, toKeep, next, countsThrough }: TierProgress,
  tiers: Tiers,
  rewards: readonly Reward[],
  currency: string,
): ShownStanding {
  return {
    tierId: tier?.id ?? null,
    closed: tier !== null && tier.from === null ? shownTier(tier, tiers, rewards) : null,
    keptThrough,
    toKeep: shownMissing(toKeep, currency),
    next: next && {
      tierId: next.tier.id,
      percent: percentOf(next.missing, tiers.join),
      missing: shownMissing(next.missing, currency),
      // While nothing counts yet, no day takes anything away.
      by: next.missing.some(({ has }) => has > 0n) ? countsThrough : null,
    },
  };
}

/** What is still to be done; with `join: "any"` one of them is enough. */
export function shownMissing(missing: readonly Missing[], currency: string): ShownMissing[] {
  return missing
    .filter((one) => one.missing > 0n)
    .map((one) => ({
      measure: one.measure,
      amount: amountText(one.missing, one.measure, currency),
      from: amountText(one.from, one.measure, currency),
    }));
}

function amountText(amount: bigint, measure: Measure, currency: string): string {
  return measure === "spent" ? formatMoney(amount, currency) : String(amount);
}

/** Of several thresholds the nearest, or, where all are needed, the farthest. */
function percentOf(missing: readonly Missing[], join: Tiers["join"]): number {
  const percents = missing.map(({ has, from }) => Number(from === 0n ? 100n : (has * 100n) / from));
  const percent = join === "any" ? Math.max(0, ...percents) : Math.min(100, ...percents);
  return Math.max(0, Math.min(99, percent));
}

/** Name and description in the reader's language (`pt-BR`, else `pt`), else the merchant's own. */
export function tierInWords(
  { name, texts }: Pick<ShownTier, "name" | "texts">,
  locale: string,
): { readonly name: string; readonly description: string | null } {
  const text = texts[locale] ?? texts[locale.split("-", 1)[0] ?? ""];
  return { name: text?.name?.trim() || name, description: text?.description?.trim() || null };
}
