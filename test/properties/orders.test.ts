import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEffects } from "#app/domain/earning/apply-effects.ts";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import { isNewer, type SettlingContext, settleOrder } from "#app/domain/earning/settle-order.ts";
import { assertCoherent } from "#app/domain/points/coherence.ts";
import { EMPTY_BOOKS, type Entry, type MemberBooks } from "#app/domain/points/books.ts";
import { line, order, program } from "#test/support/factories.ts";
import { deliveriesOf, orderHistory } from "#test/support/order-histories.ts";

const MEMBER = "01890000-0000-7000-8000-000000000001";

const VERSION = { version: 1, publishedAt: new Date("2026-01-01"), publishedBy: "test" };
const NOW = new Date("2026-06-01T00:00:00Z");

function contextWith(change: { readonly points?: number; readonly per?: string }): SettlingContext {
  return {
    currency: "USD",
    timeZone: "America/New_York",
    versions: [{ ...VERSION, body: program(change) }],
    history: { earns: true, from: null },
    member: {
      ...{ memberId: MEMBER, takesPart: true, joinedOn: "2026-01-01" },
      traits: { tags: [], ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0 },
    },
    campaigns: [],
    given: () => ({ day: 0, month: 0 }),
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
      { ...record, memberId: MEMBER },
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
    lines: lines
      .map((one) => [one.lineId, one.netMinor, one.refundedMinor, one.earnedPoints, one.keptPoints])
      .sort(),
    balance: books.balance,
    deficit: books.deficit,
  };
}

const rule = fc.record({
  points: fc.integer({ min: 1, max: 7 }),
  per: fc.constantFrom("1.00", "2.00", "0.30", "10.00"),
});

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
        const bought = order(1, {
          lines: nets.map((net, position) => line(position, { net: (net / 100).toFixed(2) })),
        });
        const steps = [...cuts.sort((a, b) => a - b), 100];
        const parts = steps.map((until, number) => {
          const cutAt = (net: bigint, percent: number) => (net * BigInt(percent)) / 100n;
          const lines = bought.lines.map(({ lineId, netMinor }) => ({
            ...{ lineId, quantity: 1 },
            netMinor: cutAt(netMinor, until) - cutAt(netMinor, steps[number - 1] ?? 0),
          }));
          const paidBackMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
          const at = new Date(bought.processedAt.getTime() + (number + 1) * 3_600_000);
          return {
            refundId: `gid://shopify/Refund/${number}`,
            at,
            paidBackMinor,
            shippingMinor: 0n,
            taxMinor: 0n,
            lines,
          };
        });
        const heard = parts
          .map((part, position) => ({ part, key: arrival[position]! }))
          .sort((a, b) => a.key - b.key);
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
