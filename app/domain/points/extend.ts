import { accept, type Outcome, type Refusal, refuse } from "../shared/outcome.ts";
import {
  type Cause,
  isExpired,
  isOpen,
  isPending,
  type Lot,
  lotId,
  type MemberBooks,
  type Movement,
  type Step,
  step,
} from "./books.ts";

/**
 * A merchant gives points more time: every open, dated lot that would end before `until` moves, whole, into a lot that ends
 * then. One entry that sums to 0. A lot that ends later keeps its date: nothing is ever shortened.
 */
export function extend(
  books: MemberBooks,
  extension: { readonly until: Date; readonly now: Date },
  cause: Cause,
): Outcome<Step, Refusal<"nothing-to-extend">> {
  const { until, now } = extension;
  const ends = (lot: Lot) =>
    isOpen(lot) && !isPending(lot) && !isExpired(lot, now) && lot.expiresAt !== null && lot.expiresAt < until;
  const moving = books.lots.filter(ends);
  if (moving.length === 0) {
    return refuse({
      code: "nothing-to-extend",
      detail: "No points of this member end before that day. Choose a later day.",
    });
  }
  const seq = books.lastSeq + 1;
  const renewed = moving.map((lot, position): Lot => ({
    ...lot,
    ...{ seq, n: position + 1, points: lot.remaining, expired: 0, expiredReversed: 0, expiresAt: until },
  }));
  const movements = moving.flatMap((lot, position): Movement[] => [
    { lot: lotId(lot), points: -lot.remaining, expiresAt: lot.expiresAt },
    { lot: lotId(renewed[position]!), points: lot.remaining, expiresAt: until },
  ]);
  const lots = [...books.lots.map((lot) => (ends(lot) ? { ...lot, remaining: 0 } : lot)), ...renewed];
  return accept(step(books, { kind: "adjust", cause, lots, deficit: books.deficit, movements }));
}
