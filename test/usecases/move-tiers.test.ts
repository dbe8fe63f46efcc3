import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BASE_RULE, type EarningRule } from "#app/domain/program/program-body.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { celebrateDays } from "#app/usecases/occasions/celebrate-days.ts";
import { eraseMember } from "#app/usecases/members/erase-member.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import type { TierGift } from "#app/usecases/tiers/benefit-ports.ts";
import { giveEntryRewards } from "#app/usecases/tiers/give-entry-rewards.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, refund } from "#test/support/factories.ts";
import { reward } from "#test/support/rewards.ts";
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
const entryPoints = async () =>
  (await house.entries("tier:%/entry")).map(({ key, points }) => [key.split("/")[1], points]);

describe("a move upwards", () => {
  it.each([
    ["999.99", "bronze"],
    ["1000", "silver"],
    ["1200", "silver"],
    ["4999.99", "silver"],
    ["9000", "gold"],
  ])("who has bought for %s is %s, by the move and by the review", async (net, reached) => {
    await house.open();
    await house.buy(1, net);
    await house.move();
    expect(await house.tierOf(ADA)).toBe(reached);
    await house.review();
    expect(await house.tierOf(ADA)).toBe(reached);
  });

  it("is told with its figures, the days they were counted over and the version of the program", async () => {
    await house.open();
    await house.buy(1, "900");
    await house.move();
    await house.buy(2, "300.50", { day: "2026-03-05" });
    await house.move();
    expect(await house.movesOf(ADA)).toMatchObject([
      { n: 1, from: null, to: "bronze", because: "joined", silent: false },
      {
        ...{ n: 2, from: "bronze", to: "silver", because: "reached", programVersion: 1, silent: false },
        figures: { spent: "1200.50", from: "2025-03-05", through: "2026-03-05" },
      },
    ]);
  });

  it("pays the entry rewards of the tiers that it jumps over, and of the lowest one to whoever joins", async () => {
    await house.open(REWARDED);
    await house.buy(1, "9000");
    await house.move();
    expect(await entryPoints()).toEqual([
      ["bronze", 10],
      ["gold", 200],
      ["silver", 50],
    ]);
    await expectCoherentLedger(house.test.database, house.shopId);
  });

  it("pays no entry reward again after down and up, nor when it is run again", async () => {
    await house.open(REWARDED);
    await house.buy(1, "1200");
    await house.move();
    await house.move();
    await house.reviewOn("2027-03-03");
    expect(await house.tierOf(ADA)).toBe("bronze");
    await house.buy(2, "1200", { day: "2027-04-01" });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("silver");
    expect((await entryPoints()).map(([id]) => id)).toEqual(["bronze", "silver"]);
  });

  it("has the entry reward of each tier given, once", async () => {
    await house.openWithGift();
    await house.buy(1, "1200");
    await house.move();
    await house.move();
    expect(house.gifts).toEqual([{ memberId: await house.idOf(ADA), tierId: "silver", rewardId: "gift" }]);
  });

  it("owes the reward of a move that comes while others are given theirs", async () => {
    const gift = reward({ id: "gift", name: "Gift" });
    const rung = (id: string, from: string) => tier(id, from, { entryRewardId: "gift" });
    const ladder = [tier("bronze", "0"), rung("silver", "1000"), rung("gold", "5000")];
    await house.open(tiers({ ladder }), { body: { rewards: [gift] } });
    await house.buy(1, "1200");
    await house.moveWithoutGiving();
    const { tierBenefits } = house.ports;
    const meanwhile = {
      async giveEntryReward(shopId: string, one: TierGift) {
        await house.buy(2, "5000", { day: "2026-03-05" });
        await house.moveWithoutGiving();
        return tierBenefits.giveEntryReward(shopId, one);
      },
    };
    await giveEntryRewards({ ...house.ports, tierBenefits: meanwhile }, house.shopId);
    expect(await house.tierOf(ADA)).toBe("gold");
    await house.move();
    expect(house.gifts.map(({ tierId }) => tierId)).toEqual(["silver", "gold"]);
  });

  it("keeps owing a reward that can't be given as long as everything is taken out of Shopify", async () => {
    await house.openWithGift();
    house.quiet(true);
    await house.buy(1, "1200");
    await house.move();
    expect(house.gifts).toEqual([]);
    expect(await entryPoints()).toEqual([["silver", 50]]);
    house.quiet(false);
    await house.move();
    expect(house.gifts).toHaveLength(1);
    expect(await entryPoints()).toEqual([["silver", 50]]);
  });

  it("comes when points have matured, where pending ones don't count: at 500, not at 499", async () => {
    const ladder = tiers({
      ...{ measure: "points", countPending: false },
      ladder: [tier("bronze", "0"), tier("silver", "500")],
    });
    const earning = { rules: [BASE_RULE], multipliers: [], pendingDays: 14, pendingFrom: "paid" as const };
    await house.open(ladder, { body: { earning } });
    await house.buy(1, "499");
    await house.move();
    await house.buy(2, "1", { day: "2026-03-03" });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("bronze");
    for (const [now, reached] of [
      ["2026-03-16T12:00:00Z", "bronze"],
      ["2026-03-17T03:59:59Z", "bronze"],
      ["2026-03-17T04:00:00Z", "silver"],
    ] as const) {
      house.test.clock.set(now);
      await expirePoints(house.test, house.shopId);
      await house.move();
      expect(await house.tierOf(ADA)).toBe(reached);
    }
  });

  it("counts an order that waits for its fulfilment from the day on which its points can be spent", async () => {
    const earning = {
      rules: [BASE_RULE],
      multipliers: [],
      pendingDays: 2,
      pendingFrom: "fulfilled" as const,
    };
    await house.open(tiers({ countPending: false }), { body: { earning } });
    await house.buy(1, "1200");
    await house.reviewOn("2026-03-10");
    expect(await house.tierOf(ADA)).toBe("bronze");
    await house.buy(1, "1200", {
      ...{ fulfilledAt: new Date("2026-03-10T12:00:00Z"), updatedAt: new Date("2026-03-10T12:00:00Z") },
    });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("bronze");
    house.test.clock.set("2026-03-12T12:00:00Z");
    await expirePoints(house.test, house.shopId);
    await house.move();
    expect(await house.tierOf(ADA)).toBe("silver");
  });

  it("spending points never lowers a tier of points earned, and points by hand raise nobody", async () => {
    await house.open(tiers({ measure: "points", ladder: [tier("bronze", "0"), tier("silver", "500")] }));
    await house.buy(1, "400");
    const memberId = await house.idOf(ADA);
    const adjust = (points: number, idempotencyKey: string) =>
      adjustPoints(house.test, house.shopId, {
        memberId,
        points,
        reason: "goodwill",
        idempotencyKey,
        expiresAt: null,
      });
    await adjust(300, "a");
    await house.move();
    expect(await house.tierOf(ADA)).toBe("bronze");
    await house.buy(2, "100", { day: "2026-03-03" });
    await house.move();
    await adjust(-700, "b");
    await house.reviewOn("2026-03-04");
    expect(await house.tierOf(ADA)).toBe("silver");
  });

  it("a tag lets a customer in, in any case of letters, as soon as Shopify tells of it", async () => {
    await house.open(
      tiers({
        ladder: [tier("bronze", "0"), tier("silver", "1000"), tier("club", null, { entryTag: "vip" })],
      }),
    );
    await house.buy(1, "10", { customer: { ...ADA, tags: ["VIP"] } });
    await house.move();
    expect(await house.movesOf(ADA)).toMatchObject([{ to: "club" }]);
    await house.buy(2, "10", { day: "2026-03-03" });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("club");
    await house.reviewOn("2026-03-04");
    expect(await house.tierOf(ADA)).toBe("bronze");
  });
});

