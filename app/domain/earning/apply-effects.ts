import { credit } from "../points/credit.ts";
import type { Cause, Entry, MemberBooks } from "../points/books.ts";
import { comeDue } from "../points/come-due.ts";
import { reverse } from "../points/reverse.ts";
import { keepAlive } from "../points/slide.ts";
import { negativeBalanceOf } from "../program/negative-balance.ts";
import type { ProgramVersion } from "../program/program-version.ts";
import { invariant } from "../shared/invariant.ts";
import type { TiersBefore } from "../tiers/tier-at.ts";
import { withExpiryAt } from "../tiers/tier-expiry.ts";
import { lotOf, type OrderMoments, release } from "./lot-life.ts";
import type { OrderEffect } from "./order-record.ts";

/** What the same business key must come with again. The import's SQL writes the same text. */
export function orderInput(effect: Pick<OrderEffect, "points" | "programVersion">): string {
  return `${effect.points}@v${effect.programVersion}`;
}

export type EffectContext = {
  readonly versions: readonly ProgramVersion[];
  readonly timeZone: string;
  readonly now: Date;
  readonly tiersBefore?: TiersBefore | undefined;
};

/** An order as its effects see it; `earnedAt` dates everything that it earns. */
export type EarningOrderMoments = OrderMoments & {
  readonly orderId: string;
  readonly memberId: string;
  readonly earnedAt: Date | null;
};

/**
 * An order's effects in its member's books, each by the rules of the version that ruled the order. The books must have
 * come due before. Points whose expiry has passed by `now` are entered and expired in one step (law 13). What an edit adds
 * lives as long as what the order earned at first, so that it does not matter which of its states were seen.
 */
export function applyEffects(
  books: MemberBooks,
  effects: readonly OrderEffect[],
  order: EarningOrderMoments,
  context: EffectContext,
): { readonly entries: readonly Entry[]; readonly books: MemberBooks } {
  const entries: Entry[] = [];
  let current = books;
  for (const effect of effects) {
    const ruling = context.versions.find(({ version }) => version === effect.programVersion);
    invariant(ruling !== undefined, `program version ${effect.programVersion} is known`);
    const { key, at, reason, source, programVersion } = effect;
    const cause: Cause = { key, at, reason, source, programVersion, input: orderInput(effect) };
    if (effect.kind === "earn") {
      const { orderId, earnedAt } = order;
      invariant(earnedAt !== null, `an order that earns, ${orderId}, has its moment`);
      const program = withExpiryAt(ruling.body, context.tiersBefore, earnedAt);
      const lot = lotOf({ at: earnedAt, lifetime: effect.lifetime }, order, program, context);
      const given = { points: effect.points, orderId, earnedAt, ...lot };
      const credited = credit(current, "earn", given, cause);
      entries.push(credited.entry);
      current = keepAlive(credited.books, earnedAt, context.timeZone);
    } else {
      // Judged at the moment of the refund: history's own points had not expired then.
      const negativeBalance = negativeBalanceOf(ruling.body);
      const taken = { orderId: order.orderId, points: effect.points, negativeBalance, now: at };
      const reversed = reverse(current, taken, cause);
      entries.push(reversed.entry);
      current = reversed.books;
    }
  }
  const due = comeDue(current, order.memberId, context.now, "sliding");
  return { entries: [...entries, ...due.entries], books: due.books };
}

/** The order's lots that waited for its fulfilment learn when they mature; those whose time has come mature. */
export function applyFulfilment(
  books: MemberBooks,
  order: EarningOrderMoments,
  programVersion: number,
  context: EffectContext,
): { readonly entries: readonly Entry[]; readonly books: MemberBooks } {
  const ruling = context.versions.find(({ version }) => version === programVersion);
  invariant(ruling !== undefined, `program version ${programVersion} is known`);
  const { earnedAt } = order;
  const program = earnedAt === null ? ruling.body : withExpiryAt(ruling.body, context.tiersBefore, earnedAt);
  const waited = release(books, order, program, context.timeZone);
  // Told late: what was earned since has kept alive what lives from the fulfilment on. An order that earned nothing keeps nothing alive.
  const isReleased = waited !== books && earnedAt !== null;
  const released = isReleased ? keepAlive(waited, earnedAt, context.timeZone) : waited;
  return comeDue(released, order.memberId, context.now, "sliding");
}
