import { foldCase } from "../shared/fold-case.ts";
import { invariant } from "../shared/invariant.ts";
import { parseMoney } from "../shared/money.ts";
import type { Measure, Tier, Tiers } from "./tiers.ts";

/** What a member has spent (net goods that were not refunded), earned (points of orders and occasions that were not reversed) and bought. */
export type Figures = { readonly spentMinor: bigint; readonly points: number; readonly orders: number };

export const NO_FIGURES: Figures = { spentMinor: 0n, points: 0, orders: 0 };

/** A ladder with its thresholds as numbers: `rungs[rank]` from the lowest, 0, up. */
export type Ladder = { readonly tiers: Tiers; readonly rungs: readonly Rung[] };

export type Rung = { readonly tier: Tier; readonly thresholds: readonly Threshold[] };
/** Money in minor units; points and orders as they are. */
export type Threshold = { readonly measure: Measure; readonly from: bigint };

/** Below every tier. */
export const NO_RANK = -1;

/** `tiers` is of a published program: its thresholds are valid. */
export function compileLadder(tiers: Tiers, currency: string): Ladder {
  return {
    tiers,
    rungs: tiers.ladder.map((tier) => ({ tier, thresholds: thresholdsOf(tier, tiers, currency) })),
  };
}

function thresholdsOf(tier: Tier, { measure }: Tiers, currency: string): Threshold[] {
  if (tier.from === null) return [];
  return [{ measure, from: tier.from }, ...tier.also].map((one) => {
    const from = one.measure === "spent" ? parseMoney(one.from, currency) : parseMoney(one.from, "JPY");
    invariant(from !== null, `"${one.from}" is a threshold of ${one.measure}`);
    return { measure: one.measure, from };
  });
}

export function rankOf(ladder: Ladder, tierId: string | null): number {
  return ladder.rungs.findIndex(({ tier }) => tier.id === tierId);
}

export function tierAt(ladder: Ladder, rank: number): Tier | null {
  return ladder.rungs[rank]?.tier ?? null;
}

/** The highest tier that these figures reach, exactly at the threshold included. */
export function rankReachedBy(ladder: Ladder, figures: Figures): number {
  return ladder.rungs.findLastIndex(({ thresholds }) => isReached(thresholds, ladder.tiers.join, figures));
}

function isReached(thresholds: readonly Threshold[], join: Tiers["join"], figures: Figures): boolean {
  const has = ({ measure, from }: Threshold) => amountOf(figures, measure) >= from;
  return thresholds.length > 0 && (join === "all" ? thresholds.every(has) : thresholds.some(has));
}

export function amountOf({ spentMinor, points, orders }: Figures, measure: Measure): bigint {
  return measure === "spent" ? spentMinor : BigInt(measure === "points" ? points : orders);
}

/** The highest tier whose entry tag the customer has. */
export function rankByTag(ladder: Ladder, tags: readonly string[]): number {
  const own = new Set(tags.map(foldCase));
  return ladder.rungs.findLastIndex(({ tier }) => tier.entryTag !== null && own.has(foldCase(tier.entryTag)));
}
