import { addDays, businessDate, type Day, daysBetween } from "../shared/calendar.ts";
import type { PlannedMail } from "./decide-mails.ts";

/** Points that can be spent now and expire together. */
export type ExpiringLot = {
  readonly points: number;
  readonly earnedAt: Date;
  readonly expiresAt: Date;
};

export type Reminder = {
  /** The day in the shop's zone on which the soonest points expire. */
  readonly expiryDay: Day;
  /** Which of the merchant's days it is: so many days before. */
  readonly days: number;
  /** The first day of its window: a reminder sent since then has told of these points too. */
  readonly windowFrom: Day;
  readonly isLast: boolean;
};

/**
 * The reminder that a member with these lots is due today, however many lots there are: for the soonest expiry, the tightest of
 * the merchant's days that has come. Points given after its window had begun were new a moment ago: no reminder of them yet.
 */
export function dueReminder(
  lots: readonly ExpiringLot[],
  shop: {
    readonly today: Day;
    readonly timeZone: string;
    readonly reminderDays: readonly number[];
    readonly now: Date;
  },
): Reminder | null {
  const open = lots
    .filter((lot) => lot.points > 0 && lot.expiresAt > shop.now)
    .map((lot) => ({ ...lot, expiryDay: businessDate(lot.expiresAt, shop.timeZone) }));
  const expiryDay = open.map((lot) => lot.expiryDay).sort()[0];
  if (expiryDay === undefined) return null;
  const daysLeft = daysBetween(shop.today, expiryDay);
  const days = shop.reminderDays.filter((one) => one >= daysLeft).sort((a, b) => a - b)[0];
  if (days === undefined) return null;
  const windowFrom = addDays(expiryDay, -days);
  const wasThereBefore = open.some(
    (lot) => lot.expiryDay === expiryDay && businessDate(lot.earnedAt, shop.timeZone) < windowFrom,
  );
  return wasThereBefore
    ? { expiryDay, days, windowFrom, isLast: days === Math.min(...shop.reminderDays) }
    : null;
}

export function reminderMail(memberId: string, { expiryDay, days, isLast }: Reminder): PlannedMail {
  return {
    key: `expiring:${memberId}/${expiryDay}/${days}`,
    template: isLast ? "last-chance" : "expiring",
    facts: { kind: "reminder", expiryDay, days },
  };
}
