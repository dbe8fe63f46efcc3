import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { listRewards } from "#app/usecases/rewards/list-rewards.ts";
import { reward } from "#test/support/rewards.ts";
import { type Fixture, openFixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { openRedeemHouse, type RedeemHouse } from "./redeem-house.ts";

const rewards = [
  reward({ id: "golden", tierIds: ["gold"] }),
  // Limits are counted under locks: the other road.
  reward({ id: "golden-once", tierIds: ["silver", "gold"], perMember: 1 }),
];

let fixture: Fixture;
let house: RedeemHouse;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  house = await openRedeemHouse(fixture, rewards);
});
afterEach(() => house.close());

const takePart = (memberId: string, participation = "member") =>
  house.query("UPDATE members SET participation = $2 WHERE member_id = $1", [memberId, participation]);
const place = (memberId: string, tierId: string | null) =>
  house.query(
    `INSERT INTO member_tiers (shop_id, member_id, tier_id, since) VALUES ($1, $2, $3, '2026-01-01')
     ON CONFLICT (shop_id, member_id) DO UPDATE SET tier_id = excluded.tier_id`,
    [SHOP, memberId, tierId],
  );

async function offered(memberId: string) {
  const { prisma } = house.database;
  const shop = await createShopsStore(prisma).get(SHOP);
  const member = await house.ports.memberReads.getMember(SHOP, memberId, house.clock.now());
  const list = await listRewards({ ...house.ports, programs: createProgramStore(prisma) }, shop!, member);
  return list.map(({ unavailableBecause }) => unavailableBecause);
}

test("a reward of some tiers is taken by their members alone, with and without limits, and says so in the list", async () => {
  const { memberId } = await house.member(5000);
  await takePart(memberId);
  for (const [tierId, because] of [
    [null, ["tier-required", "tier-required"]],
    ["silver", ["tier-required", null]],
    ["gold", [null, null]],
  ] as const) {
    await place(memberId, tierId);
    expect(await offered(memberId), tierId ?? "none").toEqual(because);
    for (const [index, { id }] of rewards.entries()) {
      const taken = await house.redeem(memberId, { rewardId: id });
      if (because[index] !== null) expect(taken).toMatchObject({ refusals: [{ code: "not-eligible" }] });
      else if (tierId === "silver") await house.cancel(taken.ok ? taken.value.redemption.redemptionId : "");
      if (because[index] === null) expect(taken, `${tierId}: ${id}`).toMatchObject({ ok: true });
    }
  }
});

test("whoever left holds no tier, and takes no reward of one", async () => {
  const { memberId } = await house.member(5000);
  await place(memberId, "gold");
  await takePart(memberId, "outside");
  expect(await offered(memberId)).toEqual(["tier-required", "tier-required"]);
  for (const { id } of rewards)
    expect(await house.redeem(memberId, { rewardId: id })).toMatchObject({
      refusals: [{ code: "not-eligible" }],
    });
});