describe("a move downwards", () => {
  it("comes at the review alone, never with an order or a refund", async () => {
    await house.open();
    await house.buy(1, "9000");
    await house.move();
    await house.buy(1, "9000", {
      ...{ updatedAt: new Date("2026-03-03T12:00:00Z"), financialStatus: "partially-refunded" },
      refunds: [refund(1, { at: "2026-03-03T12:00:00Z", lines: [[1000, "7800"]] })],
    });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("gold");
    await house.reviewOn("2026-03-03");
    expect(await house.movesOf(ADA)).toMatchObject([
      { to: "gold" },
      { from: "gold", to: "silver", because: "missed", figures: { spent: "1200.00" } },
    ]);
  });

  it("waits for the grace days: the first miss starts the clock, 29 days later it is kept, on day 30 lost", async () => {
    await house.open(tiers({ graceDays: 30 }));
    await house.buy(1, "5000", { day: "2026-03-02" });
    await house.move();
    await house.reviewOn("2027-03-02");
    await house.reviewOn("2027-03-03");
    for (const [day, held] of [
      ["2027-03-04", "gold"],
      ["2027-04-01", "gold"],
      ["2027-04-02", "bronze"],
    ] as const) {
      await house.reviewOn(day);
      expect(await house.tierOf(ADA)).toBe(held);
    }
  });

  it("does not come when what was missed is reached again: the clock is cleared", async () => {
    await house.open(tiers({ graceDays: 30 }));
    await house.buy(1, "1000", { day: "2026-03-02" });
    await house.move();
    await house.reviewOn("2027-03-03");
    await house.buy(2, "1000", { day: "2027-03-20" });
    await house.move();
    await house.reviewOn("2027-04-10");
    expect(await house.tierOf(ADA)).toBe("silver");
    await house.reviewOn("2028-03-21");
    await house.reviewOn("2028-04-19");
    expect(await house.tierOf(ADA)).toBe("silver");
  });

  it.each([
    ["Pacific/Kiritimati", "2027-03-01T09:59:00Z", "2027-03-01T10:00:00Z"],
    ["Pacific/Pago_Pago", "2027-03-02T10:59:00Z", "2027-03-02T11:00:00Z"],
  ])(
    "comes with the first day outside the window, by the calendar of %s",
    async (timeZone, before, after) => {
      await house.open(tiers(), { timeZone });
      const processedAt = new Date(
        timeZone === "Pacific/Kiritimati" ? "2026-02-28T12:00:00Z" : "2026-03-01T12:00:00Z",
      );
      await house.buy(1, "1000", { processedAt, paidAt: processedAt });
      await house.review();
      house.test.clock.set(before);
      await house.review();
      expect(await house.tierOf(ADA)).toBe("silver");
      house.test.clock.set(after);
      await house.review();
      expect(await house.tierOf(ADA)).toBe("bronze");
    },
  );

  it("gives a tier of 29 February through 28 February", async () => {
    await house.open();
    await house.buy(1, "1000", { day: "2028-02-29" });
    await house.move();
    await house.reviewOn("2029-02-28");
    expect(await house.tierOf(ADA)).toBe("silver");
    await house.reviewOn("2029-03-01");
    expect(await house.tierOf(ADA)).toBe("bronze");
  });
});

