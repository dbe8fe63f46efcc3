import { describe, expect, it } from "vitest";
import type { EarningRule, Multiplier } from "#app/domain/program/program-body.ts";
import { money } from "#test/support/factories.ts";
import {
  AT,
  earned,
  earningOrder,
  type LineChange,
  multiplier,
  programOf,
  rule,
} from "#test/support/earning.ts";

const NO_BASIS = { tax: false, shipping: false, discounts: false, storeCredit: false };
const basis = (change: Partial<typeof NO_BASIS>) => ({ basis: { ...NO_BASIS, ...change } });
const per2 = rule({ id: "second", per: "2.00" });
const giftCard = (net: string): LineChange => ({ net, giftCard: true });

/** Points of an order, and of each of its lines. */
function pointsOf(
  lines: readonly (string | LineChange)[],
  rules: readonly EarningRule[],
  multipliers: readonly Multiplier[] = [],
) {
  const result = earned(earningOrder(lines), programOf(rules, multipliers));
  expect(result.lines.reduce((sum, { points }) => sum + points, 0)).toBe(result.points);
  return result.points;
}

describe("a purchase rule computes on the sum of its eligible lines and rounds once per order", () => {
  it.each<[string, (string | LineChange)[], EarningRule[], number]>([
    ["1 point per 1.00 on 19.99 → 19", ["19.99"], [rule()], 19],
    ["3 per 1.00 on 40.00 → 120", ["40.00"], [rule({ points: 3 })], 120],
    ["1/1.00 and 1/2.00 together on 19.99 → 19 + 9 = 28", ["19.99"], [rule(), per2], 28],
    ["$49.95 → 49", ["49.95"], [rule()], 49],
    ["$49.95 rounded half up → 50", ["49.95"], [rule({ rounding: "half-up" })], 50],
    ["$49.01 rounded up → 50", ["49.01"], [rule({ rounding: "ceil" })], 50],
    ["the sum is rounded, not the lines: 0.60 + 0.60 → 1", ["0.60", "0.60"], [rule()], 1],
    ["gift-card lines earn nothing", [giftCard("50.00"), "20.00"], [rule()], 20],
    ["a gift card alone earns nothing", [giftCard("50.00")], [rule()], 0],
    ["goods that cost nothing earn nothing", ["0.00"], [rule()], 0],
    ["a $50 item with a $10 coupon earns on 40", [{ net: "40.00", discount: "10.00" }], [rule()], 40],
    [
      "… and on 50 where discounts count",
      [{ net: "40.00", discount: "10.00" }],
      [rule(basis({ discounts: true }))],
      50,
    ],
    ["a rule switched off gives 0", ["19.99"], [rule({ enabled: false })], 0],
    ["a rule not yet begun gives 0", ["19.99"], [rule({ from: "2026-03-02T12:00:01Z" })], 0],
    ["a rule begins at its moment", ["19.99"], [rule({ from: "2026-03-02T12:00:00Z" })], 19],
    ["a rule that is over gives 0", ["19.99"], [rule({ until: "2026-03-02T12:00:00Z" })], 0],
    ["an order below the minimum gives 0", ["19.99"], [rule({ minimumOrder: "20.00" })], 0],
    ["an order at the minimum earns", ["20.00"], [rule({ minimumOrder: "20.00" })], 20],
    [
      "gift cards don't help to reach the minimum",
      ["19.00", giftCard("50.00")],
      [rule({ minimumOrder: "20.00" })],
      0,
    ],
    [
      "the minimum looks at the order's goods, not at the eligible lines",
      [{ net: "5.00", vendor: "Acme" }, "20.00"],
      [rule({ minimumOrder: "20.00", include: { vendors: ["Acme"] } })],
      5,
    ],
    ["sign-up points are not an order's", ["19.99"], [rule({ kind: "sign-up", points: 100, per: null })], 0],
    ["points for the n-th order are not its lines'", ["9.00"], [rule({ kind: "nth-order", per: null })], 0],
    ["no rule at all: nothing", ["19.99"], [], 0],
  ])("%s", (_, lines, rules, points) => {
    expect(pointsOf(lines, rules)).toBe(points);
  });

  it.each([
    ["JPY has no decimals: 1 point per 100 on 1,980 → 19", "JPY", "100", "1980", 19],
    ["KWD has three: 1 point per 1.000 on 19.999 → 19", "KWD", "1.000", "19.999", 19],
  ])("%s", (_, currency, per, net, points) => {
    const order = earningOrder(["1.00"]);
    const lines = order.lines.map((line) => ({ ...line, netMinor: money(net, currency) }));
    expect(earned({ ...order, lines }, programOf([rule({ per })]), { currency }).points).toBe(points);
  });
});

