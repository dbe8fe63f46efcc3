/**
 * Rewards and redemptions as a stranger, the checkout and the merchant meet them: from the points to a code that one customer can use
 * once, and back.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Member, type Order, type StackShop, tail } from "#test/support/stack-shop.ts";
import { MUG, REWARDS } from "./surface-rewards.ts";
import { adjust, newKey, openSurface, problemOf, type Surface } from "./surface.ts";

type Redemption = { id: string; status: string; code: string };

let surface: Surface;
let shop: StackShop;
/** Customers who have joined by an order. */
const waiting: string[] = [];

beforeAll(async () => {
  surface = await openSurface();
  ({ shop } = surface);
  await shop.order({ lines: [{ title: "Mug", price: "15.00", productId: MUG }] });
  await publish(REWARDS);
  for (let count = 0; count < 30; count += 1) {
    const customerId = await shop.customer();
    await shop.order({ customerId, lines: [{ price: "1.00" }] });
    waiting.push(customerId);
  }
  await shop.settle();
});
afterAll(() => surface.stop());

async function publish(rewards: readonly object[]): Promise<void> {
  const put = await shop.api("PUT", "/program", { rewards });
  expect(put.status, JSON.stringify(put.body)).toBe(200);
}

/** The next of them, with points. */
async function member(points = 1000): Promise<Member & { customerId: string }> {
  const customerId = waiting.pop()!;
  const { id } = await shop.member(customerId);
  if (points > 0) await adjust(shop, id, { points });
  return { ...(await shop.member(customerId)), customerId };
}

const redeem = (who: Member, body: Record<string, unknown>, at = shop) =>
  at.api<Redemption>("POST", `/members/${who.id}/redemptions`, { idempotencyKey: newKey(), ...body });
const read = async (id: string) => (await shop.api<Redemption>("GET", `/redemptions/${id}`)).body;
const giveBack = (id: string) => shop.api<Redemption>("DELETE", `/redemptions/${id}`);
const balance = async (who: Member) => (await shop.member(who.customerId!)).balance;
const returns = async (who: Member) =>
  (await shop.entriesOf(who.id)).filter(({ kind }) => kind === "return").map(({ points }) => points);
const discounts = async (code: string) =>
  (await shop.done<{ items: unknown[] }>("GET", `/discounts?code=${code}`)).items;

async function issued(who: Member, rewardId = "five-off"): Promise<Redemption> {
  const { status, body } = await redeem(who, { rewardId });
  expect({ status, of: body.status }).toEqual({ status: 201, of: "issued" });
  return body;
}

const buy = (who: Member, codes: string[], change: object = {}) =>
  shop.control<Order & { code: string }>("POST", "/orders", {
    ...{ customerId: who.customerId, discountCodes: codes, lines: [{ title: "Tea", price: "40.00" }] },
    ...change,
  });
const refusal = ({ status, body }: Answer<{ code: string }>) => `${status} ${body.code}`;

describe("the rewards", () => {
  it("have exactly the documented fields, in the order of the program", async () => {
    const { status, body } = await shop.api("GET", "/rewards");
    expect(status).toBe(200);
    expect(body).toEqual({
      items: REWARDS.map(({ id, kind, name, points, value }) => ({
        ...{ id, kind, name, points, value },
        slider: id === "slide" ? { minimumPoints: 200, maximumPoints: null, maximumShare: null } : null,
        tiers: [],
        available: id !== "off",
        unavailableBecause: id === "off" ? "switched-off" : null,
      })),
      nextCursor: null,
    });
  });

  it("say for one member why they can't be taken, and without a scope why nobody can", async () => {
    const poor = await member(0);
    await shop.done("POST", "/scopes", { revoke: ["write_gift_cards"] });
    await shop.settle();
    type Reward = { id: string; unavailableBecause: string | null };
    const { body } = await shop.api<{ items: Reward[] }>("GET", `/rewards?memberId=${poor.id}`);
    const because = Object.fromEntries(body.items.map((one) => [one.id, one.unavailableBecause]));
    expect(because).toMatchObject({
      ...{
        "five-off": "insufficient-points",
        vips: "not-eligible",
        off: "switched-off",
        card: "scope-missing",
      },
    });
    await shop.done("POST", "/scopes", { grant: ["write_gift_cards"] });
    await shop.settle();
  });
});

