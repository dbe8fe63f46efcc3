import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  answerRedemptionQuestion,
  retryRedemption,
} from "#app/usecases/rewards/answer-redemption-question.ts";
import { gid } from "#dev-store/state/ids.ts";
import { creditStoreCredit, debitStoreCredit, postToGiftCard } from "#dev-store/state/operations/credit.ts";
import { reward } from "#test/support/rewards.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { SHOP } from "./inbox-house.ts";
import { done, openRedeemHouse, type RedeemHouse, type Wire } from "./redeem-house.ts";

const rewards = [
  reward(),
  reward({ id: "shipping", kind: "free-shipping", value: null }),
  reward({ id: "card", kind: "gift-card", value: "5.00" }),
  reward({ id: "credit", kind: "store-credit", value: "5.00" }),
];
const CERTAIN_MS = 31_000;

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

/** Cuts the first so many exchanges of an operation. */
function cut(operation: string, fate: ReturnType<Wire>, times = 1): Wire {
  let left = times;
  return (name) => (name === operation && left-- > 0 ? fate : "answer");
}

const standing = (customer: string) => ({
  discounts: [...fixture.state.all("discount").values()].filter((one) => one.customerIds?.includes(customer)),
  cards: [...fixture.state.all("giftCard").values()].filter((one) => one.customerId === customer),
  credits: [...fixture.state.all("storeCreditAccount").values()]
    .filter((one) => one.customerId === customer)
    .flatMap((one) => one.transactions.filter(({ kind }) => kind === "credit")),
});
const countOf = (customer: string) => Object.values(standing(customer)).flat().length;

const kinds = [
  ["five-off", "CreateDiscount", "issued"],
  ["shipping", "CreateFreeShipping", "issued"],
  ["card", "CreateGiftCard", "used"],
  ["credit", "CreditStoreCredit", "used"],
] as const;

