import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTierBenefits } from "#app/usecases/tiers/give-entry-reward.ts";
import { CERTAIN_AFTER_MS } from "#app/usecases/rewards/issue-redemption.ts";
import type { Id } from "#dev-store/state/model.ts";
import { deleteDiscount } from "#dev-store/state/operations/discounts.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { reward } from "#test/support/rewards.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { done } from "./redeem-house.ts";
import { ladderOf, openTierHouse, tier, type TierHouse } from "./tier-house.ts";

const SHIPS_BY_CODE = tier("silver", { freeShipping: "code" });
const SHIPS_FREE = tier("gold", { freeShipping: "automatic" });
const LADDER = ladderOf(SHIPS_BY_CODE, SHIPS_FREE);

let fixture: Fixture;
let house: TierHouse;
beforeEach(async () => {
  fixture = await openFixture();
  house = await openTierHouse(fixture, LADDER, [
    reward(),
    reward({ id: "limited", name: "Once", perMember: 1 }),
  ]);
});
afterEach(async () => {
  await house.close();
  await fixture.close();
});

/** What the checkout takes off 5.00 of shipping; a refusal's code where it takes none of it. */
function shippingOff(customerId: Id | null, codes: string[] = []): bigint | string {
  const outcome = createOrder(fixture.store, fixture.state, {
    ...{ customerId, email: customerId === null ? "guest@example.com" : null, discountCodes: codes },
    shippingMinor: 500n,
    lines: [{ title: "Tea", priceMinor: 4000n, quantity: 1 }],
  });
  if (!outcome.ok) return outcome.code;
  const parts = outcome.value.shippingLines.flatMap((line) => line.discountAllocations);
  return parts.reduce((sum, one) => sum + one.amountMinor, 0n);
}
const discounts = () => [...fixture.state.all("discount").values()];
const codeOf = (customer: Id) =>
  (house.shownTo(customer) as { freeShippingCode?: string } | null)?.freeShippingCode ?? null;
const member = async (tierId: string) => {
  const one = await house.member();
  await house.place(one.memberId, tierId);
  return one;
};

describe("free shipping by a code of the member's own", () => {
  it("ships each of their orders free as long as they are in the tier, and nobody else's", async () => {
    const { customer, memberId } = await member("silver");
    const other = await house.member();
    await house.synced();
    const code = codeOf(customer)!;
    expect(code).toMatch(/^\w{5}-\w{5}$/);
    expect([shippingOff(customer), shippingOff(customer, [code]), shippingOff(customer, [code])]).toEqual([
      0n,
      500n,
      500n,
    ]);
    expect(shippingOff(other.customer, [code])).toBe("not-eligible");
    await house.place(memberId, null);
    await house.synced();
    expect(shippingOff(customer, [code])).toBe("unknown");
    expect(await house.query("SELECT FROM tier_codes")).toEqual([]);
  });

  it("is the same code as long as they have one, and ends when the tier ships free by itself", async () => {
    const { customer } = await member("silver");
    await house.synced();
    const code = codeOf(customer)!;
    await house.publishLadder(ladderOf(tier("silver", { freeShipping: "code", name: "Argent" }), SHIPS_FREE));
    await house.synced();
    expect(codeOf(customer)).toBe(code);
    await house.publishLadder(ladderOf(tier("silver"), SHIPS_FREE));
    await house.synced();
    expect(codeOf(customer)).toBeNull();
    expect(shippingOff(customer, [code])).toBe("unknown");
  });

  it.each(["lose", "drop", "unsent"] as const)(
    "is made once where the request is %s: it is looked up before it is asked for again",
    async (fate) => {
      const { customer } = await member("silver");
      house.setWire((name) => (name === "CreateFreeShipping" ? fate : "answer"));
      await house.synced();
      house.setWire(() => "answer");
      house.later(CERTAIN_AFTER_MS);
      await house.synced();
      await house.synced();
      expect(discounts().flatMap(({ codes }) => codes.map(({ code }) => code))).toEqual([codeOf(customer)]);
      expect(await house.due()).toBe(0);
    },
  );

  it("is taken back also where nobody knows whether it was made", async () => {
    const { customer, memberId } = await member("silver");
    const made = () => discounts().filter(({ automatic }) => !automatic);
    house.setWire((name) => (name === "CreateFreeShipping" || name === "DiscountByCode" ? "lose" : "answer"));
    await house.synced();
    expect(made()).toHaveLength(1);
    await house.query("UPDATE members SET participation = 'left' WHERE member_id = $1", [memberId]);
    await house.synced();
    house.setWire(() => "answer");
    await house.synced();
    expect(made()).toEqual([]);
    expect(house.tagsOf(customer)).toEqual([]);
    expect(await house.due()).toBe(0);
  });

  it("is made again where the merchant deletes it, and what is ours alone is heard without a write", async () => {
    const { customer } = await member("silver");
    await house.synced();
    const code = codeOf(customer)!;
    done(deleteDiscount(fixture.store, fixture.state, { id: discounts()[0]!.id }));
    await house.hear();
    await house.synced();
    expect(shippingOff(customer, [code])).toBe(500n);
    house.written();
    await house.hear();
    await house.synced();
    expect(house.written()).toEqual([]);
  });
});

