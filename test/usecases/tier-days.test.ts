import { afterAll, beforeAll, expect, it } from "vitest";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { ADA, order, program, refund } from "#test/support/factories.ts";
import { noWake } from "#test/support/no-wake.ts";
import { createTiersHouse, tier, tiers, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
beforeAll(async () => {
  house = await createTiersHouse();
});
afterAll(() => house.drop());

it("the publication of a ladder is that day's review: a refund of the same day lowers nobody before the next", async () => {
  await house.open();
  await house.buy(1, "1000", { day: "2026-03-01" });
  await house.move();
  await house.buy(1, "1000", {
    ...{ day: "2026-03-01", updatedAt: new Date("2026-03-01T13:00:00Z") },
    financialStatus: "partially-refunded",
    refunds: [refund(1, { at: "2026-03-01T13:00:00Z", lines: [[1000, "1"]] })],
  });
  await house.reviewOn("2026-03-01");
  expect(await house.tierOf(ADA)).toBe("silver");
  await house.reviewOn("2026-03-02");
  expect(await house.tierOf(ADA)).toBe("bronze");
});

it("an order wakes who moves members also before the launch", async () => {
  const shopId = await house.open(tiers(), { launched: false });
  const woken: string[] = [];
  const wake = { ...noWake, metafields: (shop: string) => void woken.push(shop) };
  await recordOrders({ ...house.test, wake }, shopId, [order(1, { day: "2026-03-01", customer: ADA })]);
  expect(woken).toEqual([shopId]);
});

it("a publication wakes who shows tiers in Shopify also where nobody moves: a tier may have another name or tag", async () => {
  const shopId = await house.open();
  const woken: string[] = [];
  const wake = { ...noWake, metafields: (shop: string) => void woken.push(shop) };
  const body = { ...program(), tiers: tiers({ ladder: [tier("bronze", "0", { tag: "Bronze" })] }) };
  expect(await publishProgram({ ...house.test, wake }, shopId, { body, by: "test" })).toMatchObject({
    ok: true,
  });
  expect(woken).toEqual([shopId]);
});