describe.each(kinds)("%s", (rewardId, operation, status) => {
  test("answered at once: made once", async () => {
    const { customer, memberId } = await house.member(500);
    expect((await house.redeemed(memberId, rewardId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
  });

  test("done, and the answer lost: it is looked up, and not made twice", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut(operation, "lose"));
    const made = await house.redeemed(memberId, rewardId);
    expect(made.status).toBe(status);
    house.later(CERTAIN_MS);
    await house.sweep();
    expect(countOf(customer)).toBe(1);
    expect(house.asked.filter((name) => name === operation)).toHaveLength(1);
    expect(await house.balance(memberId)).toBe(0);
  });

  test("done, and every look fails too: reserved until the truth is known", async () => {
    const { customer, memberId } = await house.member(500);
    let broken = true;
    house.setWire(() => (broken ? "lose" : "answer"));
    const made = await house.redeemed(memberId, rewardId);
    expect(made.status).toBe("reserved");
    expect(await house.balance(memberId)).toBe(0);
    house.later(CERTAIN_MS);
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("reserved");
    broken = false;
    house.later(60 * 60 * 1000);
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
  });

  test("reconciling carries on at once what waits to be tried again, and makes nothing twice", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(() => "unsent");
    const made = await house.redeemed(memberId, rewardId);
    expect(made.status).toBe("reserved");
    house.setWire(() => "answer");
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("reserved");
    await house.reconcile();
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe(status);
    await house.reconcile();
    await house.sweep();
    expect(countOf(customer)).toBe(1);
  });

  test("the merchant has it tried again at once: it is made once, and the activity log says who asked", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(() => "unsent");
    const { redemptionId } = await house.redeemed(memberId, rewardId);
    house.setWire(() => "answer");
    await retryRedemption(house.ports, SHOP, { redemptionId, by: "Olga" });
    await house.sweep();
    expect((await house.get(redemptionId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
    const told = await house.query<{ actor: string }>(
      "SELECT actor FROM audit_log WHERE action = 'redemption-retried' AND subject = $1",
      [`redemption:${redemptionId}`],
    );
    expect(told).toEqual([{ actor: "Olga" }]);
    // What is over is not tried again, and nobody is said to have asked.
    expect(await retryRedemption(house.ports, SHOP, { redemptionId, by: "Olga" })).toMatchObject({
      ok: true,
    });
  });

  test("Shopify not reached: nothing was done, so it is asked again later", async () => {
    const { customer, memberId } = await house.member(500);
    let broken = true;
    house.setWire(() => (broken ? "unsent" : "answer"));
    const made = await house.redeemed(memberId, rewardId);
    expect(made.status).toBe("reserved");
    broken = false;
    house.later(CERTAIN_MS);
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
  });

  test("a process that dies before it asks leaves it to the sweep", async () => {
    const { customer, memberId } = await house.member(500);
    const { reserveRedemption } = await import("#app/usecases/rewards/reserve-redemption.ts");
    const request = { memberId, rewardId, points: null, idempotencyKey: `dead-${rewardId}`, by: "test" };
    const scopes = ["write_discounts", "write_gift_cards", "write_store_credit_account_transactions"];
    const reserved = await reserveRedemption(house.ports, SHOP, request, scopes);
    if (!reserved.ok) throw new Error("reserved");
    house.later(CERTAIN_MS);
    await house.sweep();
    expect((await house.get(reserved.value.redemption.redemptionId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
  });

  test("Shopify too slow: whoever asks is told so, and it is finished without them", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut(operation, "never"));
    const answer = house.redeem(memberId, { rewardId });
    await expect.poll(() => countOf(customer)).toBe(1);
    house.endPatience();
    const waiting = await answer;
    expect(waiting).toMatchObject({ ok: true, value: { redemption: { status: "reserved" } } });
    house.later(CERTAIN_MS);
    await house.sweep();
    if (!waiting.ok) throw new Error("reserved");
    expect((await house.get(waiting.value.redemption.redemptionId)).status).toBe(status);
    expect(countOf(customer)).toBe(1);
  });
});

describe("a request that may still be worked on", () => {
  test("is not asked again before it is certain that it was in vain, and then under the same code", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut("CreateDiscount", "drop"));
    const made = await house.redeemed(memberId);
    expect(made.status).toBe("reserved");
    await house.sweep();
    house.later(10_000);
    await house.sweep();
    expect(house.asked.filter((name) => name === "CreateDiscount")).toHaveLength(1);
    house.later(CERTAIN_MS);
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("issued");
    expect(standing(customer).discounts).toMatchObject([{ codes: [{ code: made.code }] }]);
  });

  test("of store credit is put before the merchant: not there is no proof, and nothing is asked twice", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut("CreditStoreCredit", "drop"));
    const made = await house.redeemed(memberId, "credit");
    house.later(CERTAIN_MS);
    await house.sweep();
    expect((await house.get(made.redemptionId)).question).toBe("credit-unknown");
    expect(standing(customer).credits).toEqual([]);
    expect(house.asked.filter((name) => name === "CreditStoreCredit")).toHaveLength(1);
  });

  test("cancelled while nobody knows: it is looked up, taken from Shopify, and then given back", async () => {
    const { customer, memberId } = await house.member(500);
    let broken = true;
    house.setWire(() => (broken ? "lose" : "answer"));
    const made = await house.redeemed(memberId);
    const cancelled = await house.cancel(made.redemptionId);
    expect(cancelled).toMatchObject({ ok: true, value: { status: "reserved" } });
    expect(await house.balance(memberId)).toBe(0);
    broken = false;
    house.later(60 * 60 * 1000);
    await house.sweep();
    await house.sweep();
    expect((await house.get(made.redemptionId)).status).toBe("returned");
    expect(standing(customer).discounts).toEqual([]);
    expect(await house.balance(memberId)).toBe(500);
  });
});

describe.each(["DiscountByCode", "DeactivateDiscount", "OrdersWithCodes", "DeleteDiscount"])(
  "taking a code back while the answers to %s are lost",
  (operation) => {
    test("the points come back only when it is known to be gone, and once", async () => {
      const { customer, memberId } = await house.member(500);
      const made = await house.redeemed(memberId);
      let broken = true;
      house.setWire((name) => (name === operation && broken ? "lose" : "answer"));
      expect(await house.cancel(made.redemptionId)).toMatchObject({ ok: true, value: { status: "issued" } });
      expect(await house.balance(memberId)).toBe(0);
      broken = false;
      house.later(60 * 60 * 1000);
      await house.sweep();
      expect((await house.get(made.redemptionId)).status).toBe("returned");
      expect(standing(customer).discounts).toEqual([]);
      expect(await house.entries(memberId)).toHaveLength(2);
    });
  },
);

