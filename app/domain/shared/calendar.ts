import { Temporal } from "@js-temporal/polyfill";

/** A calendar day of the shop, `YYYY-MM-DD`; such texts sort by time. */
export type Day = string;

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The shop's calendar day at `instant`; `timeZone` is an IANA name. */
export function businessDate(instant: Date, timeZone: string): Day {
  let format = dayFormats.get(timeZone);
  if (format === undefined) {
    // Sweden writes a day as YYYY-MM-DD. What `Temporal` does in its place costs a hundred times as much.
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

const starts = new Map<string, number>();
/** Orders of a history ask for thousands of days, everything else for those around today. */
const STARTS_MAX = 1000;

/** The first instant of a day in the zone: midnight, or later where the clocks jump over midnight. */
export function startOfDay(day: Day, timeZone: string): Date {
  const name = `${timeZone} ${day}`;
  let start = starts.get(name);
  if (start === undefined) {
    start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds;
    if (starts.size >= STARTS_MAX) starts.clear();
    starts.set(name, start);
  }
  return new Date(start);
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Calendar months: 31 January + 1 month = the last day of February. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }, { overflow: "constrain" }).toString();
}

export type Period = "month" | "quarter" | "half-year" | "year";

const MONTHS_OF: Readonly<Record<Period, number>> = { month: 1, quarter: 3, "half-year": 6, year: 12 };

/** The last day of the month, quarter, half-year or year that `day` falls in. */
export function endOfPeriod(day: Day, period: Period): Day {
  const months = MONTHS_OF[period];
  const date = Temporal.PlainDate.from(day);
  const last = date.with({ month: Math.ceil(date.month / months) * months, day: 1 });
  return last.with({ day: last.daysInMonth }).toString();
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Is it a calendar day written `YYYY-MM-DD`, one that exists? */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
