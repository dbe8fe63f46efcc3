import type { Day } from "../shared/calendar.ts";
import { decideTier, type Hold, isHolding, type TierDecision, type TierState } from "./decide-tier.ts";
import { type Ladder, NO_RANK, rankOf, tierAt } from "./ladder.ts";

/** What becomes of those whom a new ladder would lower: they are lowered at once, keep what they have, or keep it through a day. */
export type Losers =
  { readonly kind: "apply" } | { readonly kind: "keep" } | { readonly kind: "protect"; readonly until: Day };

/**
 * Brings a member to a ladder that has just been published. Whoever was in a tier that is gone is in the one that replaces it;
 * who reaches more is raised; who would be lowered, as the merchant chose. Grace and soft landings are for what members do,
 * not for what the merchant changes. `reached`: what figures and tags reach today.
 */
export function adoptLadder(
  ladder: Ladder,
  state: TierState | null,
  reached: number,
  today: Day,
  losers: Losers,
): TierDecision {
  if (state === null) return decideTier(ladder, null, reached, today, "both");
  const hold = replacedHold(ladder, state.hold, today);
  const held = hold === null ? NO_RANK : rankOf(ladder, hold.tierId);
  const current = rankOf(ladder, replacing(ladder, state.tierId));
  const isExact = hold?.exact === true && held !== NO_RANK;
  const floor = isExact ? held : Math.max(reached, held);
  const isSpared = !isExact && floor < current && losers.kind !== "apply";
  const to = tierAt(ladder, isSpared ? current : floor)?.id ?? null;
  const protection: Hold | null = isSpared && to !== null ? protectionOf(to, losers) : null;
  const next = { ...state, tierId: to, hold: protection ?? hold, missedOn: null };
  if (to === state.tierId) return { state: next, move: null };
  return {
    state: { ...next, since: today },
    move: { from: state.tierId, to, because: "program-changed" },
  };
}

function protectionOf(tierId: string, losers: Losers): Hold {
  return { tierId, until: losers.kind === "protect" ? losers.until : null, kind: "protection", exact: false };
}

/** Where members of a tier that is no longer in the ladder go. */
function replacing({ tiers }: Ladder, tierId: string | null): string | null {
  return tierId === null ? null : (tiers.replaced[tierId] ?? tierId);
}

function replacedHold(ladder: Ladder, hold: Hold | null, today: Day): Hold | null {
  if (hold === null || !isHolding(hold, today)) return null;
  const tierId = replacing(ladder, hold.tierId) ?? hold.tierId;
  return rankOf(ladder, tierId) === NO_RANK ? null : { ...hold, tierId };
}