describe("free shipping by itself", () => {
  it("is one discount for the segment of the tier's tag", async () => {
    const [a, b] = [await member("gold"), await member("gold")];
    const other = await member("silver");
    await house.synced();
    expect(discounts().filter(({ automatic }) => automatic)).toHaveLength(1);
    expect([shippingOff(a.customer), shippingOff(b.customer)]).toEqual([500n, 500n]);
    expect([shippingOff(other.customer), shippingOff(null)]).toEqual([0n, 0n]);
    await house.place(a.memberId, "silver");
    await house.synced();
    expect(shippingOff(a.customer)).toBe(0n);
  });

  it("follows the ladder: another name, another tag, another benefit", async () => {
    const { customer } = await member("gold");
    await house.synced();
    const [before] = discounts();
    await house.publishLadder(
      ladderOf(SHIPS_BY_CODE, tier("gold", { freeShipping: "automatic", name: "Or", tag: "or" })),
    );
    await house.synced();
    expect(discounts()).toMatchObject([{ id: before!.id, title: "Or" }]);
    expect([...fixture.state.all("segment").values()]).toMatchObject([
      { name: "Or (or)", query: "customer_tags CONTAINS 'or'" },
    ]);
    expect(shippingOff(customer)).toBe(500n);
    await house.publishLadder(ladderOf(SHIPS_BY_CODE, tier("gold")));
    await house.synced();
    expect([discounts(), [...fixture.state.all("segment").values()]]).toEqual([[], []]);
    expect(await house.query("SELECT FROM tier_discounts")).toEqual([]);
  });

  it.each([
    ["CreateSegment", "lose"],
    ["CreateSegment", "drop"],
    ["CreateAutomaticFreeShipping", "lose"],
    ["CreateAutomaticFreeShipping", "drop"],
  ] as const)("is made once where the answer to %s is lost (%s)", async (operation, fate) => {
    const { customer } = await member("gold");
    house.setWire((name) => (name === operation ? fate : "answer"));
    await house.synced();
    house.setWire(() => "answer");
    await house.synced();
    house.later(CERTAIN_AFTER_MS);
    await house.synced();
    await house.synced();
    expect(discounts()).toHaveLength(1);
    expect(fixture.state.all("segment").size).toBe(1);
    expect(shippingOff(customer)).toBe(500n);
  });

  it("is made once by two who are at it at once", async () => {
    const { customer } = await member("gold");
    await Promise.all([house.sync(), house.sync()]);
    await house.synced();
    expect(discounts()).toHaveLength(1);
    expect(fixture.state.all("segment").size).toBe(1);
    expect(shippingOff(customer)).toBe(500n);
  });

  it("goes also where nobody knows whether it was made", async () => {
    house.setWire((name) => (name === "CreateAutomaticFreeShipping" ? "lose" : "answer"));
    await house.synced();
    expect(discounts()).toHaveLength(1);
    house.setWire(() => "answer");
    await house.publishLadder(null);
    await house.synced();
    expect([discounts(), fixture.state.all("segment").size]).toEqual([[], 0]);
  });

  it("is made again where the merchant deletes it; one that Shopify refuses says why and holds up nothing", async () => {
    const { customer } = await member("gold");
    await house.synced();
    done(deleteDiscount(fixture.store, fixture.state, { id: discounts()[0]!.id }));
    await house.hear();
    await house.synced();
    expect(shippingOff(customer)).toBe(500n);

    const ladder = Array.from({ length: 26 }, (_, n) => tier(`t${n}`, { freeShipping: "automatic" }));
    await house.publishLadder(ladderOf(...ladder, SHIPS_FREE));
    await house.synced();
    const refused = await house.query<{ failure: string }>(
      "SELECT failure FROM tier_discounts WHERE failure IS NOT NULL",
    );
    expect(refused).toHaveLength(2);
    expect(refused[0]!.failure).toMatch(/at most 25/);
    expect(house.tagsOf(customer)).toEqual(["tier:gold"]);
  });
});

