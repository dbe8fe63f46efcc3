import { describe, expect, it } from "vitest";
import { pointsByCampaign } from "#app/domain/earning/campaign-effects.ts";
import type { BonusLifetime, Campaign, CampaignTerms } from "#app/domain/earning/campaign.ts";
import { EVERYBODY } from "#app/domain/membership/segment.ts";
import { BASE_RULE } from "#app/domain/program/program-body.ts";
import {
  AT,
  campaign,
  earned,
  earningOrder,
  multiplier,
  programOf,
  rule,
  segmentMember,
} from "#test/support/earning.ts";

type Terms<Kind extends CampaignTerms["kind"]> = Extract<CampaignTerms, { kind: Kind }>;
const DAYS_30: BonusLifetime = { kind: "days", days: 30 };
const bonus = (change: Partial<Terms<"bonus">> = {}): CampaignTerms => ({
  ...{ kind: "bonus", audience: null, points: 200, trigger: "order", action: null, minimumOrder: null },
  lifetime: DAYS_30,
  ...change,
});
const ladder: CampaignTerms = {
  ...{ kind: "ladder", audience: null, lifetime: { kind: "until", day: "2026-03-31" } },
  steps: [
    { from: "100.00", points: 500 },
    { from: "50.00", points: 200 },
  ],
};
const times = (factor: string, change: Partial<Terms<"multiplier">> = {}): CampaignTerms => ({
  ...{ kind: "multiplier", audience: null, factor, rounding: "floor", ruleIds: [], include: {}, exclude: {} },
  ...change,
});

function given(net: string, campaigns: readonly Campaign[], body = programOf([rule()])) {
  const result = earned(earningOrder([net]), body, { campaigns });
  expect(result.grants.reduce((sum, { points }) => sum + points, 0)).toBe(result.points);
  return result;
}

describe("a bonus for an order", () => {
  it("comes on top of the rules, as points with a life of their own", () => {
    const result = given("19.99", [campaign(bonus())]);
    expect(result.points).toBe(219);
    expect(result.grants).toEqual([
      { campaignId: null, points: 19, lifetime: { kind: "program" } },
      { campaignId: "spring", points: 200, lifetime: DAYS_30 },
    ]);
    expect(result.contributions.at(-1)).toMatchObject({
      ...{ source: "campaign:spring", baseMinor: 1999n, basePoints: 200, points: 200, counts: true },
      cappedBy: null,
    });
  });

  it("is shared over the goods, never over gift cards", () => {
    const order = earningOrder(["30.00", { net: "50.00", giftCard: true }, "10.00"]);
    const result = earned(order, programOf([]), { campaigns: [campaign(bonus())] });
    expect(result.lines.map(({ points }) => points)).toEqual([150, 0, 50]);
  });

  it("an order without goods gets none", () => {
    const order = earningOrder([{ net: "50.00", giftCard: true }, "0.00"]);
    expect(earned(order, programOf([rule()]), { campaigns: [campaign(bonus())] }).points).toBe(0);
  });

  it.each<[string, string, number]>([
    ["below the minimum: none", "49.99", 49],
    ["at the minimum", "50.00", 250],
  ])("%s", (_, net, points) => {
    expect(given(net, [campaign(bonus({ minimumOrder: "50.00" }))]).points).toBe(points);
  });

  it.each(["start", "sign-up", "birthday", "action"] as const)("one for %s is not an order's", (trigger) => {
    expect(given("19.99", [campaign(bonus({ trigger }))]).grants).toHaveLength(1);
  });

  it("is there whichever rule counts", () => {
    const alone = rule({ id: "alone", points: 5, stackable: false });
    expect(given("10.00", [campaign(bonus())], programOf([rule(), alone])).points).toBe(250);
  });
});

describe('an order-size ladder ("50.00 → 200 points, 100.00 → 500")', () => {
  it.each([
    ["49.99", 0],
    ["50.00", 200],
    ["99.99", 200],
    ["100.00", 500],
    ["250.00", 500],
  ])("%s gives %i, once: the highest step reached", (net, points) => {
    expect(given(net, [campaign(ladder)], programOf([])).points).toBe(points);
  });
});

describe("a multiplier campaign acts after the program's own multipliers", () => {
  it("each on what the one before left", () => {
    const body = programOf([rule()], [multiplier("1.5", { rounding: "ceil" })]);
    const result = given("19.99", [campaign(times("2"))], body);
    expect(result.points).toBe(58);
    expect(result.contributions[0]?.multipliers.map(({ source, points }) => [source, points])).toEqual([
      ["multiplier:x1.5", 29],
      ["campaign:spring", 58],
    ]);
    expect(result.grants).toEqual([{ campaignId: null, points: 58, lifetime: { kind: "program" } }]);
  });

  it("only on the rules it names and the lines it picks", () => {
    expect(given("10.00", [campaign(times("2", { ruleIds: ["other"] }))]).points).toBe(10);
    expect(given("10.00", [campaign(times("2", { include: { vendors: ["Acme"] } }))]).points).toBe(10);
  });
});

