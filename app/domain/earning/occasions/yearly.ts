import type { ProgramVersion } from "../../program/program-version.ts";
import { addDays, type Day, startOfDay } from "../../shared/calendar.ts";
import { giftInput, namesOf, type OccasionGift } from "./gift.ts";
import { isMeantFor, rulesInForce, versionAt } from "./rules-in-force.ts";

/** What comes once a year on a day of the calendar. */
export type YearlyKind = "birthday" | "anniversary";

/** A sweep that was kept from running looks back this far. */
export const CATCH_UP_DAYS = 7;

/** The day itself and as many before it, earliest first. */
export function recentDays(today: Day, days: number): Day[] {
  return Array.from({ length: days + 1 }, (_, position) => addDays(today, position - days));
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Which `MM-DD` are kept on a day: its own, and 29 February on the 28th in common years. */
export function monthDaysKeptOn(day: Day): string[] {
  const own = day.slice(5);
  return own === "02-28" && !isLeapYear(Number(day.slice(0, 4))) ? [own, "02-29"] : [own];
}

/** Beyond this nobody has bought anything on the internet. */
const FIRST_YEAR = 1990;

/** The days of earlier years whose anniversary is kept on `day`. */
export function daysRememberedOn(day: Day): Day[] {
  const year = Number(day.slice(0, 4));
  const years = Array.from({ length: year - FIRST_YEAR }, (_, position) => FIRST_YEAR + position);
  return monthDaysKeptOn(day).flatMap((monthDay) =>
    years
      .filter((earlier) => monthDay !== "02-29" || isLeapYear(earlier))
      .map((earlier) => `${earlier}-${monthDay}`),
  );
}

export function yearlyKey(kind: YearlyKind, memberId: string, day: Day): string {
  return `member:${memberId}/${kind}:${day.slice(0, 4)}`;
}

/** The moment whose version rules the day: now, or the last one of a day that was missed. */
export function momentOf(day: Day, now: Date, timeZone: string): Date {
  return new Date(Math.min(now.getTime(), startOfDay(addDays(day, 1), timeZone).getTime() - 1));
}

/** What a member gets on their day; null: no rule for it ran then, or none is meant for them. */
export function yearlyGift(
  kind: YearlyKind,
  member: { readonly memberId: string; readonly tags: readonly string[] },
  day: Day,
  moment: Date,
  versions: readonly ProgramVersion[],
): OccasionGift | null {
  const version = versionAt(versions, moment);
  if (version === null) return null;
  const rules = rulesInForce(version, kind, moment).filter((rule) => isMeantFor(rule, member.tags));
  if (rules.length === 0) return null;
  const points = rules.reduce((sum, rule) => sum + rule.points, 0);
  return {
    memberId: member.memberId,
    points,
    key: yearlyKey(kind, member.memberId, day),
    reason: kind,
    source: { type: "rule", id: namesOf(rules) },
    input: giftInput(points, version.version),
    programVersion: version.version,
    lifetime: { kind: "program" },
  };
}
