import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLatestEntries } from "#app/persistence/latest-entries.ts";
import { createOrderReads } from "#app/persistence/order-reads.ts";
import { listLatestChanges } from "#app/usecases/reports/list-latest-changes.ts";
import { gid } from "#dev-store/state/ids.ts";
import { deleteProduct } from "#dev-store/state/operations/catalogue.ts";
import { deleteDiscount, saveDiscount } from "#dev-store/state/operations/discounts.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { reward } from "#test/support/rewards.ts";
import { ALL_SCOPES, openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { done, openRedeemHouse, type RedeemHouse } from "./redeem-house.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const rewards = [
  reward(),
  reward({ id: "ten-percent", kind: "percentage-off", value: "10", minimumOrder: "20.00" }),
  reward({ id: "shipping", kind: "free-shipping", value: null }),
  reward({ id: "once", perMember: 1 }),
  reward({ id: "scarce", total: 1 }),
  reward({ id: "vips", customerTags: ["vip"] }),
  reward({ id: "off", enabled: false }),
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

describe("a member redeems", () => {
  test("points are taken and a code is made that only they can use, once", async () => {
    const { customer, memberId } = await house.member(700);
    const made = await house.redeemed(memberId);
    expect(made).toMatchObject({ status: "issued", points: 500, valueMinor: 500n });
    expect(await house.balance(memberId)).toBe(200);

    const other = await house.member(0);
    expect(house.buy(other.customer, [made.code!])).toMatchObject({ ok: false, code: "not-eligible" });
    expect(house.buy(customer, ["NO-SUCH-CODE"])).toMatchObject({ ok: false, code: "unknown" });
    const order = done(house.buy(customer, [made.code!]));
    expect(house.buy(customer, [made.code!])).toMatchObject({ ok: false, code: "used" });
    await house.hear();
    expect(await house.get(made.redemptionId)).toMatchObject({
      status: "used",
      orderId: gid("Order", order.id),
    });
  });

  test("the history names what the points went for, by its name of that day, also when they came back", async () => {
    const { memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    await house.cancel(made.redemptionId);
    await house.publish([reward({ name: "Renamed" })]);
    const { prisma } = house.database;
    const reads = { orderReads: createOrderReads(prisma), latestEntries: createLatestEntries(prisma) };
    const told = await listLatestChanges({ ...house.ports, ...reads }, SHOP, 2);
    expect(told.map((one) => one.what === "entry" && [one.points, one.rewardName])).toEqual([
      [500, reward().name],
      [-500, reward().name],
    ]);
    expect(await house.ports.redemptionReads.nameRewards("other.myshopify.com", [made.redemptionId])).toEqual(
      new Map(),
    );
  });

  test("per cent with a minimum, and free shipping, are what the checkout takes off", async () => {
    const { customer, memberId } = await house.member(1000);
    const percent = await house.redeemed(memberId, "ten-percent");
    const small = { lines: [{ title: "Tea", priceMinor: 1900n, quantity: 1 }] };
    expect(house.buy(customer, [percent.code!], small)).toMatchObject({ ok: false, code: "minimum" });
    const order = done(house.buy(customer, [percent.code!]));
    expect(order.lines[0]!.discountAllocations).toMatchObject([{ amountMinor: 400n }]);
    const shipping = await house.redeemed(memberId, "shipping");
    const shipped = done(house.buy(customer, [shipping.code!], { shippingMinor: 700n }));
    expect(shipped.shippingLines[0]!.discountAllocations).toMatchObject([{ amountMinor: 700n }]);
  });

  test("a free product is one unit free, however many are bought, at its price of that day", async () => {
    const mug = house.product(1500n);
    const product = { productId: gid("Product", mug.id), variantId: null };
    await house.publish([reward({ id: "mug", kind: "free-product", value: null, product })]);
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId, "mug");
    expect(made).toMatchObject({ status: "issued", valueMinor: 1500n });
    const line = { title: "Mug", priceMinor: 1500n, quantity: 3, productId: mug.id };
    const order = done(house.buy(customer, [made.code!], { lines: [line] }));
    expect(order.lines[0]!.discountAllocations).toMatchObject([{ amountMinor: 1500n }]);
  });

  test("a deleted product is refused by Shopify: the points are back and the same key says so again", async () => {
    const mug = house.product(1500n);
    const product = { productId: gid("Product", mug.id), variantId: null };
    await house.publish([reward({ id: "mug", kind: "free-product", value: null, product })]);
    const { memberId } = await house.member(500);
    done(deleteProduct(fixture.store, fixture.state, { id: mug.id }));
    const request = { rewardId: "mug", idempotencyKey: "gone" };
    for (let time = 1; time <= 2; time++) {
      const refused = await house.redeem(memberId, request);
      expect(refused).toMatchObject({ ok: false, refusals: [{ code: "reward-unavailable" }] });
    }
    expect(await house.balance(memberId)).toBe(500);
    expect((await house.entries(memberId)).map(({ kind }) => kind)).toEqual(["redeem", "return"]);
  });

  test.each([
    ["more points than there are", { rewardId: "five-off" }, 499, "insufficient-points"],
    ["fewer points than it costs", { rewardId: "five-off", points: 300 }, 1000, "below-minimum"],
    ["a reward for others", { rewardId: "vips" }, 1000, "not-eligible"],
    ["one that is switched off", { rewardId: "off" }, 1000, "reward-unavailable"],
    ["one that the program has not", { rewardId: "nothing" }, 1000, "reward-unavailable"],
  ])("%s: refused, and nothing is taken", async (_, request, points, code) => {
    const { memberId } = await house.member(points);
    expect(await house.redeem(memberId, request)).toMatchObject({ ok: false, refusals: [{ code }] });
    expect(await house.balance(memberId)).toBe(points);
  });

  test("a limit counts what was not given back, of a member and of all", async () => {
    const ada = await house.member(2000);
    const first = await house.redeemed(ada.memberId, "once");
    const again = await house.redeem(ada.memberId, { rewardId: "once" });
    expect(again).toMatchObject({ ok: false, refusals: [{ code: "limit-reached" }] });
    await house.cancel(first.redemptionId);
    expect((await house.redeemed(ada.memberId, "once")).status).toBe("issued");

    const ben = await house.member(2000);
    const both = await Promise.all(
      [ada, ben].map(({ memberId }) => house.redeem(memberId, { rewardId: "scarce" })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("the same key and request give the first redemption, another request is refused", async () => {
    const { memberId } = await house.member(2000);
    const request = { idempotencyKey: "mine" };
    const first = await house.redeem(memberId, request);
    const second = await house.redeem(memberId, request);
    expect(first).toMatchObject({ ok: true, value: { isNew: true } });
    expect(second).toMatchObject({ ok: true, value: { isNew: false } });
    if (!first.ok || !second.ok) throw new Error("both are answered");
    expect(second.value.redemption.redemptionId).toBe(first.value.redemption.redemptionId);
    const other = await house.redeem(memberId, { ...request, rewardId: "shipping" });
    expect(other).toMatchObject({ ok: false, refusals: [{ code: "idempotency-conflict" }] });
    const someoneElse = await house.member(2000);
    const stolen = await house.redeem(someoneElse.memberId, request);
    expect(stolen).toMatchObject({ ok: false, refusals: [{ code: "idempotency-conflict" }] });
    expect(await house.balance(someoneElse.memberId)).toBe(2000);
  });

  test("without its scope a gift card is refused before anything is taken", async () => {
    await house.close();
    const without = ALL_SCOPES.filter((scope) => scope !== "write_gift_cards");
    house = await openRedeemHouse(fixture, [reward({ id: "card", kind: "gift-card" })], without);
    const { memberId } = await house.member(500);
    const refused = await house.redeem(memberId, { rewardId: "card" });
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: "reward-unavailable" }] });
    expect(await house.entries(memberId)).toEqual([]);
  });
});

describe("points come back, once", () => {
  test("an unused code is cancelled at Shopify first; however often, by whomever, it gives back once", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    const discount = fixture.state.discountByCode(made.code!)!;
    house.setWire(() => "answer");
    done(deleteDiscount(fixture.store, fixture.state, { id: discount.id }));
    await Promise.all([
      house.cancel(made.redemptionId),
      house.hear().then(() => house.sweep()),
      house.reconcile().then(() => house.sweep()),
      house.cancel(made.redemptionId),
    ]);
    expect(await house.cancel(made.redemptionId)).toMatchObject({ ok: true, value: { status: "returned" } });
    expect(await house.balance(memberId)).toBe(500);
    expect(await house.entries(memberId)).toHaveLength(2);
    expect(house.buy(customer, [made.code!])).toMatchObject({ ok: false, code: "unknown" });
  });

  test("a cancelled code can't be used at checkout", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    expect(await house.cancel(made.redemptionId)).toMatchObject({ ok: true, value: { status: "returned" } });
    expect(house.buy(customer, [made.code!])).toMatchObject({ ok: false, code: "unknown" });
  });

  test("a code that an order has used is never given back, even where nobody has told of the order", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    const order = done(house.buy(customer, [made.code!]));
    house.forgetWebhooks();
    const refused = await house.cancel(made.redemptionId);
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: "already-used" }] });
    expect(await house.get(made.redemptionId)).toMatchObject({ orderId: gid("Order", order.id) });
    expect(await house.balance(memberId)).toBe(0);
  });

  test("deleted by the merchant after an order used it: used, whichever is told first", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    done(house.buy(customer, [made.code!]));
    house.forgetWebhooks();
    done(deleteDiscount(fixture.store, fixture.state, { id: fixture.state.discountByCode(made.code!)!.id }));
    await house.hear();
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("used");
  });

  test("its deletion at Shopify, lost on the way, is found by the reconcile job", async () => {
    const { memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    done(deleteDiscount(fixture.store, fixture.state, { id: fixture.state.discountByCode(made.code!)!.id }));
    house.forgetWebhooks();
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("issued");
    await house.reconcile();
    await house.sweep();
    expect(await house.get(made.redemptionId)).toMatchObject({ returnReason: "deleted-at-shopify" });
    expect(await house.balance(memberId)).toBe(500);
  });

  test.each(["cancelled", "refunded in full"])(
    "its order was %s: once, and the code stays dead",
    async (how) => {
      const { customer, memberId } = await house.member(500);
      const made = await house.redeemed(memberId);
      const order = done(house.buy(customer, [made.code!]));
      await house.hear();
      if (how === "cancelled")
        done(cancelOrder(fixture.store, fixture.state, { id: order.id, refund: true }));
      else done(refundOrder(fixture.store, fixture.state, { id: order.id }));
      await house.hear();
      await Promise.all([house.sweep(), house.sweep()]);
      await house.sweep();
      const reason = how === "cancelled" ? "order-cancelled" : "order-refunded";
      expect(await house.get(made.redemptionId)).toMatchObject({ status: "returned", returnReason: reason });
      expect((await house.entries(memberId)).map(({ kind }) => kind)).toEqual(["redeem", "return"]);
      expect(house.buy(customer, [made.code!]).ok).toBe(false);
    },
  );

  test("its order was refunded in part: nothing comes back", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    const order = done(house.buy(customer, [made.code!]));
    await house.hear();
    done(refundOrder(fixture.store, fixture.state, { id: order.id, amountMinor: 1000n }));
    await house.hear();
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("used");
  });

  test("past its days it expires, and can still be given back exactly once", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    house.later(32 * DAY_MS);
    expect(house.buy(customer, [made.code!])).toMatchObject({ ok: false, code: "expired" });
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("expired");
    await Promise.all([house.cancel(made.redemptionId), house.cancel(made.redemptionId)]);
    await house.cancel(made.redemptionId);
    expect(await house.balance(memberId)).toBe(500);
    expect(await house.entries(memberId)).toHaveLength(2);
  });

  test("30 days past its end an expired code leaves Shopify; its points can still be given back, exactly once", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    house.later(32 * DAY_MS);
    await house.sweep();
    expect(fixture.state.discountByCode(made.code!)).not.toBeNull();
    house.later(30 * DAY_MS);
    await house.sweep();
    expect(fixture.state.discountByCode(made.code!)).toBeNull();
    await house.hear();
    await house.sweep();
    await house.reconcile();
    expect(await house.get(made.redemptionId)).toMatchObject({
      status: "expired",
      dueAt: null,
      failure: null,
    });
    expect(await house.balance(memberId)).toBe(0);
    await Promise.all([house.cancel(made.redemptionId), house.cancel(made.redemptionId)]);
    await house.cancel(made.redemptionId);
    expect(await house.balance(memberId)).toBe(500);
    expect(await house.entries(memberId)).toHaveLength(2);
    expect(house.buy(customer, [made.code!])).toMatchObject({ ok: false, code: "unknown" });
  });

  test.each(["AnswerLost", "NeverReached"])(
    "where Shopify is away then (%s), it is tidied later",
    async (how) => {
      const { memberId } = await house.member(500);
      const made = await house.redeemed(memberId);
      house.later(32 * DAY_MS);
      await house.sweep();
      house.setWire(() => (how === "AnswerLost" ? "lose" : "unsent"));
      house.later(30 * DAY_MS);
      await house.sweep();
      expect(await house.get(made.redemptionId)).toMatchObject({ status: "expired" });
      house.setWire(() => "answer");
      house.later(DAY_MS);
      await house.sweep();
      expect(fixture.state.discountByCode(made.code!)).toBeNull();
      expect(await house.get(made.redemptionId)).toMatchObject({
        status: "expired",
        dueAt: null,
        failure: null,
      });
    },
  );

  test("an expired code turns out used where only Shopify knew of its order", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    const order = done(house.buy(customer, [made.code!]));
    house.forgetWebhooks();
    house.later(32 * DAY_MS);
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("expired");
    house.later(30 * DAY_MS);
    await house.sweep();
    expect(await house.get(made.redemptionId)).toMatchObject({
      status: "used",
      orderId: gid("Order", order.id),
    });
    expect(fixture.state.discountByCode(made.code!)).not.toBeNull();
  });

  test("an expired code to which the merchant gave another end, untold, is left alone", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    house.later(32 * DAY_MS);
    await house.sweep();
    const discount = fixture.state.discountByCode(made.code!)!;
    const codes = discount.codes.map(({ code }) => code);
    done(saveDiscount(fixture.store, fixture.state, { ...discount, codes, endsAt: null }));
    house.forgetWebhooks();
    house.later(30 * DAY_MS);
    await house.sweep();
    expect(fixture.state.discountByCode(made.code!)).not.toBeNull();
    done(house.buy(customer, [made.code!]));
    await house.hear();
    expect((await house.get(made.redemptionId)).status).toBe("used");
  });

  test("a merged customer's redemptions follow, count there, and give back there", async () => {
    const gone = await house.member(1000);
    const kept = await house.member(1000);
    const made = await house.redeemed(gone.memberId, "once");
    const { mergeCustomers } = await import("#dev-store/state/operations/customers.ts");
    done(mergeCustomers(fixture.store, fixture.state, { deletedId: gone.customer, keptId: kept.customer }));
    await house.hear();
    const again = await house.redeem(kept.memberId, { rewardId: "once" });
    expect(again).toMatchObject({ ok: false, refusals: [{ code: "limit-reached" }] });
    expect(await house.balance(kept.memberId)).toBe(1500);
    await house.cancel(made.redemptionId);
    expect(await house.balance(kept.memberId)).toBe(2000);
  });

  test("an erased customer's unused codes are withdrawn from Shopify", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId);
    const { eraseMember } = await import("#app/usecases/members/erase-member.ts");
    await eraseMember(house.ports, SHOP, { customerId: gid("Customer", customer), email: null });
    await house.sweep();
    expect(fixture.state.discountByCode(made.code!)).toBeNull();
    expect(await house.get(made.redemptionId)).toMatchObject({ returnReason: "erased" });
  });
});