describe("a campaign reaches the orders of the time in which it really ran", () => {
  const before = new Date(AT.getTime() - 1);
  const after = new Date(AT.getTime() + 1);
  it.each<[string, Campaign["runs"], boolean]>([
    ["never started", [], false],
    ["from that moment on", [{ from: AT, until: null }], true],
    ["begun a moment later", [{ from: after, until: null }], false],
    ["ended at that moment", [{ from: before, until: AT }], false],
    ["ended a moment later", [{ from: before, until: after }], true],
    [
      "paused then, running before and after",
      [
        { from: before, until: AT },
        { from: after, until: null },
      ],
      false,
    ],
    [
      "running again",
      [
        { from: before, until: before },
        { from: AT, until: null },
      ],
      true,
    ],
  ])("%s", (_, runs, reaches) => {
    expect(given("19.99", [campaign(bonus(), { runs })]).points).toBe(reaches ? 219 : 19);
  });

  it("also when it has been paused or has ended since: a late order earns what was promised then", () => {
    expect(given("19.99", [campaign(bonus(), { status: "ended" })]).points).toBe(219);
  });
});

describe("a campaign for a segment", () => {
  const forVips = [campaign(bonus({ audience: { ...EVERYBODY, tags: ["vip"] } }))];
  it.each([
    ["gives to a member of it", segmentMember({ tags: ["VIP"] }), 219],
    ["gives nothing to another member", segmentMember(), 19],
    ["gives nothing to nobody", null, 19],
  ])("%s", (_, member, points) => {
    const context = { campaigns: forVips, member };
    expect(earned(earningOrder(["19.99"]), programOf([rule()]), context).points).toBe(points);
  });

  it.each([
    ["gold", 219],
    ["silver", 19],
    [null, 19],
  ])("of a tier goes by the tier that was held before the order: %s", (tierId, points) => {
    const campaigns = [campaign(bonus({ audience: { ...EVERYBODY, tierIds: ["gold"] } }))];
    const context = { campaigns, member: segmentMember(), tierId };
    expect(earned(earningOrder(["19.99"]), programOf([rule()]), context).points).toBe(points);
  });

  it("days since the last order are counted in the shop's calendar, from the order's day", () => {
    const audience = { ...EVERYBODY, lastOrderDaysAtLeast: 30 };
    const points = (lastOrderOn: string) =>
      earned(earningOrder(["19.99"]), programOf([]), {
        campaigns: [campaign(bonus({ audience }))],
        member: segmentMember({ lastOrderOn }),
        at: new Date("2026-03-03T04:00:00Z"), // 2 March in New York
      }).points;
    expect(points("2026-01-31")).toBe(200);
    expect(points("2026-02-01")).toBe(0);
  });
});

describe("a budget is never overdrawn", () => {
  const left = (budgetPoints: number, givenPoints: number) => ({ budgetPoints, givenPoints });
  it.each<[string, CampaignTerms, ReturnType<typeof left>, number, boolean]>([
    ["a bonus is cut to what is left", bonus(), left(1000, 950), 110, true],
    ["a ladder, too", ladder, left(1000, 1000), 60, true],
    ["a multiplier adds what is left", times("3"), left(100, 90), 70, true],
    ["overdrawn before: nothing", bonus(), left(1000, 1200), 60, true],
    ["just enough left", bonus(), left(1000, 800), 260, false],
  ])("%s", (_, terms, budget, points, isCut) => {
    const result = given("60.00", [campaign(terms, budget)]);
    expect(result.points).toBe(points);
    expect(result.contributions.some(({ cappedBy }) => cappedBy === "budget")).toBe(isCut);
  });

  it("rules that stack share it", () => {
    const body = programOf([rule(), rule({ id: "second" })]);
    const result = given("10.00", [campaign(times("2"), { budgetPoints: 15 })], body);
    expect(result.points).toBe(35);
    expect(pointsByCampaign(result)).toEqual(new Map([["spring", 15]]));
  });
});

describe("what a campaign gave is told", () => {
  it("its bonus, and what its multiplier added that no cap took away", () => {
    const x2 = campaign(times("2"), { campaignId: "double" });
    expect(pointsByCampaign(given("10.00", [x2, campaign(bonus())]))).toEqual(
      new Map([
        ["double", 10],
        ["spring", 200],
      ]),
    );
    const capped = programOf([{ ...BASE_RULE, capPerOrder: 12 }]);
    expect(pointsByCampaign(given("10.00", [x2], capped))).toEqual(new Map([["double", 2]]));
  });

  it("nothing through a rule that a stronger one replaced", () => {
    const body = programOf([rule(), rule({ id: "alone", points: 9, stackable: false })]);
    const x2 = campaign(times("2", { ruleIds: ["base"] }));
    expect(pointsByCampaign(given("10.00", [x2], body))).toEqual(new Map());
  });
});
