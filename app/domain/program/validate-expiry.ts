import { addDays, type Day, isDay } from "../shared/calendar.ts";
import type { ProgramBody } from "./program-body.ts";
import { notRead, type ProgramRefusal, refuseWhen } from "./program-refusal.ts";

/** Beyond a century an expiry is a typing error. */
const MONTHS_MAX = 1200;
const DATES_MAX = 100;

/** `today` in the shop's zone: a single date must come after points that are earned today can be spent. */
export function validateExpiry(
  { expiry, earning: { pendingDays } }: Pick<ProgramBody, "expiry" | "earning">,
  today: Day,
): ProgramRefusal[] {
  const { mode, months, roundUpTo, dates } = expiry;
  const whose = `Expiry "${mode}"`;
  switch (mode) {
    case "none":
      return [
        ...refuseWhen(
          months !== null,
          "months-without-expiry",
          "/expiry/months",
          'Points never expire in this mode: leave months out, or choose "per-lot".',
        ),
        ...notRead(roundUpTo !== null, "/expiry/roundUpTo", whose),
        ...notRead(dates.length > 0, "/expiry/dates", whose),
      ];
    case "per-lot":
    case "inactivity":
      return [...validateMonths(months), ...notRead(dates.length > 0, "/expiry/dates", whose)];
    case "fixed-date":
      return [
        ...notRead(months !== null, "/expiry/months", whose),
        ...notRead(roundUpTo !== null, "/expiry/roundUpTo", whose),
        ...validateDates(dates, Number.isInteger(pendingDays) ? addDays(today, pendingDays) : today),
      ];
  }
}

function validateMonths(months: number | null): ProgramRefusal[] {
  const pointer = "/expiry/months";
  return [
    ...refuseWhen(months === null, "months-missing", pointer, "Say after how many months points expire."),
    ...refuseWhen(
      months !== null && !(Number.isInteger(months) && months >= 1 && months <= MONTHS_MAX),
      "months-out-of-range",
      pointer,
      `Enter a whole number of months from 1 to ${MONTHS_MAX}.`,
    ),
  ];
}

function validateDates(dates: readonly string[], maturesOn: Day): ProgramRefusal[] {
  const pointer = "/expiry/dates";
  if (dates.length === 0 || dates.length > DATES_MAX) {
    return [
      ...refuseWhen(
        dates.length === 0,
        "dates-missing",
        pointer,
        'Name the last days on which points can be spent: "12-31" for every year, or "2027-12-31".',
      ),
      ...refuseWhen(dates.length > DATES_MAX, "too-many", pointer, `Name at most ${DATES_MAX} days.`),
    ];
  }
  return dates.flatMap((date, index) => {
    const at = `${pointer}/${index}`;
    const isOnce = isDay(date);
    return [
      ...refuseWhen(
        !isOnce && !isYearly(date),
        "date-not-valid",
        at,
        'Enter a day as "12-31" (every year) or "2027-12-31" (once).',
      ),
      ...refuseWhen(dates.indexOf(date) < index, "date-taken", at, "This day is named twice: remove one."),
      ...refuseWhen(
        isOnce && date < maturesOn,
        "fixed-date-before-maturity",
        at,
        `Points earned today can be spent from ${maturesOn} on and would have expired before: choose a later day.`,
      ),
    ];
  });
}

/** In a leap year: 29 February may be named, and is the 28th in other years. */
function isYearly(date: string): boolean {
  return isDay(`2000-${date}`);
}
