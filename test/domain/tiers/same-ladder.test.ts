import { describe, expect, it } from "vitest";
import { isSameLadder } from "#app/domain/tiers/same-ladder.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";

const SILVER: Tier = { ...PLAIN_TIER, id: "silver", name: "Silver", from: "1000" };
const tiers = (silver: Partial<Tier> = {}, change: Partial<Tiers> = {}): Tiers => ({
  ...{ measure: "spent", join: "any", window: { kind: "rolling", months: 12, keepNext: false } },
  ...{ graceDays: 0, countPending: false, softLanding: false, noticeDays: null, replaced: {} },
  ladder: [
    { ...PLAIN_TIER, id: "bronze", name: "Bronze", from: "0" },
    { ...SILVER, ...silver },
  ],
  ...change,
});

describe("two ladders on which all members stand alike", () => {
  it.each<[string, Tiers, boolean]>([
    ["the same", tiers(), true],
    ["an amount that is written otherwise", tiers({ from: "1000.00" }), true],
    ["another name, colour and benefit", tiers({ name: "S", color: "#c0c0c0", multiplier: "2" }), true],
    ["other grace days: they are for what members do from here on", tiers({}, { graceDays: 30 }), true],
    ["another threshold", tiers({ from: "1000.01" }), false],
    ["a further threshold", tiers({ also: [{ measure: "orders", from: "3" }] }), false],
    ["another way to join thresholds", tiers({}, { join: "all" }), false],
    ["entry by tag", tiers({ entryTag: "vip" }), false],
    ["another id", tiers({ id: "argent" }), false],
    ["another measure", tiers({}, { measure: "points" }), false],
    ["another window", tiers({}, { window: { kind: "rolling", months: 6, keepNext: false } }), false],
    ["what is pending counts", tiers({}, { countPending: true }), false],
  ])("%s", (_, other, isSame) => {
    expect(isSameLadder(tiers(), other, "USD")).toBe(isSame);
  });
});
