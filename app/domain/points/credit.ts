import { invariant } from "../shared/invariant.ts";
import {
  type Cause,
  type EntryKind,
  type Lot,
  lotId,
  type MemberBooks,
  type Slide,
  statedExpiry,
  type Step,
  step,
} from "./books.ts";

export type Credit = {
  readonly points: number;
  readonly orderId?: string | null;
  readonly earnedAt: Date;
  /** In the future: the points are pending until then. */
  readonly maturesAt?: Date | null;
  readonly expiresAt: Date | null;
  /** The expiry moves with the member's activity. */
  readonly slide?: Slide | null;
};

/**
 * New points: first they repay a deficit, the rest becomes a lot. Pending points repay nothing until they mature.
 */
export function credit(
  books: MemberBooks,
  kind: Extract<EntryKind, "earn" | "adjust" | "reverse">,
  given: Credit,
  cause: Cause,
): Step {
  invariant(Number.isSafeInteger(given.points) && given.points > 0, "a credit is a whole number above 0");
  const maturesAt = given.maturesAt ?? null;
  const repaid = maturesAt === null ? Math.min(books.deficit, given.points) : 0;
  const kept = given.points - repaid;
  const lot: Lot = {
    seq: books.lastSeq + 1,
    n: 1,
    orderId: given.orderId ?? null,
    points: kept,
    remaining: kept,
    expired: 0,
    expiredReversed: 0,
    extended: false,
    earnedAt: given.earnedAt,
    maturesAt,
    expiresAt: given.expiresAt,
    slide: given.slide ?? null,
  };
  return step(books, {
    kind,
    cause,
    lots: kept > 0 ? [...books.lots, lot] : books.lots,
    deficit: books.deficit - repaid,
    movements: kept > 0 ? [{ lot: lotId(lot), points: kept, expiresAt: statedExpiry(lot) }] : [],
  });
}
