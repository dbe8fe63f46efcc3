import { describe, expect, it } from "vitest";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { createFormat } from "#app/ui/format.ts";
import { earnedByExample, newExample, newLine } from "#app/ui/program/example-order.ts";
import { explainEarned } from "#app/ui/program/explain-earned.ts";
import { textsOf } from "#test/support/texts.ts";

const AT = { currency: "USD", timeZone: "America/New_York", at: new Date("2026-04-01T12:00:00Z") };
const program: ProgramBody = {
  ...DEFAULT_PROGRAM,
  earning: {
    ...DEFAULT_PROGRAM.earning,
    rules: [BASE_RULE, { ...BASE_RULE, id: "tea", name: "Tea", points: 2, include: { tags: ["tea"] } }],
    multipliers: [
      {
        id: "pos",
        name: "In store",
        factor: "1.5",
        rounding: "floor",
        ruleIds: ["tea"],
        include: { channels: ["pos"] },
        exclude: {},
        from: null,
        until: null,
      },
    ],
  },
};
const words = {
  t: textsOf("en").getFixedT("en", "program"),
  format: createFormat("en", { currency: "USD", timeZone: "UTC" }),
};

describe("an imagined order", () => {
  it("earns what a real one would, with the steps of each rule", () => {
    const example = {
      ...newExample("USD"),
      channel: "pos",
      lines: [newLine(1, "40"), { ...newLine(2, "10,50"), tags: ["Tea"] }],
    };
    const earned = earnedByExample(example, program, AT);
    expect(earned?.points).toBe(50 + 31);
    expect(earned && explainEarned(words, earned, program)).toEqual([
      { key: "rule:base", title: "Purchases", points: 50, counts: true, steps: ["50 points on $50.50"] },
      {
        key: "rule:tea",
        title: "Tea",
        points: 31,
        counts: true,
        steps: ["21 points on $10.50", "In store, × 1.5: 31 points"],
      },
    ]);
  });

  it("is none where an amount is none", () => {
    expect(earnedByExample({ ...newExample("USD"), lines: [newLine(1, "ten")] }, program, AT)).toBeNull();
    expect(earnedByExample({ ...newExample("USD"), tax: "-1" }, program, AT)).toBeNull();
  });

  it("begins with an amount that the currency knows, also one without cents", () => {
    expect(newExample("JPY").lines[0]?.price).toBe("4000");
    expect(newExample("KWD").lines[0]?.price).toBe("40.000");
  });
});
