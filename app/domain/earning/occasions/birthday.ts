import { type Day, isDay } from "../../shared/calendar.ts";
import { CATCH_UP_DAYS, isLeapYear, recentDays } from "./yearly.ts";

/** `MM-DD`, as a shopper says it; the year of birth is nobody's business. */
export type MonthDay = string;

export type BirthdayFacts = {
  readonly birthday: MonthDay | null;
  /** A change, and the first year that it counts in. */
  readonly nextBirthday: MonthDay | null;
  readonly nextBirthdayYear: number | null;
};

export const NO_BIRTHDAY: BirthdayFacts = { birthday: null, nextBirthday: null, nextBirthdayYear: null };

export function isMonthDay(text: string): boolean {
  return isDay(`2000-${text}`); // a leap year: 29 February is a birthday
}

/** The birthday that counts in a year. */
export function birthdayIn({ birthday, nextBirthday, nextBirthdayYear }: BirthdayFacts, year: number) {
  return nextBirthdayYear !== null && year >= nextBirthdayYear ? nextBirthday : birthday;
}

/** The day on which a birthday is kept: 29 February on the 28th in common years. */
export function keptOn(monthDay: MonthDay, year: number): Day {
  return `${year}-${monthDay === "02-29" && !isLeapYear(year) ? "02-28" : monthDay}`;
}

/**
 * What is known after the shopper, or the merchant for them, has said a birthday. The first word counts at once, a change
 * from the next year on, so that nobody has two birthdays in one. A first word that names one of the last days comes too late
 * for this year: the sweep, which catches up on days that it missed, must not take it for one of them.
 */
export function stateBirthday(known: BirthdayFacts, stated: MonthDay, today: Day): BirthdayFacts {
  const year = Number(today.slice(0, 4));
  const counting = birthdayIn(known, year);
  if (counting === stated) return { birthday: counting, nextBirthday: null, nextBirthdayYear: null };
  const isFirst = counting === null && known.nextBirthday === null;
  if (!isFirst) return { birthday: counting, nextBirthday: stated, nextBirthdayYear: year + 1 };
  const missed = recentDays(today, CATCH_UP_DAYS).find(
    (day) => day !== today && keptOn(stated, Number(day.slice(0, 4))) === day,
  );
  return missed === undefined
    ? { birthday: stated, nextBirthday: null, nextBirthdayYear: null }
    : { birthday: null, nextBirthday: stated, nextBirthdayYear: Number(missed.slice(0, 4)) + 1 };
}
