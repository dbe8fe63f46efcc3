import { type Ladder, rankOf } from "./ladder.ts";
import type { Tier } from "./tiers.ts";

/**
 * The tiers that a move upwards enters, lowest first: where it leads, and what is jumped over. A tier that no figures reach (by
 * invitation, by tag or by hand) is not on anybody's way.
 */
export function tiersEntered(ladder: Ladder, from: string | null, to: string | null): Tier[] {
  const [start, end] = [rankOf(ladder, from), rankOf(ladder, to)];
  return ladder.rungs
    .filter(({ thresholds }, rank) => rank > start && (rank === end || (rank < end && thresholds.length > 0)))
    .map(({ tier }) => tier);
}

export function givesOnEntry({
  entryPoints,
  entryRewardId,
}: Pick<Tier, "entryPoints" | "entryRewardId">): boolean {
  return entryPoints !== null || entryRewardId !== null;
}
