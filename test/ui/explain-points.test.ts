import { describe, expect, it } from "vitest";
import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type ProgramBody,
} from "#app/domain/program/program-body.ts";
import { explainEntry, explainOrder } from "#app/ui/explain-points.ts";
import { createFormat } from "#app/ui/format.ts";
import { textsOf } from "#test/support/texts.ts";

const wordsIn = (locale: "en" | "ru") => ({
  t: textsOf(locale).getFixedT(locale, "program"),
  format: createFormat(locale, { currency: "USD", timeZone: "UTC" }),
});
const english = wordsIn("en");
const russian = wordsIn("ru");

const rule = (changes: Partial<EarningRule>): EarningRule => ({ ...BASE_RULE, ...changes });
const multiplier = {
  ...{ id: "double", name: "Double days", factor: "2", rounding: "floor" as const, ruleIds: [] },
  ...{ include: {}, exclude: {}, from: null, until: null },
};
function program(earning: Partial<ProgramBody["earning"]>): ProgramBody {
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, ...earning } };
}

const plain = program({ rules: [rule({ name: "Base rule" })] });
const rich = program({
  rules: [
    rule({ name: "Base rule", capPerDay: 30 }),
    rule({ id: "tea", name: "Tea", stackable: false }),
    rule({ id: "cake", name: null, kind: "birthday", points: 50 }),
    rule({ id: "first", name: "Hello", kind: "first-order", points: 7 }),
  ],
  multipliers: [multiplier],
});
const sources = {
  versions: [
    { version: 1, body: plain },
    { version: 2, body: rich },
  ],
  campaigns: { c1: "Spring" },
};
const base = { baseMinor: "1999", basePoints: 19, multipliers: [], cappedBy: null, points: 19, counts: true };
const doubled = {
  ...{ ...base, source: "rule:base", points: 30, cappedBy: "day" as const },
  multipliers: [{ source: "multiplier:double", factor: "2", points: 38 }],
};
const order = {
  ...{ programVersion: 2, earnedPoints: 30, earnedBy: [doubled] },
  lines: [
    { giftCard: false, netMinor: "1999" },
    { giftCard: true, netMinor: "5000" },
  ],
};

describe("an order's points", () => {
  it("of one plain rule are told by the version and the goods, gift cards left out", () => {
    const [told] = explainOrder(
      english,
      { ...order, programVersion: 1, earnedPoints: 19, earnedBy: null },
      sources,
    );
    expect(told).toMatchObject({ title: "Base rule", steps: ["19 points on $19.99"] });
  });

  it("are told step by step: the rule, what multiplied it, what cut it", () => {
    expect(explainOrder(english, order, sources).map(({ title, steps }) => [title, ...steps])).toEqual([
      [
        "Base rule",
        "19 points on $19.99",
        "Double days, × 2: 38 points",
        "Cut to 30 points by the limit a day",
      ],
    ]);
    expect(explainOrder(russian, order, sources).map(({ steps }) => steps)).toEqual([
      ["19 баллов за 19,99\u00a0$", "Double days, × 2: 38 баллов", "Не больше 30 баллов: предел в день"],
    ]);
  });

  it("name the rule that counts in place of another, and campaigns by their names", () => {
    const earnedBy = [
      { ...base, source: "rule:base", counts: false },
      { ...base, source: "rule:tea", basePoints: 21, points: 21 },
      { ...base, source: "campaign:c1", basePoints: 100, points: 100 },
    ];
    expect(
      explainOrder(english, { ...order, earnedBy }, sources).map(({ title, steps }) => [title, steps.at(-1)]),
    ).toEqual([
      ["Base rule", "Does not count: replaced by Tea, which gave at least as much."],
      ["Tea", "21 points on $19.99"],
      ["Spring", "100 points on $19.99"],
    ]);
  });

  it("are none before the order has earned", () => {
    expect(explainOrder(english, { ...order, programVersion: null, earnedBy: null }, sources)).toEqual([]);
  });
});

describe("an entry names what counted", () => {
  const gid = "gid://shopify/Order/1";
  const entry = {
    ...{ kind: "earn", reason: "order-earned", source: { type: "order", id: gid }, orderId: gid },
    ...{ programVersion: 2, earnedBy: [doubled, { ...base, source: "campaign:c1" }] },
  };
  const told = (changes: object) => explainEntry(english, { ...entry, ...changes }, sources);

  it("rules, multipliers and campaigns of its order, but of a replaced rule nothing", () => {
    expect(told({})).toEqual(["Base rule", "Double days", "Spring"]);
    expect(
      told({
        earnedBy: [
          { ...doubled, counts: false },
          { ...base, source: "rule:tea" },
        ],
      }),
    ).toEqual(["Tea"]);
    expect(told({ reason: "campaign-earned" })).toEqual(["Spring"]);
    expect(told({ programVersion: 1, earnedBy: null })).toEqual([
      "Base rule: 1 point for every $1.00 of goods.",
    ]);
  });

  it("the rule of an occasion, also where several made one entry", () => {
    const occasion = { orderId: null, earnedBy: null };
    expect(told({ ...occasion, reason: "birthday", source: { type: "rule", id: "cake" } })).toHaveLength(1);
    expect(
      told({ ...occasion, reason: "birthday", source: { type: "rule", id: "cake+first" } }),
    ).toHaveLength(2);
    expect(told({ ...occasion, reason: "campaign-bonus", source: { type: "campaign", id: "c1" } })).toEqual([
      "Spring",
    ]);
    const [hello] = told({ reason: "first-order", source: { type: "order-bonus", id: gid }, earnedBy: null });
    expect(hello).toContain("Hello: ");
  });

  it("the rule of time for what expired, and nothing for what people did by hand", () => {
    expect(told({ kind: "expire", reason: "lot-expired", orderId: null, earnedBy: null })).toHaveLength(1);
    expect(told({ kind: "adjust", orderId: null, earnedBy: null, programVersion: null })).toEqual([]);
  });
});