describe("history is silent", () => {
  it("who is placed by a publication gets no entry reward and no mail, also not later", async () => {
    await house.open(null);
    await house.buy(1, "1200");
    await house.publish(REWARDED);
    await house.move();
    expect(await house.movesOf(ADA)).toMatchObject([{ to: "silver", because: "joined", silent: true }]);
    await house.buy(2, "4000", { day: "2026-03-03" });
    await house.move();
    expect(await entryPoints()).toEqual([["gold", 200]]);
  });

  it("before the launch nothing is given", async () => {
    await house.open(REWARDED, { launched: false });
    await house.buy(1, "1200");
    await house.move();
    expect(await house.movesOf(ADA)).toMatchObject([{ to: "silver", silent: true }]);
    expect(await entryPoints()).toEqual([]);
  });

  it("an order of before the launch that is told of late raises in silence", async () => {
    await house.open(REWARDED);
    await house.buy(1, "10");
    await house.move();
    await house.buy(2, "2000", { day: "2026-02-01" });
    await house.move();
    expect(await house.movesOf(ADA)).toMatchObject([{ to: "bronze" }, { to: "silver", silent: true }]);
    expect(await entryPoints()).toEqual([["bronze", 10]]);
  });
});

describe("what a tier gives", () => {
  const EARNING = tiers({
    ladder: [
      tier("bronze", "0"),
      tier("silver", "1000", { multiplier: "1.5", expiryMonths: 24, birthdayPoints: 100 }),
    ],
  });
  const earned = async (number: number) => (await house.entries(`order:${number}/earn`))[0]?.points;

  it("multiplies what orders earn that come after it was reached, not the one that reaches it", async () => {
    await house.open(EARNING);
    await house.buy(1, "1000");
    await house.move();
    await house.buy(2, "33", { day: "2026-03-03" });
    expect([await earned(1), await earned(2)]).toEqual([1000, 49]);
    const { rows } = await house.test.database.pool.query<{ earned_by: unknown }>(
      "SELECT earned_by FROM orders WHERE shop_id = $1 AND order_id LIKE '%/2'",
      [house.shopId],
    );
    expect(rows[0]?.earned_by).toMatchObject([
      { basePoints: 33, multipliers: [{ source: "tier:silver", factor: "1.5", points: 49 }], points: 49 },
    ]);
  });

  it("goes by what was held when the order was paid, though it is told of after a loss", async () => {
    await house.open(EARNING);
    await house.buy(1, "1000");
    await house.move();
    await house.reviewOn("2027-03-03");
    await house.buy(2, "100", { day: "2026-05-01" });
    await house.buy(3, "100", { day: "2027-03-04" });
    expect([await earned(2), await earned(3)]).toEqual([150, 100]);
  });

  it("is a condition of rules", async () => {
    const silverOnly: EarningRule = {
      ...BASE_RULE,
      id: "silver",
      points: 3,
      include: { tierIds: ["silver"] },
    };
    await house.open(tiers({ ladder: [tier("bronze", "0"), tier("silver", "1000")] }), {
      body: {
        earning: { rules: [BASE_RULE, silverOnly], multipliers: [], pendingDays: 0, pendingFrom: "paid" },
      },
    });
    await house.buy(1, "1000");
    await house.move();
    await house.buy(2, "10", { day: "2026-03-03" });
    expect([await earned(1), await earned(2)]).toEqual([1000, 40]);
  });

  it("lets points live longer", async () => {
    await house.open(EARNING, {
      body: { expiry: { mode: "per-lot", months: 12, roundUpTo: null, dates: [] } },
    });
    await house.buy(1, "1000");
    await house.move();
    await house.buy(2, "100", { day: "2026-03-03" });
    const { rows } = await house.test.database.pool.query<{ day: string }>(
      "SELECT (expires_at AT TIME ZONE 'America/New_York')::date::text AS day FROM lots WHERE shop_id = $1 ORDER BY seq",
      [house.shopId],
    );
    expect(rows.map(({ day }) => day)).toEqual(["2027-03-03", "2028-03-04"]);
  });

  it("lets points live longer that are given besides orders", async () => {
    await house.open(EARNING, {
      body: { expiry: { mode: "per-lot", months: 12, roundUpTo: null, dates: [] } },
    });
    await house.buy(1, "1000");
    await house.move();
    const memberId = await house.idOf(ADA);
    await tellBirthday(house.test, house.shopId, { memberId, birthday: "05-20", by: "test" });
    house.test.clock.set("2026-05-20T12:00:00Z");
    await celebrateDays(house.test, house.shopId);
    const { rows } = await house.test.database.pool.query<{ day: string }>(
      `SELECT (expires_at AT TIME ZONE 'America/New_York')::date::text AS day FROM lots
       WHERE shop_id = $1 AND order_id IS NULL`,
      [house.shopId],
    );
    expect(rows).toEqual([{ day: "2028-05-21" }]);
  });

  it("adds points for a birthday, once a year", async () => {
    await house.open(EARNING);
    await house.buy(1, "1000");
    await house.move();
    const memberId = await house.idOf(ADA);
    await tellBirthday(house.test, house.shopId, { memberId, birthday: "05-20", by: "test" });
    house.test.clock.set("2026-05-20T12:00:00Z");
    await celebrateDays(house.test, house.shopId);
    await celebrateDays(house.test, house.shopId);
    expect(await house.entries("tier:%")).toEqual([{ key: `tier:${memberId}/birthday:2026`, points: 100 }]);
  });
});

