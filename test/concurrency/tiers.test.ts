import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA, BEN } from "#test/support/factories.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { createTiersHouse, tier, tiers, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
beforeAll(async () => {
  house = await createTiersHouse();
});
afterAll(() => house.drop());

const REWARDED = tiers({
  ladder: [
    tier("bronze", "0", { entryPoints: 10 }),
    tier("silver", "1000", { entryPoints: 50 }),
    tier("gold", "5000", { entryPoints: 200 }),
  ],
});

describe("tiers under several workers", () => {
  it("two workers on one check move a member once and give what is owed once", async () => {
    await house.open(REWARDED);
    await house.buy(1, "1200");
    await Promise.all([house.move(), house.move(), house.move()]);
    expect((await house.movesOf(ADA)).map(({ to }) => to)).toEqual(["silver"]);
    expect((await house.entries("tier:%")).map(({ points }) => points).sort()).toEqual([10, 50]);
    await expectCoherentLedger(house.test.database, house.shopId);
  });

  it("orders that come while workers are moving are all counted: nobody is left below what they have reached", async () => {
    await house.open(REWARDED);
    await house.buy(1, "900");
    await house.move();
    for (let round = 0; round < 8; round++) {
      await Promise.all([
        house.buy(10 + 2 * round, "300", { customer: BEN, day: "2026-03-03" }),
        house.move(),
        house.buy(11 + 2 * round, "300", { day: "2026-03-03" }),
        house.move(),
      ]);
    }
    await house.move();
    expect([await house.tierOf(ADA), await house.tierOf(BEN)]).toEqual(["silver", "silver"]);
    expect((await house.movesOf(ADA)).map(({ n }) => n)).toEqual([1, 2]);
    await expectCoherentLedger(house.test.database, house.shopId);
  });

  it("a review that lowers somebody counts the order that comes between its look and its write", async () => {
    await house.open();
    await house.buy(1, "1000");
    await house.move();
    house.test.clock.set("2027-03-03T12:00:00Z");
    // The review has found that Ada misses silver; before it locks her, her next order is recorded.
    await house.reviewAfter(() => house.buy(2, "1000", { day: "2027-03-03" }));
    expect(await house.tierOf(ADA)).toBe("silver");
    expect((await house.movesOf(ADA)).map(({ to }) => to)).toEqual(["silver"]);
  });

  it("two reviews of one day move nobody twice", async () => {
    await house.open();
    await house.buy(1, "9000");
    await house.buy(2, "1200", { customer: BEN });
    await house.move();
    house.test.clock.set("2027-03-03T12:00:00Z");
    await Promise.all([house.review(), house.review(), house.move()]);
    await house.review();
    expect((await house.movesOf(ADA)).map(({ to }) => to)).toEqual(["gold", "bronze"]);
    expect((await house.movesOf(BEN)).map(({ to }) => to)).toEqual(["silver", "bronze"]);
  });

  it("killed after any statement, a worker that goes on gives everything, once", async () => {
    let statements = 0;
    for (let dieAfter = 0; ; dieAfter++) {
      await house.open(REWARDED);
      await house.buy(1, "1200");
      const died = await house.moveAndDie(dieAfter);
      await house.move();
      expect((await house.movesOf(ADA)).map(({ to }) => to)).toEqual(["silver"]);
      expect((await house.entries("tier:%")).map(({ points }) => points).sort()).toEqual([10, 50]);
      if (!died) break;
      statements = dieAfter + 1;
    }
    expect(statements).toBeGreaterThan(20);
    await expectCoherentLedger(house.test.database, house.shopId);
  }, 240_000);

  it("a review that is killed half way is finished by the next one", async () => {
    await house.open();
    await house.buy(1, "9000");
    await house.move();
    for (let dieAfter = 0; dieAfter < 100; dieAfter++) {
      house.test.clock.set("2027-03-03T12:00:00Z");
      const died = await house.reviewAndDie(dieAfter);
      if (!died) break;
    }
    await house.review();
    expect((await house.movesOf(ADA)).map(({ to }) => to)).toEqual(["gold", "bronze"]);
  });
});
