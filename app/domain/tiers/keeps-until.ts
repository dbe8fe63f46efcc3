import { addDays, addMonths, type Day, daysBetween } from "../shared/calendar.ts";
import { isHolding, rankReached, type TierFacts, type TierState } from "./decide-tier.ts";
import { amountOf, type Figures, type Ladder, NO_FIGURES, rankOf, type Threshold, tierAt } from "./ladder.ts";
import { figuresWithin, windowsOn } from "./qualification-window.ts";
import type { Measure, Tier } from "./tiers.ts";

/** A member's way through the ladder, as they would like to read it. */
export type TierProgress = {
  readonly tier: Tier | null;
  /** The last day on which the present tier is sure, should nothing more be bought; null = no end is in sight. */
  readonly keptThrough: Day | null;
  /** What keeps the tier beyond that day; empty: nothing that is done by then. */
  readonly toKeep: readonly Missing[];
  /** null: there is no higher tier that figures can reach. */
  readonly next: { readonly tier: Tier; readonly missing: readonly Missing[] } | null;
  /** The last day on which all that counts today still counts: through it, what is missing is all that is missing. null = for ever. */
  readonly countsThrough: Day | null;
  /** The first day on which any of this is another even if nothing happens; null = none. */
  readonly changesOn: Day | null;
};

/** What lacks of one threshold: with `join: "any"` one of them is enough. */
export type Missing = {
  readonly measure: Measure;
  readonly from: bigint;
  readonly has: bigint;
  readonly missing: bigint;
};

export function tierProgress(ladder: Ladder, state: TierState, facts: TierFacts, today: Day): TierProgress {
  const rank = rankOf(ladder, state.tierId);
  const next = ladder.rungs.findIndex(({ thresholds }, index) => index > rank && thresholds.length > 0);
  const now = presentFigures(ladder, facts, today);
  const keptThrough = keepsThrough(ladder, state, facts, today);
  const own = ladder.rungs[rank];
  const after = keptThrough === null ? null : figuresThatKeep(ladder, facts, keptThrough);
  return {
    tier: tierAt(ladder, rank),
    keptThrough,
    toKeep: own === undefined || after === null ? [] : missingOf(own.thresholds, after),
    next:
      next === -1
        ? null
        : { tier: ladder.rungs[next]!.tier, missing: missingOf(ladder.rungs[next]!.thresholds, now) },
    ...nextChange(ladder, state, facts, today),
  };
}

function nextChange(
  ladder: Ladder,
  state: TierState,
  facts: TierFacts,
  today: Day,
): Pick<TierProgress, "countsThrough" | "changesOn"> {
  const [moving = null] = daysOfChange(ladder, facts, today);
  const maturing = facts.qualifying.map(({ countsOn }) => countsOn).filter((day) => day > today);
  const held = state.hold?.until == null ? [] : [addDays(state.hold.until, 1)].filter((day) => day > today);
  const [changesOn = null] = [...(moving === null ? [] : [moving]), ...maturing, ...held].sort();
  return { countsThrough: moving === null ? null : addDays(moving, -1), changesOn };
}

/** What counts towards the next tier: with two years side by side, the present one. */
export function presentFigures(ladder: Ladder, facts: TierFacts, today: Day): Figures {
  const [present] = windowsOn(ladder.tiers.window, facts.joinedOn, today);
  return present === undefined ? NO_FIGURES : figuresWithin(facts.qualifying, present, today);
}

/**
 * What the review of the day after will look at: of two years the one that is then over. null: it begins only then, and nothing
 * that is bought through `keptThrough` counts for it.
 */
function figuresThatKeep(ladder: Ladder, facts: TierFacts, keptThrough: Day): Figures | null {
  const day = addDays(keptThrough, 1);
  const span = windowsOn(ladder.tiers.window, facts.joinedOn, day).at(-1);
  if (span === undefined || (span.from !== null && span.from > keptThrough)) return null;
  return figuresWithin(facts.qualifying, span, day);
}

function missingOf(thresholds: readonly Threshold[], figures: Figures): Missing[] {
  return thresholds.map(({ measure, from }) => {
    const has = amountOf(figures, measure);
    return { measure, from, has, missing: from > has ? from - has : 0n };
  });
}

/**
 * The last day on which a member is sure of their tier if nothing more happens: the end of what holds it, or the day before the
 * review that would take it, grace included. null: nothing on the calendar takes it.
 */
export function keepsThrough(ladder: Ladder, state: TierState, facts: TierFacts, today: Day): Day | null {
  const rank = rankOf(ladder, state.tierId);
  const hold = isHolding(state.hold, today) ? state.hold : null;
  const isHeldHere = hold !== null && rankOf(ladder, hold.tierId) >= rank;
  if (isHeldHere && hold.until === null) return null;
  const { graceDays } = ladder.tiers;
  const heldThrough = isHeldHere ? hold.until : null;
  if (heldThrough === null && state.missedOn !== null) {
    return lastDayBefore(addDays(state.missedOn, graceDays), today);
  }
  const days = [today, ...daysOfChange(ladder, facts, today)];
  const missed = days.find((day) => rankReached(ladder, facts, day) < rank) ?? null;
  if (missed === null) return null;
  // What is held is lost with the hold, without grace: its end was known.
  if (heldThrough !== null && missed <= addDays(heldThrough, 1)) return heldThrough;
  return lastDayBefore(addDays(missed, graceDays), today);
}

function lastDayBefore(day: Day, today: Day): Day {
  const before = addDays(day, -1);
  return before < today ? today : before;
}

/** The days to come on which a window moves on past something that counts, soonest first. */
function daysOfChange(ladder: Ladder, { joinedOn, qualifying }: TierFacts, today: Day): Day[] {
  const { kind, months } = ladder.tiers.window;
  if (kind === "lifetime") return [];
  if (kind === "rolling") {
    const days = qualifying.map(({ day }) => addDays(addMonths(day, months ?? 12), 1));
    return [...new Set(days)].filter((day) => day > today).sort();
  }
  const year = Number(today.slice(0, 4));
  const firstOf = (years: number) =>
    kind === "calendar-year"
      ? `${String(year + years).padStart(4, "0")}-01-01`
      : addMonths(joinedOn, 12 * (year + years - Number(joinedOn.slice(0, 4))));
  return [0, 1, 2, 3].map(firstOf).filter((day) => day > today && daysBetween(today, day) > 0);
}
