import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA } from "#test/support/factories.ts";
import { createTiersHouse, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
beforeAll(async () => {
  house = await createTiersHouse();
});
afterAll(() => house.drop());

describe("vectors: silver 1000, gold 5000", () => {
  it.each([
    ["999.99", "bronze"],
    ["1000", "silver"],
    ["1200", "silver"],
    ["4999.99", "silver"],
    ["9000", "gold"],
  ])("who has bought for %s is %s", async (net, tier) => {
    await house.open();
    await house.buy(1, net);
    await house.move();
    expect(await house.tierOf(ADA)).toBe(tier);
    await house.review();
    expect(await house.tierOf(ADA)).toBe(tier);
  });
});
