import { Temporal } from "@js-temporal/polyfill";
import type { Expiry } from "#app/domain/program/program-body.ts";

/** The shop's calendar day of an instant. */
export function dayOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

export function startOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
}

/** The start of the day after `day`: from then on points that were usable through it are gone. */
export function endOf(day: Temporal.PlainDate, timeZone: string): Date {
  return startOf(day.add({ days: 1 }), timeZone);
}

const MONTHS_OF = { month: 1, quarter: 3, "half-year": 6, year: 12 };

/**
 * vectors.md: 25 January + 1 month → usable through 25 February; 31 January + 1 month → through the 28th; rounded up to the end
 * of month, quarter, half-year or year on request; or through the next of fixed dates.
 */
export function expiryOf(spendableFrom: Date, expiry: Expiry, timeZone: string): Date | null {
  const first = dayOf(spendableFrom, timeZone);
  if (expiry.mode === "none") return null;
  if (expiry.mode === "fixed-date") {
    const years = [first.year, first.year + 1];
    const dates = expiry.dates.flatMap((date) =>
      date.length === 10
        ? [Temporal.PlainDate.from(date)]
        : years.map((year) => Temporal.PlainMonthDay.from(date).toPlainDate({ year })),
    );
    const next = dates
      .filter((date) => Temporal.PlainDate.compare(date, first) >= 0)
      .sort((a, b) => Temporal.PlainDate.compare(a, b))[0];
    return next === undefined ? null : endOf(next, timeZone);
  }
  if (expiry.months === null) throw new Error(`an expiry "${expiry.mode}" without months`);
  const last = first.add({ months: expiry.months }, { overflow: "constrain" });
  if (expiry.roundUpTo === null) return endOf(last, timeZone);
  const size = MONTHS_OF[expiry.roundUpTo];
  const month = Math.ceil(last.month / size) * size;
  const firstOfMonth = last.with({ month, day: 1 });
  return endOf(firstOfMonth.with({ day: firstOfMonth.daysInMonth }), timeZone);
}
