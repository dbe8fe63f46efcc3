import { describe, expect, it } from "vitest";
import { settleOrder } from "#app/domain/earning/settle-order.ts";
import { line, later, order, program, refund } from "#test/support/factories.ts";

const NOBODY_YET = { tags: [], ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0 };
const context = {
  currency: "USD",
  timeZone: "UTC",
  versions: [{ version: 1, publishedAt: new Date("2026-01-01"), publishedBy: "test", body: program() }],
  history: { earns: true, from: null },
  member: { memberId: "m", takesPart: true, joinedOn: "2026-03-02", traits: NOBODY_YET },
  campaigns: [],
  given: () => ({ day: 0, month: 0 }),
};

describe("the lines of an order", () => {
  const lines = [9, 10, 101].map((number) => line(number, { net: "1.50" }));
  const orders = [lines, [...lines].reverse(), [lines[1]!, lines[2]!, lines[0]!]];

  it("share its points by their ids, whatever order they are told in", () => {
    for (const told of orders) {
      const { next } = settleOrder(null, order(1, { lines: told }), context);
      expect(
        next.lines.map(({ lineId, position, earnedPoints }) => [lineId, position, earnedPoints]),
      ).toEqual([
        ["gid://shopify/LineItem/9", 0, 2],
        ["gid://shopify/LineItem/10", 1, 1],
        ["gid://shopify/LineItem/101", 2, 1],
      ]);
    }
  });

  it("share an amount refunded without lines by their ids as well", () => {
    const amount = refund(1, { at: "2026-03-03T00:00:00Z", paidBack: "0.01" });
    for (const told of orders) {
      const bought = order(1, { lines: told });
      const { next } = settleOrder(null, bought, context);
      const after = settleOrder(
        next,
        later(bought, 60, { lines: [...told].reverse(), refunds: [amount] }),
        context,
      );
      expect(after.next.lines.map(({ refundedMinor }) => refundedMinor)).toEqual([1n, 0n, 0n]);
    }
  });
});
