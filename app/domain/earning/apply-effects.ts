import { credit } from "../points/credit.ts";
import type { Cause, Entry, MemberBooks } from "../points/books.ts";
import { comeDue } from "../points/come-due.ts";
import { reverse } from "../points/reverse.ts";
import { expiresAt } from "../program/expiry.ts";
import { negativeBalanceOf } from "../program/negative-balance.ts";
import type { ProgramVersion } from "../program/program-version.ts";
import { invariant } from "../shared/invariant.ts";
import type { OrderEffect } from "./order-record.ts";

/** What the same business key must come with again. The import's SQL writes the same text. */
export function orderInput(effect: Pick<OrderEffect, "points" | "programVersion">): string {
  return `${effect.points}@v${effect.programVersion}`;
}

/**
 * An order's effects in its member's books, each by the rules of the version that ruled the order. The books must have
 * come due before. Points whose expiry has passed by `now` are entered and expired in one step (law 13).
 */
export function applyEffects(
  books: MemberBooks,
  effects: readonly OrderEffect[],
  order: { readonly orderId: string; readonly memberId: string },
  context: { readonly versions: readonly ProgramVersion[]; readonly timeZone: string; readonly now: Date },
): { readonly entries: readonly Entry[]; readonly books: MemberBooks } {
  const entries: Entry[] = [];
  let current = books;
  for (const effect of effects) {
    const ruling = context.versions.find(({ version }) => version === effect.programVersion);
    invariant(ruling !== undefined, `program version ${effect.programVersion} is known`);
    const { key, at, reason, source, programVersion } = effect;
    const cause: Cause = { key, at, reason, source, programVersion, input: orderInput(effect) };
    const { entry, books: next } =
      effect.kind === "earn"
        ? credit(
            current,
            "earn",
            {
              points: effect.points,
              orderId: order.orderId,
              earnedAt: at,
              expiresAt: expiresAt(at, ruling.body.expiry, context.timeZone),
            },
            cause,
          )
        : // Judged at the moment of the refund: history's own points had not expired then.
          reverse(
            current,
            {
              orderId: order.orderId,
              points: effect.points,
              negativeBalance: negativeBalanceOf(ruling.body),
              now: at,
            },
            cause,
          );
    entries.push(entry);
    current = next;
  }
  const due = comeDue(current, order.memberId, context.now);
  return { entries: [...entries, ...due.entries], books: due.books };
}
