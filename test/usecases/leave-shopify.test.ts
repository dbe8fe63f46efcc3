import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syncMetafields } from "#app/usecases/members/sync-metafields.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { leaveShopify, returnToShopify } from "#app/usecases/shops/leave-shopify.ts";
import { createTierBenefits } from "#app/usecases/tiers/give-entry-reward.ts";
import { reward } from "#test/support/rewards.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { ladderOf, openTierHouse, tier, type TierHouse } from "./tier-house.ts";

const NOTHING = { marks: 0, freeShipping: 0, codes: 0, shows: false };

let fixture: Fixture;
let house: TierHouse;
beforeEach(async () => {
  fixture = await openFixture();
  house = await openTierHouse(
    fixture,
    ladderOf(tier("silver", { freeShipping: "code" }), tier("gold", { freeShipping: "automatic" })),
    [reward()],
  );
});
afterEach(async () => {
  await house.close();
  await fixture.close();
});

const work = async () => {
  await syncMetafields(house.ports, SHOP);
  await house.sync();
  await house.sweep();
};
const inShopify = () => ({
  metafields: [...fixture.state.all("metafield").values()].map(({ key }) => key).sort(),
  definitions: [...fixture.state.all("metafieldDefinition").values()].map(({ key }) => key).sort(),
  discounts: fixture.state.all("discount").size,
  segments: fixture.state.all("segment").size,
  tags: [...fixture.state.all("customer").values()].flatMap(({ tags }) => tags).sort(),
});
const EMPTY = { metafields: [], definitions: [], discounts: 0, segments: 0, tags: ["vip"] };

/** A silver and a gold member; the silver one has an unused code of a reward for which 500 points were given. */
async function furnish() {
  const [silver, gold] = [await house.member(), await house.member()];
  house.tag(gold.customer, "vip");
  await house.place(silver.memberId, "silver");
  await house.place(gold.memberId, "gold");
  await adjustPoints(house.ports, SHOP, {
    ...{ memberId: silver.memberId, points: 700, reason: "gift", idempotencyKey: "gift", expiresAt: null },
  });
  const redemption = await house.redeemed(silver.memberId);
  await work();
  return { silver, gold, redemption };
}

describe("removing everything from Shopify", () => {
  it("takes all that the app has made there, gives unused points back, and leaves what is the merchant's", async () => {
    const { silver, redemption } = await furnish();
    expect(inShopify()).toEqual({
      metafields: ["loyalty", "loyalty", "program", "tier", "tier"],
      definitions: ["loyalty", "tier"],
      ...{ discounts: 3, segments: 1, tags: ["tier:gold", "tier:silver", "vip"] },
    });
    await leaveShopify(house.ports, SHOP, "Olga");
    await work();
    expect(inShopify()).toEqual(EMPTY);
    expect(await house.ports.presence.count(SHOP)).toEqual(NOTHING);
    expect((await house.get(redemption.redemptionId)).status).toBe("returned");
    expect(await house.balance(silver.memberId)).toBe(700);
    expect(await house.query("SELECT actor, action FROM audit_log WHERE action LIKE '%-shopify'")).toEqual([
      { actor: "Olga", action: "left-shopify" },
    ]);
  });

  it("keeps quiet afterwards: nothing is written, no reward is taken or given", async () => {
    const { silver, gold } = await furnish();
    await leaveShopify(house.ports, SHOP, "Olga");
    await work();
    house.written();
    await house.place(silver.memberId, "gold");
    house.tag(gold.customer, "tier:silver");
    await house.hear();
    await work();
    expect(house.written()).toEqual([]);
    expect(await house.redeem(silver.memberId)).toMatchObject({
      ok: false,
      refusals: [{ code: "reward-unavailable" }],
    });
    const gift = { memberId: gold.memberId, tierId: "gold", rewardId: "five-off" };
    expect(await createTierBenefits(house.ports).giveEntryReward(SHOP, gift)).toMatchObject({
      ok: false,
      refusals: [{ code: "quiet" }],
    });
  });

  it.each([
    "RemoveTags",
    "DeleteMetafieldDefinition",
    "DeleteAutomaticDiscount",
    "DeleteSegment",
    "DeleteDiscount",
  ])("goes on where it was cut off at %s, and says until then that something is left", async (operation) => {
    await furnish();
    await leaveShopify(house.ports, SHOP, "Olga");
    house.setWire((name) => (name === operation ? "unsent" : "answer"));
    await work();
    expect(await house.ports.presence.count(SHOP)).not.toEqual(NOTHING);
    house.setWire(() => "answer");
    await work();
    expect(inShopify()).toEqual(EMPTY);
    expect(await house.ports.presence.count(SHOP)).toEqual(NOTHING);
  });

  it("is undone: everything is shown as it stands then, and pressing twice is as once", async () => {
    const { silver } = await furnish();
    await leaveShopify(house.ports, SHOP, "Olga");
    await leaveShopify(house.ports, SHOP, "Olga");
    await work();
    await house.place(silver.memberId, "gold");
    await returnToShopify(house.ports, SHOP, "Olga");
    await returnToShopify(house.ports, SHOP, "Olga");
    await work();
    expect(inShopify()).toMatchObject({
      metafields: ["loyalty", "loyalty", "program", "tier", "tier"],
      tags: ["tier:gold", "tier:gold", "vip"],
    });
    expect(await house.redeem(silver.memberId)).toMatchObject({ ok: true });
    expect(
      await house.query("SELECT action FROM audit_log WHERE action LIKE '%-shopify' ORDER BY 1"),
    ).toEqual([{ action: "left-shopify" }, { action: "returned-to-shopify" }]);
  });
});
