import type { Expiry } from "#app/domain/program/program-body.ts";

/**
 * A member's lots as the laws say, written from design.md (laws 3 and 4) and vectors.md; nothing of app/domain is used.
 * Mutable on purpose: a second, plainer way to say the same.
 */
export type ModelLot = {
  id: string;
  orderId: string | null;
  earnedAt: number;
  maturesAt: number | null;
  expiresAt: number | null;
  remaining: number;
  expired: number;
  /** Of `expired`, what a reversal has counted as gone. */
  counted: number;
  extended: boolean;
  /** It ends by inactivity: so long after the last earning or redemption. */
  slide: Slide | null;
  /** The version that says how long it is held and lives; null: none did. */
  version: number | null;
};

export type Slide = Pick<Expiry, "months" | "roundUpTo">;

/** `maturesAt` of points that wait for their order's fulfilment, as it is written down. */
export const AWAITING = Date.UTC(9000, 0, 1);

export type Movement = { lot: string; points: number; expiresAt: number | null };

export type Book = {
  lots: ModelLot[];
  deficit: number;
  balance: number;
  pending: number;
  seq: number;
};

export const emptyBook = (): Book => ({ lots: [], deficit: 0, balance: 0, pending: 0, seq: 0 });

const seqOf = (lot: ModelLot) => lot.id.split(".").map(Number) as [number, number];

/** Earliest expiry first, never last; then by the day of earning; then by id. */
function bySpending(a: ModelLot, b: ModelLot): number {
  const [aSeq, aN] = seqOf(a);
  const [bSeq, bN] = seqOf(b);
  return (
    (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) ||
    a.earnedAt - b.earnedAt ||
    aSeq - bSeq ||
    aN - bN ||
    0
  );
}

const finite = (difference: number) => (Number.isNaN(difference) ? 0 : difference);

export function inSpendOrder(lots: readonly ModelLot[]): ModelLot[] {
  return [...lots].sort((a, b) => {
    if (a.expiresAt === b.expiresAt) {
      return bySpending({ ...a, expiresAt: 0 }, { ...b, expiresAt: 0 });
    }
    return finite(bySpending(a, b));
  });
}

export const isOver = (lot: ModelLot, now: number) => lot.expiresAt !== null && lot.expiresAt <= now;

/** Takes from these lots in turn, but what a refund has counted as gone; what each gave, as movements. */
export function take(lots: readonly ModelLot[], points: number): { moved: Movement[]; missing: number } {
  const moved: Movement[] = [];
  let missing = points;
  for (const lot of lots) {
    const part = Math.min(missing, lot.remaining - Math.max(0, lot.counted - lot.expired));
    if (part <= 0) continue;
    lot.remaining -= part;
    missing -= part;
    moved.push({ lot: lot.id, points: -part, expiresAt: lot.expiresAt });
  }
  return { moved, missing };
}

/** New points repay a deficit first; the rest is a lot. Pending ones repay nothing yet. */
export function put(book: Book, lot: Omit<ModelLot, "expired" | "counted">): Movement[] {
  const repaid = lot.maturesAt === null ? Math.min(book.deficit, lot.remaining) : 0;
  book.deficit -= repaid;
  const remaining = lot.remaining - repaid;
  if (remaining === 0) return [];
  book.lots.push({ ...lot, remaining, expired: 0, counted: 0 });
  return [{ lot: lot.id, points: remaining, expiresAt: lot.expiresAt }];
}

export function spendable(book: Book, now: number): number {
  const usable = book.lots.filter((lot) => lot.maturesAt === null && !isOver(lot, now));
  return Math.max(0, usable.reduce((sum, lot) => sum + lot.remaining, 0) - book.deficit);
}

/** What law 3 makes of the lots. */
export function totals(book: Book): { balance: number; pending: number } {
  const sum = (lots: ModelLot[]) => lots.reduce((total, lot) => total + lot.remaining, 0);
  return {
    balance: sum(book.lots.filter((lot) => lot.maturesAt === null)) - book.deficit,
    pending: sum(book.lots.filter((lot) => lot.maturesAt !== null)),
  };
}
