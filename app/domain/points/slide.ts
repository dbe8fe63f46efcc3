import { addDays, addMonths, businessDate, endOfPeriod, startOfDay } from "../shared/calendar.ts";
import { countedAsGone, type Lot, type MemberBooks, type Slide } from "./books.ts";

/**
 * The instant from which points are gone that live this long after `from`: calendar months in the shop's zone, usable
 * through the last day, or through the end of the month, quarter, half-year or year that it falls in.
 */
export function endOfLife(from: Date, { months, roundUpTo }: Slide, timeZone: string): Date {
  const lastDay = addMonths(businessDate(from, timeZone), months);
  const usableThrough = roundUpTo === null ? lastDay : endOfPeriod(lastDay, roundUpTo);
  return startOfDay(addDays(usableThrough, 1), timeZone);
}

/**
 * An earning (points given by hand are one) or a redemption at `at` keeps every lot alive that expires by inactivity and had not
 * expired then. Whoever earns calls this with the same `at` once the new lot is in the books, whoever redeems before points are taken.
 *
 * Orders may be told late: what the lots say of other earnings counts as well, so that a lot entered after younger ones lives
 * as long as it would have lived. Nothing is ever shortened, and what has expired stays so.
 */
export function keepAlive(books: MemberBooks, at: Date, timeZone: string): MemberBooks {
  if (!books.lots.some(({ slide }) => slide !== null)) return books;
  const activities = [...new Set([at.getTime(), ...books.lots.map((lot) => lot.earnedAt.getTime())])].sort(
    (a, b) => a - b,
  );
  const ends = new Map<string, Date>();
  const endAfter = (activity: number, slide: Slide): Date => {
    const key = `${activity} ${slide.months} ${slide.roundUpTo}`;
    const end = ends.get(key) ?? endOfLife(new Date(activity), slide, timeZone);
    ends.set(key, end);
    return end;
  };
  return { ...books, lots: books.lots.map((lot) => slid(lot, activities, endAfter)) };
}

function slid(
  lot: Lot,
  activities: readonly number[],
  endAfter: (activity: number, slide: Slide) => Date,
): Lot {
  if (lot.slide === null || lot.expiresAt === null || lot.remaining === 0) return lot;
  // A refund has counted it as gone: what it did not take must not come to life again.
  if (countedAsGone(lot) > 0) return lot;
  for (let end = lot.expiresAt; ;) {
    const last = activities.findLast((activity) => activity < end.getTime());
    const moved: Date = last === undefined || last < lot.earnedAt.getTime() ? end : endAfter(last, lot.slide);
    if (moved <= end) return end === lot.expiresAt ? lot : { ...lot, expiresAt: end };
    end = moved;
  }
}
