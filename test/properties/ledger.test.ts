import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEffects } from "#app/domain/earning/apply-effects.ts";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { isNewer, type SettlingContext, settleOrder } from "#app/domain/earning/settle-order.ts";
import { assertCoherent } from "#app/domain/points/coherence.ts";
import { type Cause, EMPTY_BOOKS, type Entry, lotId, type MemberBooks, type Step } from "#app/domain/points/books.ts";
import { comeDue } from "#app/domain/points/come-due.ts";
import { credit } from "#app/domain/points/credit.ts";
import { debit } from "#app/domain/points/debit.ts";
import { giveBack } from "#app/domain/points/give-back.ts";
import { reverse } from "#app/domain/points/reverse.ts";
import { hasSomethingToMove, transfer } from "#app/domain/points/transfer.ts";
import { line, order, program } from "#test/support/factories.ts";
import { deliveriesOf, orderHistory } from "#test/support/order-histories.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-01-01T12:00:00Z");
const MEMBER = "01890000-0000-7000-8000-000000000001";

type Act =
  | { readonly kind: "credit"; readonly points: number; readonly order: number; readonly pendingDays: number; readonly validDays: number | null }
  | { readonly kind: "debit"; readonly points: number }
  | { readonly kind: "return" }
  | { readonly kind: "reverse"; readonly points: number; readonly order: number; readonly policy: "allow" | "limit" | "clamp" }
  | { readonly kind: "wait"; readonly days: number }
  | { readonly kind: "sweep" }
  | { readonly kind: "merge"; readonly points: number };

const points = fc.integer({ min: 1, max: 200 });
const anOrder = fc.integer({ min: 1, max: 4 });
const act = fc.oneof(
  fc.record({ kind: fc.constant("credit"), points, order: anOrder, pendingDays: fc.constantFrom(0, 0, 0, 14), validDays: fc.constantFrom(null, 10, 40) }),
  fc.record({ kind: fc.constant("debit"), points }),
  fc.record({ kind: fc.constant("return") }),
  fc.record({ kind: fc.constant("reverse"), points, order: anOrder, policy: fc.constantFrom("allow", "limit", "clamp") }),
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
    const cause: Cause = { key: `k${number}`, input: "", at: now, reason: "test", source: { type: "test", id: String(number) } };
    const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
    switch (one.kind) {
      case "credit": {
        const maturesAt = one.pendingDays === 0 ? null : inDays(one.pendingDays);
        const expiresAt = one.validDays === null ? null : inDays(one.pendingDays + one.validDays);
        take(credit(books, "earn", { points: one.points, orderId: `o${one.order}`, earnedAt: now, maturesAt, expiresAt }, cause));
        break;
      }
      case "debit": {
        const outcome = debit(books, "redeem", { points: one.points, now }, cause);
        if (outcome.ok) lastDebit = take(outcome.value);
        break;
      }
      case "return":
        if (lastDebit !== null) {
          take(giveBack(books, { kind: "return", taken: lastDebit.movements, lots: books.lots, timeZone: "UTC" }, cause));
          lastDebit = null;
        }
        break;
      case "reverse": {
        const policy = one.policy === "limit" ? { policy: one.policy, limit: 50 } : { policy: one.policy };
        const due = comeDue(books, MEMBER, now);
        books = due.books;
        entries.push(...due.entries);
        const entry = take(reverse(books, { orderId: `o${one.order}`, points: one.points, negativeBalance: policy, now }, cause));
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
          for (const { lot, points: moved } of entry.movements) expect(-moved).toBeLessThanOrEqual(before.get(lot) ?? 0);
        }
        expect(comeDue(books, MEMBER, now).entries).toEqual([]);
        break;
      }
      case "merge": {
        const other = credit(EMPTY_BOOKS, "earn", { points: one.points, earnedAt: now, expiresAt: inDays(20) }, { ...cause, key: `${cause.key}/other` });
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
    fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => void play(acts)), { numRuns: 500 });
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

const VERSION = { version: 1, publishedAt: new Date("2026-01-01"), publishedBy: "test" };
const NOW = new Date("2026-06-01T00:00:00Z");

function contextWith(change: { readonly points?: number; readonly per?: string }): SettlingContext {
  return {
    currency: "USD",
    timeZone: "America/New_York",
    versions: [{ ...VERSION, body: program(change) }],
    history: { earns: true, from: null },
    member: { memberId: MEMBER, takesPart: true, joinedOn: "2026-01-01" },
  };
}

