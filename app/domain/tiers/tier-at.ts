import type { Tier, Tiers } from "./tiers.ts";

/** A move as the history keeps it, oldest first. */
export type DatedMove = { readonly at: Date; readonly to: string | null };

/**
 * The tier that was held just before a moment, by which an order of that moment earns: the order that reaches a tier does not
 * yet earn by it, however late it is told of, and one that is told of after a loss still earns by what was held.
 */
export function tierHeldBefore(moves: readonly DatedMove[], at: Date): string | null {
  return moves.findLast((move) => move.at < at)?.to ?? null;
}

/** The tiers that a member, and whoever was merged into them, each held just before a moment. Left out = none. */
export type TiersBefore = (at: Date) => readonly string[];

/** The highest of these in the ladder; null: none is in it. */
export function highestOf(tiers: Tiers | null, held: readonly string[]): string | null {
  if (held.length === 0) return null;
  return tiers?.ladder.findLast(({ id }) => held.includes(id))?.id ?? null;
}

export function findTier(tiers: Tiers | null, tierId: string | null): Tier | null {
  return tiers?.ladder.find(({ id }) => id === tierId) ?? null;
}
