import { describe, expect, it } from "vitest";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { createFormat } from "#app/ui/format.ts";
import { worthOf } from "#app/ui/program/worth.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";
import { textsOf } from "#test/support/texts.ts";

const [slider] = FULL_PROGRAM.rewards as readonly [Reward, ...Reward[]];
const fixed: Reward = { ...slider, slider: null, minimumOrder: null };
const worth = (reward: Reward, currency = "USD", orders = null as Parameters<typeof worthOf>[4]) =>
  worthOf(
    {
      t: textsOf("en").getFixedT("en", "program"),
      format: createFormat("en", { currency, timeZone: "UTC" }),
    },
    reward,
    DEFAULT_PROGRAM,
    currency,
    orders,
  );

describe("what a reward is worth", () => {
  it("says what one point is worth and what has to be bought for it", () => {
    expect(worth(fixed)).toEqual([
      "1 point is worth $0.01.",
      "A member gets it for purchases of $500.00: 1.0% comes back.",
    ]);
  });

  it("shows by an example what a slider gives, as the redemption computes it", () => {
    expect(worth(slider).at(-1)).toBe(
      "Example: with 1,250 points a member spends 1,000 and gets $10.00, on an order of at least $20.00.",
    );
  });

  it("has no bound for a percentage, and says what the largest order would have cost", () => {
    const percent: Reward = { ...fixed, kind: "percentage-off", value: "10" };
    expect(worth(percent, "USD", { largestMinor: "40601", averageMinor: "6000" })).toEqual([
      "On an average order of $60.00 it takes off $6.00: 1 point is worth $0.012.",
      "On your largest order, $406.01, it would have cost $40.61.",
      "A member gets it for purchases of $500.00.",
    ]);
    expect(worth(percent, "USD", { largestMinor: null, averageMinor: null })[0]).toBe(
      "Your shop has no orders yet to show an example.",
    );
  });

  it("of a free product is its price of the day, which Shopify alone knows", () => {
    const free: Reward = { ...fixed, kind: "free-product", value: null };
    const product = { productId: "gid://shopify/Product/1", variantId: null };
    expect(worth({ ...free, product })).toEqual([
      "It takes off the price that the product has when a member redeems: of one unit, of its cheapest variant.",
      "A member gets it for purchases of $500.00.",
    ]);
    const variant = { ...product, variantId: "gid://shopify/ProductVariant/1" };
    expect(worth({ ...free, product: variant })[0]).toBe(
      "It takes off the price that the variant has when a member redeems, of one unit.",
    );
  });

  it("works in a currency without cents", () => {
    expect(worth({ ...fixed, value: "600" }, "JPY")[0]).toBe("1 point is worth ¥1.2.");
  });
});