/** The state in which deliveries end: what the order keeps and the member has. */
function deliver(deliveries: readonly OrderFacts[], context: SettlingContext) {
  let record: OrderRecord | null = null;
  let books: MemberBooks = EMPTY_BOOKS;
  const entries: Entry[] = [];
  for (const facts of deliveries) {
    if (!isNewer(facts, record)) continue;
    const settled = settleOrder(record, facts, context);
    record = settled.next;
    const applied = applyEffects(
      books,
      settled.effects,
      { orderId: record.orderId, memberId: MEMBER },
      { versions: context.versions, timeZone: context.timeZone, now: NOW },
    );
    books = applied.books;
    entries.push(...applied.entries);
    assertCoherent(books, entries);
    for (const one of record.lines) expect(one.keptPoints).toBeLessThanOrEqual(one.earnedPoints);
    expect(books.balance).toBe(record.keptPoints);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  }
  if (record === null) throw new Error("nothing was delivered");
  const { keptPoints, earnedPoints, goodsLeftMinor, isPurchase, fullyRefundedAt, lines } = record;
  return {
    ...{ keptPoints, earnedPoints, goodsLeftMinor, isPurchase, fullyRefundedAt },
    lines: lines.map((one) => [one.lineId, one.netMinor, one.refundedMinor, one.earnedPoints, one.keptPoints]).sort(),
    balance: books.balance,
    deficit: books.deficit,
  };
}

const rule = fc.record({ points: fc.integer({ min: 1, max: 7 }), per: fc.constantFrom("1.00", "2.00", "0.30", "10.00") });

describe("the laws of an order", () => {
  it("deliveries in any order, with repeats and with lost ones but the last, end in the same state", () => {
    const given = orderHistory(1).chain((states) =>
      fc.record({ states: fc.constant(states), deliveries: deliveriesOf(states), change: rule }),
    );
    fc.assert(
      fc.property(given, ({ states, deliveries, change }) => {
        const context = contextWith(change);
        expect(deliver(deliveries, context)).toEqual(deliver(states, context));
      }),
      { numRuns: 1000 },
    );
  });

  it("k partial refunds, in any order, end exactly where one full refund ends", () => {
    const given = fc.record({
      nets: fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 1, maxLength: 5 }),
      cuts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 }),
      arrival: fc.array(fc.integer(), { minLength: 6, maxLength: 6 }),
      change: rule,
    });
    fc.assert(
      fc.property(given, ({ nets, cuts, arrival, change }) => {
        const context = contextWith(change);
        const bought = order(1, { lines: nets.map((net, position) => line(position, { net: (net / 100).toFixed(2) })) });
        const steps = [...cuts.sort((a, b) => a - b), 100];
        const parts = steps.map((until, number) => {
          const cutAt = (net: bigint, percent: number) => (net * BigInt(percent)) / 100n;
          const lines = bought.lines.map(({ lineId, netMinor }) => ({
            ...{ lineId, quantity: 1 },
            netMinor: cutAt(netMinor, until) - cutAt(netMinor, steps[number - 1] ?? 0),
          }));
          const paidBackMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
          const at = new Date(bought.processedAt.getTime() + (number + 1) * 3_600_000);
          return { refundId: `gid://shopify/Refund/${number}`, at, paidBackMinor, shippingMinor: 0n, taxMinor: 0n, lines };
        });
        const heard = parts.map((part, position) => ({ part, key: arrival[position]! })).sort((a, b) => a.key - b.key);
        const states = heard.map((_, count) => ({
          ...bought,
          updatedAt: new Date(bought.updatedAt.getTime() + (count + 1) * 60_000),
          refunds: heard.slice(0, count + 1).map(({ part }) => part),
        }));
        const full = {
          ...bought,
          updatedAt: new Date(bought.updatedAt.getTime() + 60_000),
          refunds: [
            {
              ...parts[0]!,
              paidBackMinor: bought.totalMinor,
              lines: bought.lines.map(({ lineId, netMinor }) => ({ lineId, quantity: 1, netMinor })),
            },
          ],
        };
        const inParts = deliver([bought, ...states], context);
        const atOnce = deliver([bought, full], context);
        expect({ ...inParts, fullyRefundedAt: null }).toEqual({ ...atOnce, fullyRefundedAt: null });
        expect(inParts).toMatchObject({ keptPoints: 0, balance: 0, deficit: 0 });
      }),
      { numRuns: 500 },
    );
  });
});
