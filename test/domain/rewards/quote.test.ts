import { describe, expect, it } from "vitest";
import { quoteReward } from "#app/domain/rewards/quote.ts";
import { reward } from "#test/support/rewards.ts";

/** 1 point = 0.01, 500 points or more, at most half of the order. */
const cents = reward({
  points: 1,
  value: "0.01",
  slider: { minimumPoints: 500, maximumPoints: null, maximumShare: "0.5" },
});
/** 100 points = 5.00 a step. */
const steps = reward({
  points: 100,
  value: "5.00",
  slider: { minimumPoints: 100, maximumPoints: null, maximumShare: null },
});

const given = (offered: typeof cents, points: number | null, spendable: number, orderMinor?: bigint) =>
  quoteReward(offered, { points, spendable, ...(orderMinor !== undefined && { orderMinor }) }, "USD");

describe("what a redemption costs and is worth", () => {
  it.each([
    ["1000 asked, 5000 there, an order of 100.00: 10.00", cents, 1000, 5000, 10000n, 1000, 1000n],
    ["a balance of 700 caps at 700", cents, 1000, 700, 10000n, 700, 700n],
    ["10000 asked of an order of 100.00: half of it, 5000 points", cents, 10000, 10000, 10000n, 5000, 5000n],
    ["at 100 points = 5.00 a step, 1050 is 1000 points = 50.00", steps, 1050, 5000, undefined, 1000, 5000n],
    [
      "no number asked with a slider: as many whole steps as there are",
      steps,
      null,
      1250,
      undefined,
      1200,
      6000n,
    ],
    ["a fixed price is paid once, however much is there", reward(), null, 5000, undefined, 500, 500n],
    ["a fixed price is paid once, however much is offered", reward(), 1700, 5000, undefined, 500, 500n],
  ] as const)("%s", (_, offered, points, spendable, order, costs, worth) => {
    expect(given(offered, points, spendable, order)).toMatchObject({
      ok: true,
      value: { points: costs, valueMinor: worth },
    });
  });

  it.each([
    ["fewer points than the minimum are refused", cents, 499, 5000, undefined, "below-minimum"],
    ["fewer points than a fixed price are refused", reward(), 499, 5000, undefined, "below-minimum"],
    ["less than a step is refused", steps, 99, 5000, undefined, "below-minimum"],
    ["a balance under the minimum is refused", cents, 1000, 499, undefined, "insufficient-points"],
    ["a balance under a fixed price is refused", reward(), null, 499, undefined, "insufficient-points"],
    [
      "an order whose half is worth less than the minimum is refused",
      cents,
      1000,
      5000,
      900n,
      "below-minimum",
    ],
  ] as const)("%s", (_, offered, points, spendable, order, code) => {
    expect(given(offered, points, spendable, order)).toMatchObject({ ok: false, refusals: [{ code }] });
  });

  it.each([
    ["at most half of the order: the order must be twice the value", cents, 1000, 2000n],
    [
      "at most three tenths: rounded up, so that it is never more than that",
      reward({ ...cents, slider: { minimumPoints: 1, maximumPoints: null, maximumShare: "0.3" } }),
      1000,
      3334n,
    ],
    [
      "the merchant's own minimum stands where it is higher",
      reward({ ...cents, minimumOrder: "50.00" }),
      1000,
      5000n,
    ],
    ["without either: any order", steps, 100, null],
  ] as const)("%s", (_, offered, points, minimum) => {
    expect(given(offered, points, 5000)).toMatchObject({ ok: true, value: { minimumOrderMinor: minimum } });
  });

  it("a slider's own most points cap in whole steps", () => {
    const capped = reward({
      ...steps,
      slider: { minimumPoints: 100, maximumPoints: 350, maximumShare: null },
    });
    expect(given(capped, 1000, 5000)).toMatchObject({ ok: true, value: { points: 300, valueMinor: 1500n } });
  });

  it("per cent, free shipping and a free product are worth no money that is known beforehand", () => {
    for (const kind of ["percentage-off", "free-shipping", "free-product"] as const)
      expect(
        given(reward({ kind, value: kind === "percentage-off" ? "10" : null }), null, 500),
      ).toMatchObject({
        ok: true,
        value: { points: 500, valueMinor: null },
      });
  });

  it("a currency without cents counts in its own units", () => {
    const yen = reward({ points: 100, value: "500", slider: { ...steps.slider!, minimumPoints: 100 } });
    expect(quoteReward(yen, { points: 250, spendable: 1000 }, "JPY")).toMatchObject({
      ok: true,
      value: { points: 200, valueMinor: 1000n },
    });
  });
});
