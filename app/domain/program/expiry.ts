import type { Slide } from "../points/books.ts";
import { endOfLife } from "../points/slide.ts";
import { addDays, businessDate, type Day, endOfPeriod, startOfDay } from "../shared/calendar.ts";
import { invariant } from "../shared/invariant.ts";
import type { Expiry } from "./program-body.ts";

/** When a lot ends, and whether the member's activity moves that: what `credit` asks for. */
export type LotLife = { readonly expiresAt: Date | null; readonly slide: Slide | null };

/** The life of points that a program gives; it runs from the day they become spendable, in the shop's zone. */
export function lifeOf(spendableFrom: Date, expiry: Expiry, timeZone: string): LotLife {
  switch (expiry.mode) {
    case "none":
      return { expiresAt: null, slide: null };
    case "per-lot":
      return { expiresAt: endOfLife(spendableFrom, spanOf(expiry), timeZone), slide: null };
    case "inactivity": {
      const slide = spanOf(expiry);
      return { expiresAt: endOfLife(spendableFrom, slide, timeZone), slide };
    }
    case "fixed-date": {
      const lastDay = nextFixedDate(businessDate(spendableFrom, timeZone), expiry.dates);
      return { expiresAt: lastDay === null ? null : startOfDay(addDays(lastDay, 1), timeZone), slide: null };
    }
  }
}

/** The instant from which points can no longer be spent; null = never expires. */
export function expiresAt(spendableFrom: Date, expiry: Expiry, timeZone: string): Date | null {
  return lifeOf(spendableFrom, expiry, timeZone).expiresAt;
}

function spanOf({ mode, months, roundUpTo }: Expiry): Slide {
  invariant(months !== null, `an expiry "${mode}" has its months`);
  return { months, roundUpTo };
}

/** The first of the dates on or after `day`: `MM-DD` comes every year, `YYYY-MM-DD` once. null: none is left. */
function nextFixedDate(day: Day, dates: readonly string[]): Day | null {
  const year = Number(day.slice(0, 4));
  const candidates = dates.flatMap((date) =>
    date.length > "MM-DD".length ? [date] : [inYear(date, year), inYear(date, year + 1)],
  );
  return (
    candidates
      .filter((candidate) => candidate >= day)
      .sort()
      .at(0) ?? null
  );
}

/** 29 February is the 28th in a common year. */
function inYear(monthAndDay: string, year: number): Day {
  const day = `${String(year).padStart(4, "0")}-${monthAndDay}`;
  const lastOfMonth = endOfPeriod(`${day.slice(0, 7)}-01`, "month");
  return day < lastOfMonth ? day : lastOfMonth;
}
