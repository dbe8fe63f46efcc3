import { describe, expect, it } from "vitest";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";

const FIVE_OFF: Reward = {
  id: "five-off",
  kind: "amount-off",
  name: "5 off",
  points: 500,
  value: "5.00",
  slider: null,
  minimumOrder: null,
  appliesTo: { productIds: [], collectionIds: [] },
  product: null,
  combinesWith: { order: false, product: false, shipping: false },
  validDays: 30,
  perMember: null,
  total: null,
  customerTags: [],
  tierIds: [],
  enabled: true,
  from: null,
  until: null,
};
const slider = (
  minimumPoints: number,
  maximumPoints: number | null = null,
  maximumShare: string | null = null,
) => ({
  slider: { minimumPoints, maximumPoints, maximumShare },
});
const product = (productId: string, variantId: string | null = null) => ({
  product: { productId, variantId },
});
const only = (productIds: string[], collectionIds: string[]) => ({
  appliesTo: { productIds, collectionIds },
});
const MUG = { kind: "free-product", value: null, ...product("gid://shopify/Product/1") } as const;
const CREDIT = { kind: "store-credit" } as const;

const refusalsOf = (changes: readonly Partial<Reward>[], currency = "USD") => {
  const rewards = changes.map((change) => ({ ...FIVE_OFF, ...change }));
  return validateProgram({ ...DEFAULT_PROGRAM, rewards }, currency, "2026-03-02");
};

describe("a reward that can be given is accepted", () => {
  it.each<[string, Partial<Reward>]>([
    ["an amount off", {}],
    ["as much as the smallest order", { minimumOrder: "5.00" }],
    ["a percentage off", { kind: "percentage-off", value: "12.5" }],
    ["free shipping", { kind: "free-shipping", value: null }],
    [
      "a free product, in one variant",
      { ...MUG, ...product("gid://shopify/Product/1", "gid://shopify/ProductVariant/2") },
    ],
    ["store credit", CREDIT],
    ["a gift card with a slider", { kind: "gift-card", ...slider(500, 5000) }],
    ["a slider held to half of the order", { ...slider(500, 100_000, "0.5"), minimumOrder: "5.00" }],
    ["a slider up to the smallest order", { ...slider(500, 2000), minimumOrder: "20.00" }],
  ])("%s", (_, change) => {
    expect(refusalsOf([change])).toEqual([]);
  });
});