describe("the basis says what counts besides the net goods", () => {
  const items: LineChange[] = [
    { net: "40.00", tax: "10.00", productId: "gid://shopify/Product/1" },
    { net: "24.00", tax: "6.00", productId: "gid://shopify/Product/2" },
  ];
  const first = { include: { productIds: ["gid://shopify/Product/1"] } };
  const others = { exclude: { productIds: ["gid://shopify/Product/1"] } };
  it.each<[string, EarningRule[], number]>([
    ["items 50.00 (of which tax 10.00) and 30.00 (tax 6.00): without tax 64.00", [rule()], 64],
    [
      "tax kept on the first only 74.00",
      [rule({ ...first, ...basis({ tax: true }) }), rule({ id: "others", ...others })],
      74,
    ],
    ["order total with shipping 80.00 + 15.00 → 95.00", [rule(basis({ tax: true, shipping: true }))], 95],
    [
      "shipping counts only with a line that counts",
      [rule({ ...basis({ shipping: true }), include: { vendors: ["Acme"] } })],
      0,
    ],
  ])("%s", (_, rules, points) => {
    const result = earned(earningOrder(items, { shipping: "15.00" }), programOf(rules));
    expect(result.points).toBe(points);
  });

  it("shipping with a gift card alone earns nothing", () => {
    const order = earningOrder([giftCard("50.00")], { shipping: "15.00" });
    expect(earned(order, programOf([rule(basis({ shipping: true }))])).points).toBe(0);
  });

  it("an order paid partly with store credit earns on the rest, or on all if the merchant chose so", () => {
    const order = earningOrder(["60.00", "40.00"], { total: "110.00", storeCredit: "33.00" });
    const result = earned(order, programOf([rule()]));
    expect(result.points).toBe(70);
    expect(result.lines.map(({ points }) => points)).toEqual([42, 28]);
    expect(result.contributions[0]?.baseMinor).toBe(7000n);
    expect(earned(order, programOf([rule(basis({ storeCredit: true }))])).points).toBe(100);
    expect(earned(earningOrder(["60.00"], { storeCredit: "60.00" }), programOf([rule()])).points).toBe(0);
  });

  it("of shipping, too, what store credit paid does not count", () => {
    const order = earningOrder(["80.00"], { shipping: "20.00", storeCredit: "50.00" });
    expect(earned(order, programOf([rule(basis({ shipping: true }))])).points).toBe(50);
  });
});

