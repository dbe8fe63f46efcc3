import type { Period } from "../shared/calendar.ts";

/**
 * A member's books: the lots that are open, and what they sum to. Every function of this folder takes books and returns
 * the next books with the entry that explains the step; nothing here knows a database or a clock.
 *
 * Law 3, at every step: open matured lots − deficit = balance; open pending lots = pending.
 */
export type Lot = {
  /** Number of the entry that made it; with `n` its id, `<seq>.<n>`. */
  readonly seq: number;
  readonly n: number;
  /** The order that made it: reversals of that order take from it first. */
  readonly orderId: string | null;
  readonly points: number;
  readonly remaining: number;
  /** What expiry took. */
  readonly expired: number;
  /** How much of `expired` a reversal has since counted as gone. */
  readonly expiredReversed: number;
  /** A return has moved its expiry once (law 4). */
  readonly extended: boolean;
  readonly earnedAt: Date;
  /** Pending until then; null = spendable. */
  readonly maturesAt: Date | null;
  /** The instant from which it can't be spent; null = never expires. */
  readonly expiresAt: Date | null;
  /** Expiry after inactivity: each earning or redemption moves `expiresAt` to this long after it; null = it stays. */
  readonly slide: Slide | null;
};

/** `maturesAt` of points that wait for their order to be fulfilled: nobody knows when yet. */
export const AWAITING_FULFILMENT = new Date("9000-01-01T00:00:00.000Z");

/** What an entry says of a lot's end: nothing as long as its life has not begun. */
export function statedExpiry(lot: Pick<Lot, "maturesAt" | "expiresAt">): Date | null {
  return lot.maturesAt?.getTime() === AWAITING_FULFILMENT.getTime() ? null : lot.expiresAt;
}

export type Slide = {
  readonly months: number;
  readonly roundUpTo: Period | null;
};

export type MemberBooks = {
  readonly balance: number;
  readonly pending: number;
  readonly deficit: number;
  readonly lastSeq: number;
  /** All open lots; closed ones may be among them. */
  readonly lots: readonly Lot[];
};

export type EntryKind =
  "earn" | "reverse" | "mature" | "redeem" | "return" | "expire" | "adjust" | "transfer";

export type Movement = { readonly lot: string; readonly points: number; readonly expiresAt: Date | null };

export type Entry = {
  readonly seq: number;
  readonly key: string;
  /** What the same key must come with again; another input under the key is refused (law 2). */
  readonly input: string;
  readonly at: Date;
  readonly kind: EntryKind;
  /** Signed change of the balance. */
  readonly points: number;
  /** Signed change of pending. */
  readonly pendingPoints: number;
  readonly balanceAfter: number;
  readonly pendingAfter: number;
  /** What policy forgave; never collected. */
  readonly shortfall: number;
  /** Reversed points that had expired before. */
  readonly alreadyExpired: number;
  readonly reason: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly programVersion: number | null;
  readonly correctsSeq: number | null;
  readonly movements: readonly Movement[];
};

/** Why and when a step is taken; what the entry tells about its cause. */
export type Cause = {
  readonly key: string;
  readonly input: string;
  readonly at: Date;
  readonly reason: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly programVersion?: number | null;
  readonly correctsSeq?: number | null;
};

export type Step = { readonly entry: Entry; readonly books: MemberBooks };

export const EMPTY_BOOKS: MemberBooks = { balance: 0, pending: 0, deficit: 0, lastSeq: 0, lots: [] };

export function lotId(lot: Pick<Lot, "seq" | "n">): string {
  return `${lot.seq}.${lot.n}`;
}

export function isOpen(lot: Lot): boolean {
  return lot.remaining > 0;
}

export function isPending(lot: Lot): boolean {
  return lot.maturesAt !== null;
}

/** A lot whose expiry is now has expired. */
export function isExpired(lot: Lot, now: Date): boolean {
  return lot.expiresAt !== null && lot.expiresAt.getTime() <= now.getTime();
}

