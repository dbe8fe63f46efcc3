import { describe, expect, it } from "vitest";
import { EVERYBODY, matchesSegment, type SegmentFilter } from "#app/domain/membership/segment.ts";
import { usd } from "#test/support/factories.ts";
import { segmentMember } from "#test/support/earning.ts";

const ADA = segmentMember({
  tags: ["VIP", "Größe"],
  ordersCount: 3,
  spentMinor: usd("100.00"),
  lastOrderOn: "2026-03-01",
  balance: -20,
});
const NEW = segmentMember();
const GOLD = { ...ADA, tierId: "gold" };
const IN_NONE = { ...NEW, tierId: null };

describe("a member is in a segment who meets every condition of its filter", () => {
  it.each<[string, Partial<SegmentFilter>, boolean, boolean]>([
    ["no condition", {}, true, true],
    ["one of the tags, in any case of letters", { tags: ["vip", "staff"] }, true, false],
    ["… in any script", { tags: ["GRÖSSE"] }, true, false],
    ["another tag", { tags: ["staff"] }, false, false],
    ["without a tag", { withoutTags: ["vip"] }, false, true],
    ["at least as many orders", { ordersAtLeast: 3 }, true, false],
    ["more orders", { ordersAtLeast: 4 }, false, false],
    ["at most as many orders", { ordersAtMost: 3 }, true, true],
    ["fewer orders", { ordersAtMost: 2 }, false, true],
    ["no orders: 0 is a condition", { ordersAtMost: 0 }, false, true],
    ["spent at least", { spentAtLeast: "100.00" }, true, false],
    ["spent more", { spentAtLeast: "100.01" }, false, false],
    ["spent at most", { spentAtMost: "100.00" }, true, true],
    ["spent less", { spentAtMost: "99.99" }, false, true],
    ["last order so long ago", { lastOrderDaysAtLeast: 30 }, true, false],
    ["last order longer ago", { lastOrderDaysAtLeast: 31 }, false, false],
    ["last order at most so long ago", { lastOrderDaysAtMost: 30 }, true, false],
    ["last order lately", { lastOrderDaysAtMost: 29 }, false, false],
    ["a balance of at least", { balanceAtLeast: 0 }, false, true],
    ["a balance below 0", { balanceAtMost: -1 }, true, false],
    ["in one of the tiers", { tierIds: ["silver", "gold"] }, true, false],
    ["in another tier", { tierIds: ["silver"] }, false, false],
    ["near a tier is a question to all members at once", { nearTierId: "gold" }, false, false],
    ["two conditions, both met", { ordersAtLeast: 1, tags: ["vip"] }, true, false],
    ["two conditions, one met", { ordersAtLeast: 4, tags: ["vip"] }, false, false],
  ])("%s", (_, change, ada, fresh) => {
    const matches = (member: typeof GOLD | typeof IN_NONE) =>
      matchesSegment(member, { ...EVERYBODY, ...change }, "2026-03-31", "USD");
    expect([matches(GOLD), matches(IN_NONE)]).toEqual([ada, fresh]);
  });
});
