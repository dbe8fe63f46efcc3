import { addDays, addMonths, type Day } from "../shared/calendar.ts";
import { type Figures, NO_FIGURES } from "./ladder.ts";
import type { TierWindow } from "./tiers.ts";

/** Something bought or earned; it counts for its `day` from `countsOn` on (later than `day`: while it can still be sent back). */
export type QualifyingFact = Figures & { readonly day: Day; readonly countsOn: Day };

/** Inclusive on both ends; `from` null = since ever. */
export type DaySpan = { readonly from: Day | null; readonly through: Day };

/**
 * The spans of which any one that reaches a tier keeps it, on the day `today` of the shop's calendar: one, or with `keepNext`
 * the year before as well. Months are calendar months: what was bought on 31 January counts for one month through 28 February,
 * and what was bought on 29 February for a year through 28 February.
 */
export function windowsOn(window: TierWindow, joinedOn: Day, today: Day): DaySpan[] {
  switch (window.kind) {
    case "lifetime":
      return [{ from: null, through: today }];
    case "rolling":
      return [{ from: firstDayStillIn(today, window.months ?? 12), through: today }];
    case "calendar-year":
      return years(
        window,
        today,
        (years) => `${String(Number(today.slice(0, 4)) + years).padStart(4, "0")}-01-01`,
      );
    case "from-joining":
      return years(window, today, anniversaries(joinedOn, today));
  }
}

/** The first day d with d + months ≥ today. */
function firstDayStillIn(today: Day, months: number): Day {
  const day = addMonths(today, -months);
  return addMonths(day, months) < today ? addDays(day, 1) : day;
}

/** The year that `today` lies in, and with `keepNext` the one before; `start(n)`: the first day of the n-th year from this one. */
function years({ keepNext }: TierWindow, today: Day, start: (years: number) => Day): DaySpan[] {
  const present = { from: start(0), through: today };
  return keepNext ? [present, { from: start(-1), through: addDays(start(0), -1) }] : [present];
}

/** Years that begin on the joining day; of 29 February on the 28th where there is no 29th. */
function anniversaries(joinedOn: Day, today: Day): (years: number) => Day {
  const elapsed = Number(today.slice(0, 4)) - Number(joinedOn.slice(0, 4));
  const isReached = addMonths(joinedOn, 12 * elapsed) <= today;
  return (years) => addMonths(joinedOn, 12 * (elapsed - (isReached ? 0 : 1) + years));
}

/** What counts within a span, as of its last day. */
export function figuresWithin(facts: readonly QualifyingFact[], span: DaySpan, today: Day): Figures {
  return facts
    .filter(
      ({ day, countsOn }) =>
        (span.from === null || day >= span.from) && day <= span.through && countsOn <= today,
    )
    .reduce(
      (sum, { spentMinor, points, orders }) => ({
        spentMinor: sum.spentMinor + spentMinor,
        points: sum.points + points,
        orders: sum.orders + orders,
      }),
      NO_FIGURES,
    );
}
