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

export function findTier(tiers: Tiers | null, tierId: string | null): Tier | null {
  return tiers?.ladder.find(({ id }) => id === tierId) ?? null;
}
