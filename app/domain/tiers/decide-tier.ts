import { addMonths, type Day, daysBetween } from "../shared/calendar.ts";
import { type Ladder, NO_RANK, rankByTag, rankOf, rankReachedBy, tierAt } from "./ladder.ts";
import { figuresWithin, type QualifyingFact, windowsOn } from "./qualification-window.ts";

/** Where a member stands. */
export type TierState = {
  /** null = in none. */
  readonly tierId: string | null;
  /** The day, in the shop's zone, on which this tier began. */
  readonly since: Day;
  readonly hold: Hold | null;
  /** The review that first found the tier missed: the grace days run from it. */
  readonly missedOn: Day | null;
};

/** A tier that is held whatever the figures say, through `until` (null = without end). */
export type Hold = {
  readonly tierId: string;
  readonly until: Day | null;
  readonly kind: "by-hand" | "invitation" | "protection" | "soft-landing";
  /** true: neither lowered nor raised; false: not lowered. */
  readonly exact: boolean;
};

/** What of a member decides their tier. */
export type TierFacts = {
  readonly joinedOn: Day;
  readonly tags: readonly string[];
  readonly qualifying: readonly QualifyingFact[];
};

export type MoveReason =
  /** Figures reached the tier, or a tag gave it. */
  | "reached"
  | "tagged"
  /** Figures fell short, grace over. */
  | "missed"
  | "hold-ended"
  | "by-hand"
  | "invited"
  | "merged"
  /** The ladder changed under the member. */
  | "program-changed"
  | "joined";

export type TierMove = {
  readonly from: string | null;
  readonly to: string | null;
  readonly because: MoveReason;
};
export type TierDecision = { readonly state: TierState; readonly move: TierMove | null };

/** The highest tier that the member's own doing, or a tag, reaches on this day; NO_RANK = none. */
export function rankReached(ladder: Ladder, facts: TierFacts, today: Day): number {
  const ranks = windowsOn(ladder.tiers.window, facts.joinedOn, today).map((span) =>
    rankReachedBy(ladder, figuresWithin(facts.qualifying, span, today)),
  );
  return Math.max(rankByTag(ladder, facts.tags), ...ranks);
}

/**
 * The one rule by which members move. `reached`: what figures and tags reach today (rankReached). An event raises at once and
 * never lowers; the review does both: what is missed is lost when the grace days are over, by one tier at most under a soft
 * landing. What is held by hand, invitation or protection is not lowered before its end; after it no grace is due, since the
 * end was known. `state` null: not placed yet. Decides the same however often it is asked on one day.
 */
export function decideTier(
  ladder: Ladder,
  state: TierState | null,
  reached: number,
  today: Day,
  direction: "up" | "both",
): TierDecision {
  if (state === null) {
    const tierId = tierAt(ladder, reached)?.id ?? null;
    return {
      state: { tierId, since: today, hold: null, missedOn: null },
      move: { from: null, to: tierId, because: "joined" },
    };
  }
  const current = rankOf(ladder, state.tierId);
  const isHeld = isHolding(state.hold, today);
  const hold = isHeld ? state.hold : null;
  const held = rankOf(ladder, state.hold?.tierId ?? null);
  if (hold?.exact === true && held !== NO_RANK) {
    return moveTo(ladder, { ...state, missedOn: null }, held, today, "by-hand");
  }
  const floor = Math.max(reached, isHeld ? held : NO_RANK);
  if (floor > current) return moveTo(ladder, { ...state, missedOn: null, hold }, floor, today, "reached");
  if (floor === current) return { state: { ...state, missedOn: null, hold }, move: null };
  if (direction === "up") return { state, move: null };

  const wasHeld = state.hold !== null && !isHeld && held >= current;
  const missedOn = state.missedOn ?? today;
  if (!wasHeld && daysBetween(missedOn, today) < ladder.tiers.graceDays) {
    return { state: { ...state, missedOn, hold }, move: null };
  }
  const target = ladder.tiers.softLanding ? Math.max(floor, rungBelow(ladder, current)) : floor;
  const landing = target > floor ? softLanding(ladder, target, today) : hold;
  const lost = { ...state, missedOn: null, hold: landing };
  return moveTo(ladder, lost, target, today, wasHeld ? "hold-ended" : "missed");
}

/** Does it hold on this day, the last one included? */
export function isHolding(hold: Hold | null, today: Day): boolean {
  return hold !== null && (hold.until === null || today <= hold.until);
}

/** What is landed on is kept for as long as the window looks back. */
function softLanding(ladder: Ladder, rank: number, today: Day): Hold | null {
  const tier = tierAt(ladder, rank);
  return (
    tier && {
      tierId: tier.id,
      until: addMonths(today, landingMonths(ladder)),
      kind: "soft-landing",
      exact: false,
    }
  );
}

export function landingMonths({ tiers: { window } }: Ladder): number {
  return window.kind === "rolling" ? (window.months ?? 12) : 12;
}

/** The next lower tier that figures can reach: an invitation is not what one lands on. */
export function rungBelow(ladder: Ladder, rank: number): number {
  return ladder.rungs.slice(0, rank).findLastIndex(({ thresholds }) => thresholds.length > 0);
}

function moveTo(
  ladder: Ladder,
  state: TierState,
  rank: number,
  today: Day,
  because: MoveReason,
): TierDecision {
  const to = tierAt(ladder, rank)?.id ?? null;
  if (to === state.tierId) return { state, move: null };
  return { state: { ...state, tierId: to, since: today }, move: { from: state.tierId, to, because } };
}
