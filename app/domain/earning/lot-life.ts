import { AWAITING_FULFILMENT, isOpen, type MemberBooks } from "../points/books.ts";
import { lifeOf, type LotLife } from "../program/expiry.ts";
import type { ProgramBody } from "../program/program-body.ts";
import { addDays, businessDate, daysBetween, startOfDay } from "../shared/calendar.ts";
import type { BonusLifetime } from "./campaign.ts";

/** The moments of an order that decide when its points can be spent. */
export type OrderMoments = { readonly paidAt: Date | null; readonly fulfilledAt: Date | null };

const latest = (...moments: (Date | null)[]) =>
  new Date(Math.max(...moments.flatMap((moment) => (moment === null ? [] : [moment.getTime()]))));

/**
 * From when on points can be spent that an order earned at `at`: at once, or from the start of the calendar day that lies
 * `pendingDays` after the day of the payment, or of the fulfilment; before that one is known, AWAITING_FULFILMENT.
 */
export function spendableFrom(
  at: Date,
  { paidAt, fulfilledAt }: OrderMoments,
  { pendingDays, pendingFrom }: Pick<ProgramBody["earning"], "pendingDays" | "pendingFrom">,
  timeZone: string,
): Date {
  if (pendingFrom === "paid" && pendingDays === 0) return at;
  if (pendingFrom === "fulfilled" && fulfilledAt === null) return AWAITING_FULFILMENT;
  const from = latest(at, paidAt, pendingFrom === "fulfilled" ? fulfilledAt : null);
  return pendingDays === 0 ? from : startOfDay(addDays(businessDate(from, timeZone), pendingDays), timeZone);
}

/** The same for what counts towards a tier: null = at once. */
export function countsFrom(
  earnedAt: Date | null,
  moments: OrderMoments,
  program: Pick<ProgramBody, "earning"> | null,
  timeZone: string,
): Date | null {
  if (earnedAt === null || program === null) return null;
  const from = spendableFrom(earnedAt, moments, program.earning, timeZone);
  return from.getTime() === earnedAt.getTime() ? null : from;
}

/**
 * The life of points from the moment they can be spent: as the program says, through a calendar day, or for days that
 * begin then. While that moment is not known the days are counted from AWAITING_FULFILMENT.
 */
export function bonusLife(
  lifetime: BonusLifetime,
  from: Date,
  program: Pick<ProgramBody, "expiry">,
  timeZone: string,
): LotLife {
  const through = (day: string) => ({ expiresAt: startOfDay(addDays(day, 1), timeZone), slide: null });
  switch (lifetime.kind) {
    case "program": {
      const life = lifeOf(from, program.expiry, timeZone);
      return from === AWAITING_FULFILMENT ? { ...life, expiresAt: null } : life;
    }
    case "until":
      return through(lifetime.day);
    case "days":
      return through(addDays(businessDate(from, timeZone), lifetime.days));
  }
}

/** Points that an order earned at `at`, as a lot: pending until they can be spent, unless that has passed by `now`. */
export function lotOf(
  effect: { readonly at: Date; readonly lifetime: BonusLifetime },
  order: OrderMoments,
  program: Pick<ProgramBody, "earning" | "expiry">,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): LotLife & { readonly maturesAt: Date | null } {
  const from = spendableFrom(effect.at, order, program.earning, timeZone);
  const isHeld = from > now && from !== effect.at;
  return { maturesAt: isHeld ? from : null, ...bonusLife(effect.lifetime, from, program, timeZone) };
}

/** The order was fulfilled: its lots that waited for it learn when they mature, and their lives begin then. */
export function release(
  books: MemberBooks,
  order: OrderMoments & { readonly orderId: string },
  program: Pick<ProgramBody, "earning" | "expiry">,
  timeZone: string,
): MemberBooks {
  if (order.fulfilledAt === null) return books;
  const isWaiting = (lot: MemberBooks["lots"][number]) =>
    lot.orderId === order.orderId &&
    isOpen(lot) &&
    lot.maturesAt?.getTime() === AWAITING_FULFILMENT.getTime();
  if (!books.lots.some(isWaiting)) return books;
  return {
    ...books,
    lots: books.lots.map((lot) => {
      if (!isWaiting(lot)) return lot;
      const maturesAt = spendableFrom(lot.earnedAt, order, program.earning, timeZone);
      return { ...lot, maturesAt, expiresAt: expiryFrom(lot.expiresAt, maturesAt, program, timeZone) };
    }),
  };
}

function expiryFrom(
  expiresAt: Date | null,
  from: Date,
  program: Pick<ProgramBody, "expiry">,
  timeZone: string,
): Date | null {
  if (expiresAt === null) return lifeOf(from, program.expiry, timeZone).expiresAt;
  if (expiresAt < AWAITING_FULFILMENT) return expiresAt;
  const days = daysBetween(businessDate(AWAITING_FULFILMENT, timeZone), businessDate(expiresAt, timeZone));
  return startOfDay(addDays(businessDate(from, timeZone), days), timeZone);
}