describe("two customers become one", () => {
  const merge = () =>
    mergeCustomers(house.test, house.shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });

  it("the survivor keeps the higher tier, silently, and both histories stay readable", async () => {
    await house.open(REWARDED);
    await house.buy(1, "1200");
    await house.buy(2, "10", { customer: BEN, day: "2026-03-03" });
    await house.move();
    await merge();
    await house.move();
    expect(await house.tierOf(BEN)).toBe("silver");
    expect((await house.movesOf(BEN)).map(({ to, because, silent }) => [to, because, silent])).toEqual(
      expect.arrayContaining([
        ["silver", "joined", false],
        ["bronze", "joined", false],
        ["silver", "merged", true],
      ]),
    );
    // Each of them had bronze's once; the survivor gets none of them again.
    expect((await entryPoints()).map(([id]) => id).sort()).toEqual(["bronze", "bronze", "silver"]);
    await expectCoherentLedger(house.test.database, house.shopId);
  });

  it("what a move of the deleted one still owes is given to the survivor, once", async () => {
    await house.open(REWARDED);
    await house.buy(1, "1200");
    await house.buy(2, "1200", { customer: BEN, day: "2026-03-03" });
    // Both have moved; the worker dies before it gives what is owed.
    await house.moveWithoutGiving();
    await merge();
    await house.move();
    expect((await entryPoints()).map(([id]) => id)).toEqual(["bronze", "silver"]);
    expect((await house.entries("tier:%")).every(({ key }) => key.startsWith("tier:"))).toBe(true);
  });

  it("orders earn by the higher of both", async () => {
    await house.open(tiers({ ladder: [tier("bronze", "0"), tier("silver", "1000", { multiplier: "2" })] }));
    await house.buy(1, "1200");
    await house.buy(2, "10", { customer: BEN, day: "2026-03-03" });
    await house.move();
    await merge();
    await house.buy(3, "10", { customer: BEN, day: "2026-03-04" });
    expect((await house.entries("order:3/earn"))[0]?.points).toBe(20);
  });
});

describe("erasing", () => {
  it("a member takes their place with them, and what was written of them", async () => {
    await house.open();
    await house.buy(1, "1200");
    await house.move();
    await house.test.database.pool.query("UPDATE tier_moves SET note = 'friend of Ada' WHERE shop_id = $1", [
      house.shopId,
    ]);
    await eraseMember(house.test, house.shopId, { customerId: ADA.customerId, email: ADA.email });
    const { rows } = await house.test.database.pool.query(
      `SELECT (SELECT count(*)::int FROM member_tiers WHERE shop_id = $1) AS places, count(note)::int AS notes, count(*)::int AS moves
       FROM tier_moves WHERE shop_id = $1`,
      [house.shopId],
    );
    expect(rows).toEqual([{ places: 0, notes: 0, moves: 1 }]);
  });
});
