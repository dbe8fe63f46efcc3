import { describe, expect, it } from "vitest";
import { progressTo } from "#app/ui/tiers/member-tier.tsx";

const threshold = (from: string, has: string) => ({ measure: "spent" as const, from, has, missing: "1" });

describe("the way to the next tier", () => {
  it("goes by the nearest threshold where one is enough, by the farthest where all are needed", () => {
    const thresholds = [threshold("100000", "25000"), threshold("4", "3")];
    expect(progressTo(thresholds, "any")).toBe(75);
    expect(progressTo(thresholds, "all")).toBe(25);
  });

  it("never says more than is there, and ends at 100 per cent", () => {
    expect(progressTo([threshold("3", "2")], "any")).toBe(66);
    expect(progressTo([threshold("100", "250")], "any")).toBe(100);
    expect(progressTo([threshold("0", "0")], "all")).toBe(100);
    expect(progressTo([], "any")).toBe(0);
  });
});
