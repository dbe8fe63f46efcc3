import { invariant } from "../shared/invariant.ts";
import {
  type Entry,
  isExpired,
  isOpen,
  isPending,
  type Lot,
  lotId,
  type MemberBooks,
  type Step,
  step,
} from "./books.ts";

/** Business key of a lot's own life: `lot:<member id>-<seq>.<n>/expire`. */
export function lotKey(memberId: string, lot: Pick<Lot, "seq" | "n">, what: "expire" | "mature"): string {
  return `lot:${memberId}-${lotId(lot)}/${what}`;
}

function lotCause(memberId: string, lot: Lot, what: "expire" | "mature", at: Date) {
  return {
    key: lotKey(memberId, lot, what),
    input: what,
    at,
    reason: what === "expire" ? "lot-expired" : "lot-matured",
    source: { type: "lot", id: `${memberId}-${lotId(lot)}` },
  };
}

/** One lot past its date: what is left of it goes, dated by its expiry. An empty lot expires without an entry. */
export function expireLot(books: MemberBooks, memberId: string, lot: Lot): Step {
  invariant(isOpen(lot) && lot.expiresAt !== null, "only an open, dated lot expires");
  const lots = books.lots.map((other) =>
    other === lot ? { ...lot, remaining: 0, expired: lot.expired + lot.remaining } : other,
  );
  return step(books, {
    kind: "expire",
    cause: lotCause(memberId, lot, "expire", lot.expiresAt),
    lots,
    deficit: books.deficit,
    movements: [{ lot: lotId(lot), points: -lot.remaining, expiresAt: lot.expiresAt }],
  });
}

/** A pending lot becomes spendable: its points move from pending to the balance and repay a deficit first. */
export function matureLot(books: MemberBooks, memberId: string, lot: Lot): Step {
  invariant(isOpen(lot) && lot.maturesAt !== null, "only an open, pending lot matures");
  const repaid = Math.min(books.deficit, lot.remaining);
  const lots = books.lots.map((other) =>
    other === lot ? { ...lot, maturesAt: null, remaining: lot.remaining - repaid } : other,
  );
  return step(books, {
    kind: "mature",
    cause: lotCause(memberId, lot, "mature", lot.maturesAt),
    lots,
    deficit: books.deficit - repaid,
    movements: [
      { lot: lotId(lot), points: -lot.remaining, expiresAt: lot.expiresAt },
      ...(repaid < lot.remaining
        ? [{ lot: lotId(lot), points: lot.remaining - repaid, expiresAt: lot.expiresAt }]
        : []),
    ],
  });
}

function dueAt(lot: Lot): number {
  return (isPending(lot) ? lot.maturesAt : lot.expiresAt)?.getTime() ?? Number.POSITIVE_INFINITY;
}

/**
 * What time alone has changed by `now`: lots mature and expire in the order of their dates, then of their ids. Doing it
 * twice changes nothing, so that every use case may begin with it and none depends on the sweep.
 *
 * `sparing` lots that expire by inactivity: orders may be told late and in any order, and the next one may have kept them
 * alive. They can't be spent meanwhile, and what nothing kept alive the sweep takes.
 */
export function comeDue(
  books: MemberBooks,
  memberId: string,
  now: Date,
  sparing: "sliding" | "none" = "none",
): { readonly entries: readonly Entry[]; readonly books: MemberBooks } {
  const entries: Entry[] = [];
  let current = books;
  for (;;) {
    const due = current.lots
      .filter(
        (lot) =>
          isOpen(lot) &&
          (isPending(lot)
            ? lot.maturesAt!.getTime() <= now.getTime()
            : isExpired(lot, now) && (sparing === "none" || lot.slide === null)),
      )
      .sort((a, b) => dueAt(a) - dueAt(b) || a.seq - b.seq || a.n - b.n)[0];
    if (due === undefined) return { entries, books: current };
    const next = isPending(due) ? matureLot(current, memberId, due) : expireLot(current, memberId, due);
    entries.push(next.entry);
    current = next.books;
  }
}
