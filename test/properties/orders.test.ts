import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEffects, applyFulfilment } from "#app/domain/earning/apply-effects.ts";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { isNewer, type SettlingContext, settleOrder } from "#app/domain/earning/settle-order.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { assertCoherent } from "#app/domain/points/coherence.ts";
import { EMPTY_BOOKS, type Entry, isOpen, type MemberBooks } from "#app/domain/points/books.ts";
import { deliveriesOf, orderHistory, partsAndWhole } from "#test/support/order-histories.ts";
import { randomProgram } from "#test/support/random-program.ts";

const MEMBER = "01890000-0000-7000-8000-000000000001";

const VERSION = { version: 1, publishedAt: new Date("2026-01-01"), publishedBy: "test" };
const NOW = new Date("2026-06-01T00:00:00Z");

function contextWith(body: ProgramBody): SettlingContext {
  return {
    currency: "USD",
    timeZone: "America/New_York",
    versions: [{ ...VERSION, body }],
    history: { earns: true, from: null },
    member: {
      ...{ memberId: MEMBER, takesPart: true, joinedOn: "2026-01-01" },
      traits: { tags: ["VIP"], ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0 },
    },
    campaigns: [],
    given: () => ({ day: 0, month: 0 }),
  };
}

/** Points by the instant at which they end and the one at which they mature. */
function ends(books: MemberBooks): string[] {
  const sums = new Map<string, number>();
  for (const { remaining, expiresAt, maturesAt } of books.lots.filter(isOpen)) {
    const key = `${maturesAt?.toISOString()} ${expiresAt?.toISOString()}`;
    sums.set(key, (sums.get(key) ?? 0) + remaining);
  }
  return [...sums].map(([key, points]) => `${points} ${key}`).sort();
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
    if (record.fulfilledAt !== null && record.programVersion !== null) {
      const fulfilled = applyFulfilment(books, { ...record, memberId: MEMBER }, record.programVersion, {
        ...{ versions: context.versions, timeZone: context.timeZone, now: NOW },
      });
      books = fulfilled.books;
      entries.push(...fulfilled.entries);
    }
    const applied = applyEffects(
      books,
      settled.effects,
      { ...record, memberId: MEMBER },
      { versions: context.versions, timeZone: context.timeZone, now: NOW },
    );
    books = applied.books;
    entries.push(...applied.entries);
    assertCoherent(books, entries);
    for (const one of record.lines) expect(one.keptPoints).toBeLessThanOrEqual(one.earnedPoints);
    expect(books.balance + books.pending).toBe(record.keptPoints);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  }
  if (record === null) throw new Error("nothing was delivered");
  const { keptPoints, earnedPoints, goodsLeftMinor, isPurchase, fullyRefundedAt, lines } = record;
  return {
    ...{ keptPoints, earnedPoints, goodsLeftMinor, isPurchase, fullyRefundedAt },
    lines: lines
      .map((one) => [one.lineId, one.netMinor, one.refundedMinor, one.earnedPoints, one.keptPoints])
      .sort(),
    balance: books.balance,
    pending: books.pending,
    expires: ends(books),
    deficit: books.deficit,
  };
}

describe("the laws of an order", () => {
  it("deliveries in any order, with repeats and with lost ones but the last, end in the same state", () => {
    const given = orderHistory(1).chain((states) =>
      fc.record({ states: fc.constant(states), deliveries: deliveriesOf(states), body: randomProgram() }),
    );
    fc.assert(
      fc.property(given, ({ states, deliveries, body }) => {
        const context = contextWith(body);
        expect(deliver(deliveries, context)).toEqual(deliver(states, context));
      }),
      { numRuns: 1000 },
    );
  });

  it("replaying any prefix of what was told changes nothing", () => {
    const given = orderHistory(1).chain((states) =>
      fc.record({
        states: fc.constant(states),
        prefix: fc.integer({ min: 1, max: states.length }),
        body: randomProgram(),
      }),
    );
    fc.assert(
      fc.property(given, ({ states, prefix, body }) => {
        const context = contextWith(body);
        const replayed = [...states.slice(0, prefix), ...states.slice(0, prefix), ...states.slice(prefix)];
        expect(deliver(replayed, context)).toEqual(deliver(states, context));
        expect(deliver([...states, ...states.slice(0, prefix)], context)).toEqual(deliver(states, context));
      }),
      { numRuns: 500 },
    );
  });

  it("k partial refunds, in any order, end exactly where one full refund ends", () => {
    const given = fc.record({ refunds: partsAndWhole(), body: randomProgram() });
    fc.assert(
      fc.property(given, ({ refunds: { bought, parts, whole }, body }) => {
        const context = contextWith(body);
        const inParts = deliver([bought, ...parts], context);
        const atOnce = deliver([bought, whole], context);
        expect({ ...inParts, fullyRefundedAt: null }).toEqual({ ...atOnce, fullyRefundedAt: null });
        expect(inParts).toMatchObject({ keptPoints: 0, balance: 0, deficit: 0 });
      }),
      { numRuns: 500 },
    );
  });
});
