import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { share } from "#app/domain/retention/share.ts";

const REFERENCE = "../shared/data/reference-values.json";

describe("a share", () => {
  it("has no value and no interval when nobody could be counted", () => {
    expect(share(0, 0)).toEqual({ numerator: 0, denominator: 0, value: null, low: null, high: null });
  });

  it("carries the Wilson interval: 10 of 100 is 5.5 % to 17.4 %", () => {
    const tenth = share(10, 100);
    expect(tenth.value).toBe(0.1);
    expect(tenth.low).toBeCloseTo(0.05522854161313612, 14);
    expect(tenth.high).toBeCloseTo(0.1743673043676654, 14);
  });

  it.skipIf(!existsSync(REFERENCE))("agrees with the reference table (needs ../shared)", () => {
    const rows = JSON.parse(readFileSync(REFERENCE, "utf8"))["wilson_z1.96_success_fail_lo_hi"] as number[][];
    expect(rows.length).toBeGreaterThan(0);
    for (const [successes, failures, low, high] of rows as [number, number, number, number][]) {
      const actual = share(successes, successes + failures);
      expect(actual.low).toBeCloseTo(low, 12);
      expect(actual.high).toBeCloseTo(high, 12);
    }
  });
});