describe("a multiplier applies to the rounded points and rounds by its own setting", () => {
  const x15 = (rounding: Multiplier["rounding"]) => multiplier("1.5", { rounding });
  it.each<[string, EarningRule[], Multiplier[], number]>([
    [
      "×2 on the first of two rules → 38 for it",
      [rule(), per2],
      [multiplier("2", { ruleIds: ["base"] })],
      47,
    ],
    ["×1.5 on 19 = 28.5 → floor 28", [rule()], [x15("floor")], 28],
    ["×1.5 on 19 = 28.5 → half-up 29", [rule()], [x15("half-up")], 29],
    ["×1.5 on 19 = 28.5 → ceil 29", [rule()], [x15("ceil")], 29],
    ["×1.5, then ×2: each rounds what the one before gave", [rule()], [x15("ceil"), multiplier("2")], 58],
    ["×2, then ×1.5", [rule()], [multiplier("2"), x15("ceil")], 57],
    ["without names it applies to every purchase rule", [rule(), per2], [multiplier("2")], 56],
    ["a factor below 1 takes away", [rule()], [multiplier("0.5")], 9],
    ["not yet begun: no effect", [rule()], [multiplier("2", { from: "2026-03-03T00:00:00Z" })], 19],
    ["over: no effect", [rule()], [multiplier("2", { until: "2026-03-02T00:00:00Z" })], 19],
    [
      "only in another channel: no effect",
      [rule()],
      [multiplier("2", { include: { channels: ["pos"] } })],
      19,
    ],
  ])("%s", (_, rules, multipliers, points) => {
    expect(pointsOf(["19.99"], rules, multipliers)).toBe(points);
  });

  it("one that picks lines multiplies the share of the points that fell on those lines", () => {
    const lines: LineChange[] = [
      { net: "10.50", vendor: "Acme" },
      { net: "10.50", vendor: "Other" },
      { net: "10.50", vendor: "Other" },
    ];
    const x2 = multiplier("2", { include: { vendors: ["Acme"] } });
    const result = earned(earningOrder(lines), programOf([rule()], [x2]));
    // 31 points fall 11, 10, 10; the first line's are doubled.
    expect(result.points).toBe(42);
    expect(result.lines.map(({ points }) => points)).toEqual([22, 10, 10]);
    const [contribution] = result.contributions;
    expect(contribution).toMatchObject({
      basePoints: 31,
      multipliers: [{ source: "multiplier:x2", factor: "2", points: 42 }],
    });
  });

  it("the next one works on what the one before left on the lines", () => {
    const lines: LineChange[] = [
      { net: "10.00", vendor: "Acme" },
      { net: "10.00", vendor: "Other" },
    ];
    const acme = { vendors: ["Acme"] };
    const both = [multiplier("3", { include: acme }), multiplier("0.5", { exclude: acme }), multiplier("2")];
    const result = earned(earningOrder(lines), programOf([rule()], both));
    expect(result.lines.map(({ points }) => points)).toEqual([60, 10]);
  });

  it("one that picks no line of the rule leaves no trace", () => {
    const x2 = multiplier("2", { include: { vendors: ["Acme"] } });
    const result = earned(earningOrder(["19.99"]), programOf([rule()], [x2]));
    expect(result.contributions[0]?.multipliers).toEqual([]);
  });
});

describe("caps: the result is never above, and names what cut it", () => {
  const given = () => ({ day: 30, month: 95 });
  it.each<[string, Partial<EarningRule>, number, string | null]>([
    ["per order", { capPerOrder: 10 }, 10, "order"],
    ["a cap that is not reached", { capPerOrder: 19 }, 19, null],
    ["per day: what was given that day before counts", { capPerDay: 40 }, 10, "day"],
    ["per month", { capPerMonth: 100 }, 5, "month"],
    ["the smallest cuts", { capPerOrder: 15, capPerDay: 40, capPerMonth: 100 }, 5, "month"],
    ["used up before, even beyond: 0", { capPerDay: 20 }, 0, "day"],
  ])("%s", (_, caps, points, cappedBy) => {
    const result = earned(earningOrder(["19.99"]), programOf([rule(caps)]), { given });
    expect(result.points).toBe(points);
    expect(result.contributions).toMatchObject([{ basePoints: 19, points, cappedBy }]);
  });

  it("caps come after multipliers", () => {
    expect(pointsOf(["19.99"], [rule({ capPerOrder: 30 })], [multiplier("2")])).toBe(30);
  });
});

