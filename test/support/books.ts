import { assertCoherent } from "#app/domain/points/coherence.ts";
import {
  type Cause,
  EMPTY_BOOKS,
  type Entry,
  isOpen,
  type Lot,
  type MemberBooks,
  spendable,
  type Step,
} from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { credit, type Credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { type NegativeBalance, reverse } from "#app/domain/points/reverse.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";

export const MEMBER = "01890000-0000-7000-8000-000000000001";

const instant = (day: string) => new Date(day.includes("T") ? day : `${day}T00:00:00Z`);

/** One member's history as a worked case tells it; the laws are checked after every step. */
export function history() {
  let books: MemberBooks = EMPTY_BOOKS;
  const entries: Entry[] = [];
  let steps = 0;
  const cause = (at: string): Cause => ({
    key: `test:${++steps}`,
    input: "",
    at: instant(at),
    reason: "test",
    source: { type: "test", id: String(steps) },
  });
  const take = (step: Step): Entry => {
    books = step.books;
    entries.push(step.entry);
    assertCoherent(books, entries);
    return step.entry;
  };
  return {
    get books() {
      return books;
    },
    entries,
    credit(
      points: number,
      at = "2026-01-01",
      given: Partial<Omit<Credit, "expiresAt">> & { expires?: string } = {},
    ) {
      const { expires, ...rest } = given;
      const expiresAt = expires === undefined ? null : instant(expires);
      return take(credit(books, "earn", { points, earnedAt: instant(at), expiresAt, ...rest }, cause(at)));
    },
    debit(points: number, at = "2026-01-15"): Outcome<Step> {
      const outcome = debit(books, "redeem", { points, now: instant(at) }, cause(at));
      if (outcome.ok) take(outcome.value);
      return outcome;
    },
    reverse(
      orderId: string,
      points: number,
      at = "2026-01-15",
      negativeBalance: NegativeBalance = { policy: "allow" },
    ) {
      return take(reverse(books, { orderId, points, negativeBalance, now: instant(at) }, cause(at)));
    },
    comeDue(at: string): Entry[] {
      const due = comeDue(books, MEMBER, instant(at));
      books = due.books;
      entries.push(...due.entries);
      assertCoherent(books, entries);
      return [...due.entries];
    },
    spendable: (at: string) => spendable(books, instant(at)),
    /** What each lot holds, in the order in which they were made. */
    remaining: () => books.lots.map(({ remaining }) => remaining),
    open: (): Lot[] => books.lots.filter(isOpen),
  };
}