describe("a redemption", () => {
  it.each([
    ["five-off", "issued", "5.00"],
    ["tenth", "issued", "10"],
    ["shipping", "issued", null],
    ["mug", "issued", "15.00"],
    ["credit", "used", "5.00"],
    ["card", "used", "5.00"],
  ])("of %s takes the points and has exactly the documented fields", async (rewardId, status, value) => {
    const ada = await member();
    const made = await redeem(ada, { rewardId });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body).toEqual({
      ...{ id: expect.any(String), memberId: ada.id, status, rewardId, points: 500, value },
      code: rewardId === "credit" ? null : expect.stringMatching(/^[A-Z0-9-]{8,}$/i),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      ...{ orderId: null, reservedAt: expect.stringMatching(/Z$/), returnedAt: null, returnReason: null },
    });
    expect(await read(made.body.id)).toEqual(made.body);
    expect(await balance(ada)).toBe(500);
    const { storeCredit } = await shop.done<{ storeCredit: string }>(
      "GET",
      `/customers/${tail(ada.customerId)}`,
    );
    expect(Number(storeCredit)).toBe(rewardId === "credit" ? 5 : 0);
  });

  it("is one discount for one customer and one use", async () => {
    const ada = await member();
    const { code } = await issued(ada, "tenth");
    expect(await discounts(code)).toMatchObject([
      {
        ...{ code, kind: "percentage-off", value: "10", customers: [ada.customerId], usageLimit: 1, used: 0 },
        ...{ minimumSubtotal: "20.00", status: "active" },
      },
    ]);
  });

  it("asked for again is answered 200 with the first one, and 409 with another body", async () => {
    const ada = await member();
    const body = { rewardId: "five-off", idempotencyKey: "mine" };
    const first = await redeem(ada, body);
    expect(await redeem(ada, body)).toEqual({ status: 200, body: first.body });
    expect(problemOf(await redeem(ada, { ...body, rewardId: "tenth" }), 409)).toBe("idempotency-conflict");
    expect(await balance(ada)).toBe(500);
  });

  it("with a slider takes whole steps, as many as are asked for", async () => {
    const ada = await member();
    const { body } = await redeem(ada, { rewardId: "slide", points: 350 });
    expect(body).toMatchObject({ points: 300, value: "3.00" });
  });

  it.each([
    ["more points than there are", { rewardId: "five-off" }, 499, "insufficient-points"],
    ["fewer points than it takes", { rewardId: "slide", points: 100 }, 1000, "below-minimum"],
    ["a reward for others", { rewardId: "vips" }, 1000, "not-eligible"],
    ["one that is switched off", { rewardId: "off" }, 1000, "reward-unavailable"],
    ["one that the program lacks", { rewardId: "none" }, 1000, "reward-unavailable"],
  ])("of %s is refused and takes nothing", async (_, body, points, code) => {
    const ada = await member(points);
    expect(problemOf(await redeem(ada, body), 422)).toBe(code);
    expect(await balance(ada)).toBe(points);
  });

  it("past a member's limit is refused, until one is given back", async () => {
    const ada = await member();
    const first = await issued(ada, "once");
    expect(problemOf(await redeem(ada, { rewardId: "once" }), 422)).toBe("limit-reached");
    await giveBack(first.id);
    await issued(ada, "once");
  });

  it("is nothing to another shop", async () => {
    const ada = await member();
    const { id, code } = await issued(ada);
    const { other } = surface;
    expect((await other.api("GET", "/rewards")).body).toEqual({ items: [], nextCursor: null });
    for (const method of ["GET", "DELETE"])
      expect(problemOf(await other.api(method, `/redemptions/${id}`), 404)).toBe("not-found");
    expect(problemOf(await redeem(ada, { rewardId: "five-off" }, other), 404)).toBe("not-found");
    const lines = [{ title: "Tea", price: "40.00" }];
    expect(refusal(await other.control("POST", "/orders", { discountCodes: [code], lines }))).toBe(
      "422 unknown",
    );
    expect((await read(id)).status).toBe("issued");
  });
});