describe("a reward that can't be given is refused at its place", () => {
  it.each<[string, Partial<Reward>, string]>([
    ["no name", { name: " " }, "name name-missing"],
    ["half a point", { points: 0.5 }, "points points-not-whole"],
    ["no points", { points: 0 }, "points points-not-positive"],
    ["a negative price", { points: -100 }, "points points-not-positive"],
    ["no value", { value: null }, "value value-missing"],
    ["a value of 0", { value: "0.00" }, "value value-not-positive"],
    ["a negative value", { value: "-5.00" }, "value value-not-positive"],
    ["a value of half cents", { value: "5.005" }, "value value-not-positive"],
    ["no percentage", { kind: "percentage-off", value: null }, "value value-missing"],
    ["half of one per cent", { kind: "percentage-off", value: "0.5" }, "value percentage-out-of-range"],
    ["101 per cent", { kind: "percentage-off", value: "101" }, "value percentage-out-of-range"],
    ["a value of free shipping", { kind: "free-shipping" }, "value field-not-read"],
    ["a value of a free product", { ...MUG, value: "5.00" }, "value field-not-read"],
    ["more than the smallest order", { minimumOrder: "4.99" }, "value reward-above-order"],
    [
      "a slider whose least is more than the smallest order",
      { ...slider(1000, null, "0.5"), minimumOrder: "9.99" },
      "value reward-above-order",
    ],
    [
      "a slider whose most is more than the smallest order",
      { ...slider(500, 2000), minimumOrder: "19.99" },
      "value reward-above-order",
    ],
    [
      "a slider on per cent",
      { kind: "percentage-off", value: "10", ...slider(500) },
      "slider slider-not-possible",
    ],
    ["a slider that begins below one step", slider(100), "slider/minimumPoints slider-minimum"],
    ["a slider that begins between steps", slider(750), "slider/minimumPoints slider-minimum"],
    ["a slider that ends between steps", slider(500, 1200), "slider/maximumPoints slider-maximum"],
    ["a slider that ends before it begins", slider(1000, 500), "slider/maximumPoints slider-maximum"],
    ["no share of the order", slider(500, null, "0"), "slider/maximumShare slider-share"],
    ["more than the order", slider(500, null, "1.01"), "slider/maximumShare slider-share"],
    [
      "a share of an order in store credit",
      { ...CREDIT, ...slider(500, null, "0.5") },
      "slider/maximumShare field-not-read",
    ],
    ["a negative minimum", { minimumOrder: "-1.00" }, "minimumOrder amount-not-valid"],
    ["a minimum order for store credit", { ...CREDIT, minimumOrder: "20.00" }, "minimumOrder field-not-read"],
    ["a free product without its product", { ...MUG, product: null }, "product product-missing"],
    ["a free product by its number", { ...MUG, ...product("1") }, "product/productId gid-not-valid"],
    [
      "a variant that is a product",
      { ...MUG, ...product("gid://shopify/Product/1", "gid://shopify/Product/1") },
      "product/variantId gid-not-valid",
    ],
    ["a product with an amount off", product("gid://shopify/Product/1"), "product field-not-read"],
    [
      "free shipping on some products",
      {
        ...{ kind: "free-shipping", value: null },
        appliesTo: { productIds: ["gid://shopify/Product/1"], collectionIds: [] },
      },
      "appliesTo/productIds field-not-read",
    ],
    [
      "a collection by its name",
      { appliesTo: { productIds: [], collectionIds: ["tea"] } },
      "appliesTo/collectionIds/0 gid-not-valid",
    ],
    [
      "a minimum towards which only some products would count",
      { ...only(["gid://shopify/Product/1"], []), minimumOrder: "20.00" },
      "minimumOrder minimum-of-some-goods",
    ],
    [
      "a minimum towards which only a collection would count",
      {
        ...{ kind: "percentage-off", value: "10", minimumOrder: "20.00" },
        ...only([], ["gid://shopify/Collection/1"]),
      },
      "minimumOrder minimum-of-some-goods",
    ],
    [
      "a minimum that the free product would have to reach by itself",
      { ...MUG, minimumOrder: "20.00" },
      "minimumOrder minimum-of-some-goods",
    ],
    [
      "products and collections at once",
      only(["gid://shopify/Product/1"], ["gid://shopify/Collection/1"]),
      "appliesTo/collectionIds products-or-collections",
    ],
    [
      "store credit that combines",
      { ...CREDIT, combinesWith: { order: true, product: false, shipping: false } },
      "combinesWith field-not-read",
    ],
    ["good for no day", { validDays: 0 }, "validDays days-out-of-range"],
    ["good for more than ten years", { validDays: 3651 }, "validDays days-out-of-range"],
    ["never for one member", { perMember: 0 }, "perMember count-out-of-range"],
    ["never at all", { total: 0 }, "total count-out-of-range"],
    ["an empty customer tag", { customerTags: [""] }, "customerTags/0 entry-empty"],
    [
      "an end before the beginning",
      { from: "2026-05-02T00:00:00Z", until: "2026-05-01T00:00:00Z" },
      "until span-empty",
    ],
  ])("%s", (_, change, refusal) => {
    const refusals = refusalsOf([change]);
    expect(refusals.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([`/rewards/0/${refusal}`]);
    expect(refusals[0]?.detail).toMatch(/\w+ \w+/);
  });

  it("two rewards of one id", () => {
    const refusals = refusalsOf([{}, { name: "Another" }]);
    expect(refusals.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(["/rewards/1/id id-taken"]);
  });

  it("a value has the digits of the shop's currency", () => {
    expect(refusalsOf([{ value: "500" }], "JPY")).toEqual([]);
    expect(refusalsOf([{ value: "5.50" }], "JPY").map(({ code }) => code)).toEqual(["value-not-positive"]);
  });
});
