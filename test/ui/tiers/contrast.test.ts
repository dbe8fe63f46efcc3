import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrastOf, inkOn } from "#app/ui/tiers/contrast.ts";

describe("colours", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#ffffff", 4.54],
  ])("%s on %s has the contrast that WCAG tells", (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
  });

  it("whatever the colour of a tier, the text on it can be read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const color = `#${value.toString(16).padStart(6, "0")}`;
        expect(contrastOf(color, inkOn(color))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("what is no colour has no contrast", () => {
    expect(contrastOf("golden", "#ffffff")).toBeNull();
  });
});