describe("a code at checkout", () => {
  it("serves its customer once, from its minimum on, and is used up by the order", async () => {
    const [ada, ben] = [await member(), await member(0)];
    const { id, code } = await issued(ada, "tenth");
    expect(refusal(await buy(ben, [code]))).toBe("422 not-eligible");
    expect(refusal(await buy(ada, [code], { lines: [{ title: "Tea", price: "19.99" }] }))).toBe(
      "422 minimum",
    );
    const order = await buy(ada, [code]);
    expect(order.body.discounts).toEqual([{ code, amount: "4.00" }]);
    expect(refusal(await buy(ada, [code]))).toBe("422 used");
    await shop.settle();
    expect(await read(id)).toMatchObject({ status: "used", orderId: order.body.id });
    expect(problemOf(await giveBack(id), 409)).toBe("already-used");
    expect(await returns(ada)).toEqual([]);
  });

  it("combines only where its reward says so", async () => {
    const ada = await member(2000);
    const alone = await issued(ada);
    const one = await issued(ada, "friendly");
    const two = await issued(ada, "friendly");
    expect(refusal(await buy(ada, [alone.code, one.code]))).toBe("422 does-not-combine");
    expect((await buy(ada, [one.code, two.code])).status).toBe(201);
  });

  it("of a free product takes off one unit, of free shipping the shipping", async () => {
    const ada = await member();
    const mug = await issued(ada, "mug");
    const lines = [{ title: "Mug", price: "15.00", quantity: 3, productId: MUG }];
    expect((await buy(ada, [mug.code], { lines })).body.discounts).toEqual([
      { code: mug.code, amount: "15.00" },
    ]);
    const { code } = await issued(ada, "shipping");
    expect((await buy(ada, [code], { shipping: "7.00" })).body.discounts).toEqual([{ code, amount: "7.00" }]);
  });
});

describe("points come back", () => {
  it("once for a code that is given back twice, which then serves nobody", async () => {
    const ada = await member();
    const { id, code } = await issued(ada);
    for (let time = 1; time <= 2; time += 1)
      expect(await giveBack(id)).toMatchObject({ status: 200, body: { id, status: "returned" } });
    expect([await balance(ada), await returns(ada)]).toEqual([1000, [500]]);
    expect((await buy(ada, [code])).status).toBe(422);
  });

  it.each([
    ["cancelled", (order: Order) => shop.done("POST", `/orders/${tail(order.id)}/cancel`, { refund: true })],
    ["refunded in full", (order: Order) => shop.refundLines({ ...order, n: tail(order.id) }, 0)],
  ])("once when the order that used it is %s", async (_, undo) => {
    const ada = await member();
    const { id, code } = await issued(ada);
    const order = await buy(ada, [code]);
    await shop.settle();
    await undo(order.body);
    await shop.settle();
    await shop.settle({ reconcile: true });
    expect(await read(id)).toMatchObject({ status: "returned", orderId: order.body.id });
    expect(await returns(ada)).toEqual([500]);
  });

  it("once when the merchant deletes the discount", async () => {
    const ada = await member();
    const { id, code } = await issued(ada);
    await shop.done("DELETE", `/discounts/${code}`);
    await shop.settle();
    await shop.settle({ reconcile: true });
    expect(await read(id)).toMatchObject({ status: "returned", returnReason: "deleted-at-shopify" });
    expect([await balance(ada), await returns(ada)]).toEqual([1000, [500]]);
  });
});

describe("what was issued", () => {
  it("stays good and is explained when its reward leaves the program", async () => {
    const ada = await member();
    const made = await issued(ada);
    await publish(REWARDS.filter(({ id }) => id !== "five-off"));
    const offered = await shop.api<{ items: { id: string }[] }>("GET", "/rewards");
    expect(offered.body.items.map(({ id }) => id)).not.toContain("five-off");
    expect(problemOf(await redeem(ada, { rewardId: "five-off" }), 422)).toBe("reward-unavailable");
    expect(await read(made.id)).toEqual(made);
    expect((await buy(ada, [made.code])).body.discounts).toEqual([{ code: made.code, amount: "5.00" }]);
    await shop.settle();
    expect(await read(made.id)).toMatchObject({ status: "used", rewardId: "five-off", value: "5.00" });
    await publish(REWARDS);
  });

  it("is one discount, however often Shopify's answers were lost", async () => {
    const ada = await member();
    await shop.done("POST", "/faults", { adminAnswersLost: 1 });
    const asked = await redeem(ada, { rewardId: "five-off", idempotencyKey: "lost" });
    await shop.done("POST", "/faults", {});
    expect(asked).toMatchObject({ status: 202, body: { status: "reserved", code: null } });
    await shop.settle();
    const found = await read(asked.body.id);
    expect(found.status).toBe("issued");
    expect(await discounts(found.code)).toHaveLength(1);
    expect((await redeem(ada, { rewardId: "five-off", idempotencyKey: "lost" })).body).toEqual(found);
    expect(await balance(ada)).toBe(500);
  });

  it("or came back has left every member's books sound", () => shop.expectSoundBooks());
});
