import { describe, expect, it } from "vitest";
import { ineligibleBecause, unavailableBecause } from "#app/domain/rewards/availability.ts";
import { reward } from "#test/support/rewards.ts";

const now = new Date("2026-04-01T12:00:00Z");
const MUG = "gid://shopify/Product/1";
const TEA = "gid://shopify/Product/2";
const facts = {
  now,
  grantedScopes: ["write_discounts"],
  deletedProductIds: new Set([MUG]),
  taken: 3,
};
const limited = (productIds: string[], collectionIds: string[] = []) =>
  reward({ appliesTo: { productIds, collectionIds } });

describe("why a reward can't be taken by anybody", () => {
  it.each([
    ["a plain one can", reward(), null],
    ["switched off", reward({ enabled: false }), "switched-off"],
    ["begins later", reward({ from: "2026-04-01T12:00:01Z" }), "not-begun"],
    ["begins now: it can", reward({ from: "2026-04-01T12:00:00Z" }), null],
    ["ended now", reward({ until: "2026-04-01T12:00:00Z" }), "over"],
    ["a gift card where the shop has not granted its scope", reward({ kind: "gift-card" }), "scope-missing"],
    ["store credit likewise", reward({ kind: "store-credit" }), "scope-missing"],
    [
      "the product given away is gone",
      reward({ kind: "free-product", product: { productId: MUG, variantId: null } }),
      "product-deleted",
    ],
    ["all products it is limited to are gone", limited([MUG]), "product-deleted"],
    ["one of its products is left: it can", limited([MUG, TEA]), null],
    ["a collection is left: it can", limited([MUG], ["gid://shopify/Collection/1"]), null],
    ["taken as often as it can be", reward({ total: 3 }), "sold-out"],
    ["one is left: it can", reward({ total: 4 }), null],
  ])("%s", (_, offered, because) => {
    expect(unavailableBecause(offered, facts)).toBe(because);
  });
});

const ada = {
  customerId: "gid://shopify/Customer/1",
  participation: "member" as const,
  tags: ["VIP"],
  tierId: null,
  taken: 1,
};

describe("why this member can't take it", () => {
  it.each([
    ["a member can", reward(), ada, null],
    [
      "whoever is outside and was given points can",
      reward(),
      { ...ada, participation: "outside" as const },
      null,
    ],
    [
      "known by e-mail alone: a code can't be bound to them",
      reward(),
      { ...ada, customerId: null },
      "not-a-member",
    ],
    ["who has left", reward(), { ...ada, participation: "left" as const }, "not-a-member"],
    ["who is excluded", reward(), { ...ada, participation: "excluded" as const }, "not-a-member"],
    ["the tag counts in any case of letters", reward({ customerTags: ["vip"] }), ada, null],
    ["another tag", reward({ customerTags: ["staff"] }), ada, "not-eligible"],
    ["a tier, and none is held", reward({ tierIds: ["gold"] }), ada, "tier-required"],
    ["another tier", reward({ tierIds: ["gold"] }), { ...ada, tierId: "silver" }, "tier-required"],
    ["one of its tiers: it can", reward({ tierIds: ["silver", "gold"] }), { ...ada, tierId: "gold" }, null],
    ["as often as a member may", reward({ perMember: 1 }), ada, "limit-reached"],
    ["once more", reward({ perMember: 2 }), ada, null],
  ])("%s", (_, offered, member, because) => {
    expect(ineligibleBecause(offered, member)).toBe(because);
  });
});