/** Law 4: the earliest-expiring first, never-expiring last; ties by earn time, then by id. */
export function inSpendOrder(a: Lot, b: Lot): number {
  const expiry = (lot: Lot) => lot.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiry(a) !== expiry(b)) return expiry(a) - expiry(b);
  return a.earnedAt.getTime() - b.earnedAt.getTime() || a.seq - b.seq || a.n - b.n;
}

function sumRemaining(lots: readonly Lot[]): number {
  return lots.reduce((sum, lot) => sum + lot.remaining, 0);
}

/** What a redemption may take now: without lots past their expiry, even before the sweep; never below 0. */
export function spendable(books: MemberBooks, now: Date): number {
  const usable = sumRemaining(books.lots.filter((lot) => !isPending(lot) && !isExpired(lot, now)));
  return Math.max(0, usable - books.deficit);
}

/** Every dated open lot that can still be spent, soonest first, one row an instant. */
export function expiring(books: MemberBooks, now: Date): { points: number; expiresAt: Date }[] {
  const byInstant = new Map<number, number>();
  for (const lot of books.lots) {
    if (isOpen(lot) && !isPending(lot) && lot.expiresAt !== null && !isExpired(lot, now)) {
      const instant = lot.expiresAt.getTime();
      byInstant.set(instant, (byInstant.get(instant) ?? 0) + lot.remaining);
    }
  }
  return [...byInstant]
    .sort(([a], [b]) => a - b)
    .map(([instant, points]) => ({ points, expiresAt: new Date(instant) }));
}

/** Points that still lie in a lot, though a refund has counted them as gone: nobody can take them, and the sweep ends them. */
export function countedAsGone({ expired, expiredReversed }: Lot): number {
  return Math.max(0, expiredReversed - expired);
}

/** Takes up to `points` from `lots` in the given order, but what a refund has counted as gone; returns what each gave. */
export function takeFrom(lots: readonly Lot[], points: number): { taken: Map<Lot, number>; missing: number } {
  const taken = new Map<Lot, number>();
  let missing = points;
  for (const lot of lots) {
    const part = Math.max(0, Math.min(missing, lot.remaining - countedAsGone(lot)));
    if (part > 0) taken.set(lot, part);
    missing -= part;
  }
  return { taken, missing };
}

/** The next entry and books, whose totals follow from the lots: nothing else writes a balance. */
export function step(
  books: MemberBooks,
  change: {
    readonly kind: EntryKind;
    readonly cause: Cause;
    readonly lots: readonly Lot[];
    readonly deficit: number;
    readonly movements: readonly Movement[];
    readonly shortfall?: number;
    readonly alreadyExpired?: number;
  },
): Step {
  const { kind, cause, lots, deficit, movements, shortfall = 0, alreadyExpired = 0 } = change;
  const balance = sumRemaining(lots.filter((lot) => !isPending(lot))) - deficit;
  const pending = sumRemaining(lots.filter(isPending));
  const seq = books.lastSeq + 1;
  return {
    entry: {
      seq,
      key: cause.key,
      input: cause.input,
      at: cause.at,
      kind,
      points: balance - books.balance,
      pendingPoints: pending - books.pending,
      balanceAfter: balance,
      pendingAfter: pending,
      shortfall,
      alreadyExpired,
      reason: cause.reason,
      source: cause.source,
      programVersion: cause.programVersion ?? null,
      correctsSeq: cause.correctsSeq ?? null,
      movements,
    },
    books: { balance, pending, deficit, lastSeq: seq, lots },
  };
}

/** Lots after each gave its part, and the movements that say so. */
export function withTaken(
  lots: readonly Lot[],
  taken: ReadonlyMap<Lot, number>,
): { readonly lots: Lot[]; readonly movements: Movement[] } {
  const next = lots.map((lot) => ({ ...lot, remaining: lot.remaining - (taken.get(lot) ?? 0) }));
  const movements = [...taken].map(([lot, points]) => ({
    lot: lotId(lot),
    points: -points,
    expiresAt: statedExpiry(lot),
  }));
  return { lots: next, movements };
}
