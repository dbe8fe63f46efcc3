import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { AuditedWorld, OrderMoments } from "./auditor.ts";
import { AWAITING, type Book } from "./book.ts";
import { dayOf, expiryOf, startOf } from "./calendar.ts";
import { expiryIn } from "./tier-held.ts";
import { stayAlive } from "./inactivity.ts";

/**
 * From when on points can be spent that an order earned: at once, or from the day on that lies so many days after its payment or
 * its fulfilment. null: nobody knows yet.
 */
export function spendableFrom(
  { earnedAt, paidAt, fulfilledAt }: OrderMoments & { readonly earnedAt: Date },
  { pendingDays, pendingFrom }: ProgramBody["earning"],
  timeZone: string,
): Date | null {
  const isFulfilment = pendingFrom === "fulfilled";
  if (isFulfilment && fulfilledAt === null) return null;
  if (!isFulfilment && pendingDays === 0) return earnedAt;
  const known = [earnedAt, paidAt, isFulfilment ? fulfilledAt : null].filter((one) => one !== null);
  const last = new Date(Math.max(...known.map((one) => one.getTime())));
  return pendingDays === 0 ? last : startOf(dayOf(last, timeZone).add({ days: pendingDays }), timeZone);
}

/** Points that waited for the fulfilment of these orders learn when they can be spent, and live from then on. */
export function release(
  { book, world, memberId }: { readonly book: Book; readonly world: AuditedWorld; readonly memberId: string },
  isTold: (orderId: string) => boolean,
): void {
  const waiting = book.lots.filter(
    (lot) => lot.remaining > 0 && lot.maturesAt === AWAITING && lot.orderId !== null && isTold(lot.orderId),
  );
  for (const lot of waiting) {
    const earnedAt = new Date(lot.earnedAt);
    const { body } = world.versions.find(({ version }) => version === lot.version)!;
    const from = spendableFrom({ ...world.momentsOf(lot.orderId!), earnedAt }, body.earning, world.timeZone);
    if (from === null) continue;
    lot.maturesAt = from.getTime();
    const ends = world
      .tiersAt(lot.version, memberId, earnedAt)
      .map((tier) => expiryOf(from, expiryIn(tier, body.expiry), world.timeZone)?.getTime() ?? null);
    const told = world.lotTold(memberId, lot.id)?.expiresAt?.getTime() ?? null;
    lot.expiresAt = ends.find((end) => end === told) ?? ends[0] ?? null;
  }
  if (waiting.length > 0) stayAlive(book, null, world.timeZone);
}
