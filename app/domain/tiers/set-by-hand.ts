import { addDays, type Day } from "../shared/calendar.ts";
import { decideTier, type Hold, type TierDecision, type TierState } from "./decide-tier.ts";
import { type Ladder, rankOf, tierAt } from "./ladder.ts";

/** What the merchant wants: a tier held through `until` (null = without end). `exact`: neither lowered nor raised meanwhile. */
export type HandHold = { readonly tierId: string; readonly until: Day | null; readonly exact: boolean };

/**
 * Puts a member into a tier by hand, or invites them into one that nothing else leads into. It holds at once: the merchant's word
 * is no review, and lowers in the middle of a day; but what figures reach is not taken unless the hold is exact.
 * `reached`: what figures and tags reach today. `hold.tierId` is a tier of the ladder.
 */
export function setByHand(
  ladder: Ladder,
  state: TierState | null,
  reached: number,
  { tierId, until, exact }: HandHold,
  today: Day,
): TierDecision {
  const held = rankOf(ladder, tierId);
  const kind = isByInvitation(ladder, held) ? "invitation" : "by-hand";
  const hold: Hold = { tierId, until, kind, exact };
  const to = tierAt(ladder, exact ? held : Math.max(held, reached))?.id ?? null;
  const from = state?.tierId ?? null;
  if (state !== null && to === from) return { state: { ...state, hold, missedOn: null }, move: null };
  return {
    state: { tierId: to, since: today, hold, missedOn: null },
    move: { from, to, because: kind === "invitation" ? "invited" : "by-hand" },
  };
}

/**
 * Lets go of what holds a member: figures that reach more count at once, and the next review lowers without grace, as if the
 * hold had ended the day before.
 */
export function releaseHold(ladder: Ladder, state: TierState, reached: number, today: Day): TierDecision {
  const hold = state.hold && { ...state.hold, until: addDays(today, -1) };
  return decideTier(ladder, { ...state, hold }, reached, today, "up");
}

/** Neither figures nor a tag lead into it: a closed club. */
function isByInvitation({ rungs }: Ladder, rank: number): boolean {
  const rung = rungs[rank];
  return rung !== undefined && rung.thresholds.length === 0 && rung.tier.entryTag === null;
}

/** Takes back what was set by hand: the member stands where they stood, or higher if figures reach it by now. `before` null: nowhere yet. */
export function undoByHand(
  ladder: Ladder,
  state: TierState,
  before: TierState | null,
  reached: number,
  today: Day,
): TierDecision {
  const rank = Math.max(reached, rankOf(ladder, before?.tierId ?? null));
  const to = tierAt(ladder, rank)?.id ?? null;
  const hold = before?.hold ?? null;
  if (to === state.tierId) return { state: { ...state, hold, missedOn: null }, move: null };
  return {
    state: { tierId: to, since: today, hold, missedOn: null },
    move: { from: state.tierId, to, because: "by-hand" },
  };
}