describe("store credit", () => {
  const five = (customer: string) => ({ customerId: customer, amountMinor: 500n, currency: "USD" });

  test("that can't be told from another of the same amount and time is put before the merchant", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut("CreditStoreCredit", "lose"));
    done(creditStoreCredit(fixture.store, fixture.state, five(customer)));
    const made = await house.redeemed(memberId, "credit");
    expect(made).toMatchObject({ status: "reserved", question: "credit-unknown", dueAt: null });
    house.later(60 * 60 * 1000);
    await house.sweep();
    expect((await house.get(made.redemptionId)).question).toBe("credit-unknown");

    const answer = { redemptionId: made.redemptionId, done: true, by: "Ada" };
    await answerRedemptionQuestion(house.ports, SHOP, answer);
    expect(await house.get(made.redemptionId)).toMatchObject({ status: "used", question: null });
    await answerRedemptionQuestion(house.ports, SHOP, { ...answer, done: false });
    expect(await house.balance(memberId)).toBe(0);
  });

  test("that the merchant says was not given gives its points back, once", async () => {
    const { customer, memberId } = await house.member(500);
    house.setWire(cut("CreditStoreCredit", "lose"));
    done(creditStoreCredit(fixture.store, fixture.state, five(customer)));
    const made = await house.redeemed(memberId, "credit");
    for (let time = 1; time <= 2; time++)
      await answerRedemptionQuestion(house.ports, SHOP, {
        ...{ redemptionId: made.redemptionId, done: false, by: "Ada" },
      });
    expect(await house.get(made.redemptionId)).toMatchObject({ returnReason: "not-credited" });
    expect(await house.balance(memberId)).toBe(500);
    expect(await house.entries(memberId)).toHaveLength(2);
  });

  test("two redemptions at once, one answer lost: each has its own credit", async () => {
    const { customer, memberId } = await house.member(1000);
    await house.redeemed(memberId, "credit");
    house.setWire(cut("CreditStoreCredit", "lose"));
    expect((await house.redeemed(memberId, "credit")).status).toBe("used");
    expect(standing(customer).credits).toHaveLength(2);
  });

  test("is taken back by a debit while all of it is there; the answer lost, the debit is looked up", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId, "credit");
    house.setWire(cut("DebitStoreCredit", "lose"));
    expect(await house.cancel(made.redemptionId)).toMatchObject({ ok: true, value: { status: "returned" } });
    await house.cancel(made.redemptionId);
    const [account] = [...fixture.state.all("storeCreditAccount").values()].filter(
      (one) => one.customerId === customer,
    );
    expect(account!.balanceMinor).toBe(0n);
    expect(await house.balance(memberId)).toBe(500);
  });

  test("of which some is spent stays the member's", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId, "credit");
    done(debitStoreCredit(fixture.store, fixture.state, { ...five(customer), amountMinor: 1n }));
    const refused = await house.cancel(made.redemptionId);
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: "already-used" }] });
    expect(await house.balance(memberId)).toBe(0);
  });
});

describe("a gift card", () => {
  test("is deactivated, then its points come back", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId, "card");
    expect(made.code).toHaveLength(16);
    house.setWire(cut("DeactivateGiftCard", "lose"));
    expect(await house.cancel(made.redemptionId)).toMatchObject({ ok: true, value: { status: "returned" } });
    expect(standing(customer).cards[0]!.deactivatedAt).not.toBeNull();
    expect(await house.balance(memberId)).toBe(500);
  });

  test("of which some is spent is left alone", async () => {
    const { customer, memberId } = await house.member(500);
    const made = await house.redeemed(memberId, "card");
    const [card] = standing(customer).cards;
    expect(gid("GiftCard", card!.id)).toBe(made.issuedId);
    done(postToGiftCard(fixture.store, fixture.state, { id: card!.id, amountMinor: -1n }));
    const refused = await house.cancel(made.redemptionId);
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: "already-used" }] });
    expect(standing(customer).cards[0]!.deactivatedAt).toBeNull();
  });
});
