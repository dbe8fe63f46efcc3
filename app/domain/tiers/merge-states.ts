import type { Day } from "../shared/calendar.ts";
import { type Hold, isHolding, type TierDecision, type TierState } from "./decide-tier.ts";
import { type Ladder, rankOf } from "./ladder.ts";

/**
 * Two customers became one (law 12): the survivor keeps the higher tier of both and what holds it best. What neither's own figures
 * reach, those of both may: whoever calls has the survivor looked at. null: neither was placed.
 */
export function mergeStates(
  ladder: Ladder,
  kept: TierState | null,
  gone: TierState | null,
  today: Day,
): TierDecision | null {
  if (gone === null) return kept && { state: kept, move: null };
  const own: TierState = kept ?? { tierId: null, since: today, hold: null, missedOn: null };
  const isRaised = rankOf(ladder, gone.tierId) > rankOf(ladder, own.tierId);
  const isSame = gone.tierId === own.tierId;
  const hold = strongerHold(ladder, own.hold, gone.hold, today);
  if (!isRaised)
    return { state: { ...own, hold, missedOn: isSame ? laterMiss(own, gone) : own.missedOn }, move: null };
  return {
    state: { tierId: gone.tierId, since: gone.since, hold, missedOn: gone.missedOn },
    move: { from: own.tierId, to: gone.tierId, because: "merged" },
  };
}

/** Of two who missed the same tier the one with more grace left; null: one of them has not missed it. */
function laterMiss({ missedOn: a }: TierState, { missedOn: b }: TierState): Day | null {
  return a === null || b === null ? null : a > b ? a : b;
}

/** The hold on the higher tier; of one tier, the one that lasts longer. One that is fixed by hand goes before both. */
function strongerHold(ladder: Ladder, a: Hold | null, b: Hold | null, today: Day): Hold | null {
  const [one, other] = [a, b].map((hold) => (isHolding(hold, today) ? hold : null));
  if (one == null || other == null) return one ?? other ?? a ?? b;
  if (one.exact !== other.exact) return one.exact ? one : other;
  const difference = rankOf(ladder, one.tierId) - rankOf(ladder, other.tierId);
  if (difference !== 0) return difference > 0 ? one : other;
  if (one.until === null || other.until === null) return one.until === null ? one : other;
  return one.until >= other.until ? one : other;
}