describe("a member's own code that Shopify has refused to make", () => {
  it("is not asked for with every sweep, but again at night", async () => {
    const { customer } = await member("silver");
    await house.synced();
    await house.synced();
    const code = codeOf(customer)!;
    done(deleteDiscount(fixture.store, fixture.state, { id: fixture.state.discountByCode(code)!.id }));
    await house.query("UPDATE tier_codes SET discount_id = NULL, failure = 'Too many codes'");
    await house.synced();
    expect(shippingOff(customer, [code])).toBe("unknown");
    await house.reconcile();
    await house.synced();
    expect(shippingOff(customer, [code])).toBe(500n);
    expect(await house.query("SELECT failure FROM tier_codes")).toEqual([{ failure: null }]);
  });
});

describe("the reward for reaching a tier", () => {
  const give = (memberId: string, rewardId = "five-off") =>
    createTierBenefits(house.ports).giveEntryReward(SHOP, { memberId, tierId: "gold", rewardId });
  const given = () =>
    house.query<{
      redemption_id: string;
      code: string;
      points: string;
      status: string;
      requested_by: string;
    }>("SELECT redemption_id, code, points, status, requested_by FROM redemptions");

  it("is a code that costs nothing, given once however often it is asked for", async () => {
    const { customer, memberId } = await house.member();
    const first = await give(memberId);
    expect(first).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await give(memberId)).toMatchObject({ ok: true, value: { isNew: false } });
    house.later(10_000);
    await house.sweep();
    const [one, ...more] = await given();
    expect([one, more]).toMatchObject([{ points: "0", status: "issued", requested_by: "tier" }, []]);
    expect(house.buy(customer, [one!.code])).toMatchObject({ ok: true });
    expect(await house.entries(memberId)).toEqual([]);
  });

  it("two at once give one", async () => {
    const { memberId } = await house.member();
    const both = await Promise.all([give(memberId), give(memberId)]);
    expect(both.map((one) => one.ok && one.value.isNew).sort()).toEqual([false, true]);
    expect(await given()).toHaveLength(1);
  });

  it("gives nothing back when it is cancelled, and takes nothing of a limit", async () => {
    const { customer, memberId } = await house.member();
    await give(memberId, "limited");
    house.later(10_000);
    await house.sweep();
    const [one] = await given();
    const counted = await house.ports.redemptionReads.countTaken(SHOP, ["limited"], memberId);
    expect(counted.get("limited")).toBeUndefined();
    await house.cancel(one!.redemption_id);
    expect(await given()).toMatchObject([{ status: "returned" }]);
    expect([await house.balance(memberId), await house.entries(memberId)]).toEqual([0, []]);
    const off = house.buy(customer, [one!.code]);
    expect(off).toMatchObject({ ok: false, code: "unknown" });
  });

  it("is given as the newest program says that still has it, and refused where none has, or to who takes no part", async () => {
    const { memberId } = await house.member();
    expect(await give(memberId, "none")).toMatchObject({
      ok: false,
      refusals: [{ code: "reward-unavailable" }],
    });
    await house.publish([]);
    expect(await give(memberId)).toMatchObject({ ok: true });
    const left = await house.member();
    await house.query("UPDATE members SET participation = 'left' WHERE member_id = $1", [left.memberId]);
    expect(await give(left.memberId)).toMatchObject({ ok: false, refusals: [{ code: "not-a-member" }] });
  });
});
