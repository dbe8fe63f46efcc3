import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertCoherent } from "#app/domain/points/coherence.ts";
import {
  type Cause,
  EMPTY_BOOKS,
  type Entry,
  lotId,
  type MemberBooks,
  type Step,
} from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { giveBack } from "#app/domain/points/give-back.ts";
import { reverse } from "#app/domain/points/reverse.ts";
import { hasSomethingToMove, transfer } from "#app/domain/points/transfer.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-01-01T12:00:00Z");
const MEMBER = "01890000-0000-7000-8000-000000000001";

type Act =
  | {
      readonly kind: "credit";
      readonly points: number;
      readonly order: number;
      readonly pendingDays: number;
      readonly validDays: number | null;
    }
  | { readonly kind: "debit"; readonly points: number }
  | { readonly kind: "return" }
  | {
      readonly kind: "reverse";
      readonly points: number;
      readonly order: number;
      readonly policy: "allow" | "limit" | "clamp";
    }
  | { readonly kind: "wait"; readonly days: number }
  | { readonly kind: "sweep" }
  | { readonly kind: "merge"; readonly points: number };

const points = fc.integer({ min: 1, max: 200 });
const anOrder = fc.integer({ min: 1, max: 4 });
const act = fc.oneof(
  fc.record({
    kind: fc.constant("credit"),
    points,
    order: anOrder,
    pendingDays: fc.constantFrom(0, 0, 0, 14),
    validDays: fc.constantFrom(null, 10, 40),
  }),
  fc.record({ kind: fc.constant("debit"), points }),
  fc.record({ kind: fc.constant("return") }),
  fc.record({
    kind: fc.constant("reverse"),
    points,
    order: anOrder,
    policy: fc.constantFrom("allow", "limit", "clamp"),
  }),
  fc.record({ kind: fc.constant("wait"), days: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant("sweep") }),
  fc.record({ kind: fc.constant("merge"), points }),
) as fc.Arbitrary<Act>;

/** Plays the acts on one member's books and checks law 3 after every one of them. */
function play(acts: readonly Act[], onReverse?: (entry: Entry, points: number) => void) {
  let books: MemberBooks = EMPTY_BOOKS;
  let now = new Date(START);
  const entries: Entry[] = [];
  let lastDebit: Entry | null = null;
  const take = (step: Step) => {
    books = step.books;
    entries.push(step.entry);
    assertCoherent(books, entries);
    return step.entry;
  };
  for (const [number, one] of acts.entries()) {
    const cause: Cause = {
      key: `k${number}`,
      input: "",
      at: now,
      reason: "test",
      source: { type: "test", id: String(number) },
    };
    const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
    switch (one.kind) {
      case "credit": {
        const maturesAt = one.pendingDays === 0 ? null : inDays(one.pendingDays);
        const expiresAt = one.validDays === null ? null : inDays(one.pendingDays + one.validDays);
        take(
          credit(
            books,
            "earn",
            { points: one.points, orderId: `o${one.order}`, earnedAt: now, maturesAt, expiresAt },
            cause,
          ),
        );
        break;
      }
      case "debit": {
        const outcome = debit(books, "redeem", { points: one.points, now }, cause);
        if (outcome.ok) lastDebit = take(outcome.value);
        break;
      }
      case "return":
        if (lastDebit !== null) {
          take(
            giveBack(
              books,
              { kind: "return", taken: lastDebit.movements, lots: books.lots, timeZone: "UTC" },
              cause,
            ),
          );
          lastDebit = null;
        }
        break;
      case "reverse": {
        const policy = one.policy === "limit" ? { policy: one.policy, limit: 50 } : { policy: one.policy };
        const due = comeDue(books, MEMBER, now);
        books = due.books;
        entries.push(...due.entries);
        const entry = take(
          reverse(
            books,
            { orderId: `o${one.order}`, points: one.points, negativeBalance: policy, now },
            cause,
          ),
        );
        onReverse?.(entry, one.points);
        break;
      }
      case "wait":
        now = inDays(one.days);
        break;
      case "sweep": {
        const before = new Map(books.lots.map((lot) => [lotId(lot), lot.remaining]));
        const due = comeDue(books, MEMBER, now);
        books = due.books;
        entries.push(...due.entries);
        assertCoherent(books, entries);
        for (const entry of due.entries.filter(({ kind }) => kind === "expire")) {
          for (const { lot, points: moved } of entry.movements)
            expect(-moved).toBeLessThanOrEqual(before.get(lot) ?? 0);
        }
        expect(comeDue(books, MEMBER, now).entries).toEqual([]);
        break;
      }
      case "merge": {
        const other = credit(
          EMPTY_BOOKS,
          "earn",
          { points: one.points, earnedAt: now, expiresAt: inDays(20) },
          { ...cause, key: `${cause.key}/other` },
        );
        if (hasSomethingToMove(other.books)) {
          const due = comeDue(books, MEMBER, now);
          books = due.books;
          entries.push(...due.entries);
          const moved = transfer(other.books, books, { out: cause, in: cause });
          assertCoherent(moved.out.books, [other.entry, moved.out.entry]);
          expect(moved.out.entry.points + moved.in.entry.points).toBe(0);
          take(moved.in);
        }
        break;
      }
    }
  }
  return { books, entries };
}

describe("the laws of the books", () => {
  it("law 3 holds after every step of any history; expiry is idempotent and never above the rest of the lot", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => void play(acts)),
      { numRuns: 500 },
    );
  });

  it("a reversal is told whole: taken + forgiven + already expired", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        play(acts, (entry, asked) => {
          expect(entry.shortfall + entry.alreadyExpired - entry.points - entry.pendingPoints).toBe(asked);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("under clamp no reversal ever leaves or deepens a deficit", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const clamped = acts.map((one): Act => (one.kind === "reverse" ? { ...one, policy: "clamp" } : one));
        expect(play(clamped).books.deficit).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