describe("stacking", () => {
  const alone = (id: string, points: number, priority = 0): EarningRule =>
    rule({ id, points, per: "19.99", stackable: false, priority });
  const x2 = [multiplier("2", { ruleIds: ["base"] })];
  const cases: [string, EarningRule[], number, string[]][] = [
    ["rules that stack add up", [rule(), per2], 47, ["rule:base", "rule:second"]],
    ["a rule that does not stack replaces the sum if it gives more: 100 beats 38", [rule(), alone("big", 100)], 100, ["rule:big"]],
    ["… or as much", [rule(), alone("same", 38)], 38, ["rule:same"]],
    ["else the sum stands", [rule(), alone("small", 37)], 38, ["rule:base"]],
    ["of two the higher priority counts", [alone("a", 50, 1), alone("b", 40, 2)], 40, ["rule:b"]],
    ["at equal priority more points", [alone("a", 50), alone("b", 60)], 60, ["rule:b"]],
    ["then the id", [alone("b", 50), alone("a", 50)], 50, ["rule:a"]],
    ["the highest alone is held against the sum", [rule(), alone("a", 100, 1), alone("b", 30, 2)], 38, ["rule:base"]],
    ["one that is switched off does not compete", [rule(), { ...alone("big", 100), enabled: false }], 38, ["rule:base"]],
    [
      "one that finds nothing in the order does not compete",
      [alone("a", 50, 1), { ...alone("b", 60, 2), include: { vendors: ["Acme"] } }],
      50,
      ["rule:a"],
    ],
  ]; // prettier-ignore
  it.each(cases)("%s", (_, rules, points, counting) => {
    const result = earned(earningOrder(["19.99"]), programOf(rules, x2));
    expect(result.points).toBe(points);
    expect(result.contributions.filter(({ counts }) => counts).map(({ source }) => source)).toEqual(counting);
  });

  it("what a stronger rule replaced is told as well", () => {
    const result = earned(earningOrder(["19.99"]), programOf([rule(), alone("big", 100)]));
    expect(result.contributions.map(({ source, points, counts }) => [source, points, counts])).toEqual([
      ["rule:base", 19, false],
      ["rule:big", 100, true],
    ]);
  });
});

describe("the result is shared over the lines by largest remainder, ties by line order", () => {
  it.each<[string, string[], EarningRule[], number[]]>([
    ["ties go to the first", ["0.50", "0.50"], [rule()], [1, 0]],
    ["the larger remainder first", ["19.99", "10.00"], [rule()], [19, 10]],
    ["three alike", ["10.50", "10.50", "10.50"], [rule()], [11, 10, 10]],
    [
      "two rules together are shared once",
      ["10.50", "10.50", "10.50"],
      [rule(), rule({ id: "b" })],
      [21, 21, 20],
    ],
  ])("%s", (_, lines, rules, shares) => {
    const result = earned(earningOrder(lines), programOf(rules));
    expect(result.lines.map(({ points }) => points)).toEqual(shares);
  });

  it("a doubled result is shared, not the shares doubled", () => {
    const result = earned(earningOrder(["10.50", "10.50", "10.50"]), programOf([rule()], [multiplier("2")]));
    expect(result.lines.map(({ points }) => points)).toEqual([21, 21, 20]);
  });

  it("each line has the points of the rules that picked it", () => {
    const acme = rule({ id: "acme", points: 5, include: { vendors: ["Acme"] } });
    const lines = [{ net: "10.00", vendor: "Acme" }, giftCard("30.00"), "20.00"];
    const result = earned(earningOrder(lines), programOf([rule(), acme]));
    expect(result.lines.map(({ points }) => points)).toEqual([60, 0, 20]);
  });

  it("the moment alone decides what runs, not the clock of the machine", () => {
    const body = programOf([rule({ until: "2000-01-01T00:00:00Z" })]);
    expect(earned(earningOrder(["5.00"]), body, { at: new Date("1999-12-31T23:59:59Z") }).points).toBe(5);
    expect(earned(earningOrder(["5.00"]), body, { at: AT }).points).toBe(0);
  });
});
