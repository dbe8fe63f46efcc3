/** Forged and broken messages, an Admin API that fails, deliveries that go astray, and a clock that moves on. */
import { createHmac, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";
import { type StackShop } from "#test/support/stack-shop.ts";

let stack: Stack;
let shop: StackShop;

beforeAll(async () => {
  stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  shop = await stack.openShop({ name: "Bad days" });
  await shop.settle();
});
afterAll(() => stack.stop());

const countEvents = async () =>
  (await stack.query<{ count: number }>("SELECT count(*)::int AS count FROM inbox_events"))[0]!.count;

function send(body: string, headers: Record<string, string | null> = {}, path = "/webhooks/orders/create") {
  const signed: Record<string, string | null> = {
    "Content-Type": "application/json",
    "X-Shopify-Topic": path.slice("/webhooks/".length),
    "X-Shopify-Shop-Domain": shop.domain,
    "X-Shopify-Hmac-Sha256": createHmac("sha256", stack.apiSecret()).update(body).digest("base64"),
    "X-Shopify-Event-Id": randomUUID(),
    "X-Shopify-Webhook-Id": randomUUID(),
    "X-Shopify-Triggered-At": new Date().toISOString(),
    "X-Shopify-API-Version": "2026-07",
    ...headers,
  };
  const kept = Object.entries(signed).filter((pair): pair is [string, string] => pair[1] !== null);
  return fetch(`${stack.appUrl}${path}`, { method: "POST", body, headers: Object.fromEntries(kept) });
}

describe("a webhook", () => {
  const ORDER = JSON.stringify({
    id: 4_000_000_000_001,
    admin_graphql_api_id: "gid://shopify/Order/4000000000001",
  });

  it.each([
    ["without a signature", { "X-Shopify-Hmac-Sha256": null }],
    ["with an empty signature", { "X-Shopify-Hmac-Sha256": "" }],
    [
      "with another's signature",
      { "X-Shopify-Hmac-Sha256": createHmac("sha256", "guess").update(ORDER).digest("base64") },
    ],
    ["with a signature that is no base64", { "X-Shopify-Hmac-Sha256": "%%%" }],
  ])("%s is answered 401 and not stored", async (_, headers) => {
    const before = await countEvents();
    expect((await send(ORDER, headers)).status).toBe(401);
    expect(await countEvents()).toBe(before);
  });

  it("whose body was changed on the way is answered 401 and not stored", async () => {
    const before = await countEvents();
    const signature = createHmac("sha256", stack.apiSecret()).update(ORDER).digest("base64");
    expect(
      (await send(ORDER.replaceAll("0001", "0002"), { "X-Shopify-Hmac-Sha256": signature })).status,
    ).toBe(401);
    expect((await send(`${ORDER} `, { "X-Shopify-Hmac-Sha256": signature })).status).toBe(401);
    expect(await countEvents()).toBe(before);
  });

  it("of a shop that we don't know is answered 200 and not stored", async () => {
    const before = await countEvents();
    expect((await send(ORDER, { "X-Shopify-Shop-Domain": "stranger.myshopify.com" })).status).toBe(200);
    expect(await countEvents()).toBe(before);
  });

  it("of an unknown topic never breaks the app", async () => {
    expect((await send(ORDER, {}, "/webhooks/orders/imagined")).status).toBe(404);
    expect([200, 400, 404, 422]).toContain(
      (await send(ORDER, { "X-Shopify-Topic": "orders/imagined" })).status,
    );
    await shop.settle();
  });

  it("that is signed but no JSON, or no order, holds up nothing behind it", async () => {
    for (const body of ["{", "", "null", "[]", '"text"', "{}", '{"id":"x"}', "\u0000", '{"id":1e400}'])
      expect((await send(body)).status, body).toBe(200);
    const customerId = await shop.customer();
    await shop.order({ customerId, lines: [{ price: "9.00" }] });
    expect(await shop.story(customerId)).toEqual([["earn", 9]]);
  });

  it("replayed byte for byte is answered 200 and changes nothing", async () => {
    const customerId = await shop.customer();
    const order = await shop.order({ customerId, lines: [{ price: "21.00" }] });
    await shop.settle();
    const body = JSON.stringify({
      id: 1,
      admin_graphql_api_id: order.id,
      updated_at: "2001-01-01T00:00:00Z",
      customer: { admin_graphql_api_id: customerId },
    });
    const eventId = randomUUID();
    for (let times = 0; times < 3; times += 1)
      expect((await send(body, { "X-Shopify-Event-Id": eventId })).status).toBe(200);
    await shop.settle();
    expect(await shop.story(customerId)).toEqual([["earn", 21]]);
  });
});

describe("the app proxy", () => {
  it("answers 401 to a request that Shopify has not signed", async () => {
    for (const query of [
      "",
      `?shop=${shop.domain}&logged_in_customer_id=1&timestamp=1&path_prefix=%2Fapps%2Fperennial&signature=00`,
    ])
      expect(
        (await fetch(`${stack.appUrl}/proxy/membership${query}`, { method: "POST" })).status,
        query,
      ).toBe(401);
  });
});

describe("the embedded admin", () => {
  it("shows nothing without a session token, or with one signed by another", async () => {
    const browser = {
      "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/147.0 Safari/537.36",
    };
    const forged = ["e30", "e30", "AAAA"].join(".");
    for (const headers of [browser, { ...browser, Authorization: `Bearer ${forged}` }]) {
      const response = await fetch(`${stack.appUrl}/app/members?_data=routes%2Fapp.members._index`, {
        headers,
        redirect: "manual",
      });
      expect(response.status).not.toBe(200);
    }
  });
});

describe("with faults", () => {
  afterEach(async () => {
    await shop.done("POST", "/faults", {});
    await shop.settle();
    await shop.expectSoundBooks();
  });

  it.each([
    ["everything delivered twice", { duplicate: 1 }],
    ["deliveries in random order", { reorder: true, duplicate: 0.5 }],
    ["one in three deliveries lost", { drop: 0.33 }],
    ["every delivery lost", { drop: 1 }],
    ["late deliveries", { delayMs: 300 }],
    ["an Admin API that fails one time in three", { adminErrors: 0.33 }],
    ["answers of the Admin API that are cut off one time in three", { adminAnswersLost: 0.33 }],
    ["an Admin API that throttles", { throttle: true }],
  ])(
    "%s, orders end with the points that they end with on a good day",
    async (_, faults) => {
      await shop.done("POST", "/faults", { seed: 11, ...faults });
      const customerId = await shop.customer();
      const [plain, refunded, edited, cancelled, late] = await Promise.all(
        ["10.00", "20.00", "30.00", "40.00", "50.00"].map((price, index) =>
          shop.order({ customerId, lines: [{ price }], ...(index === 4 && { financialStatus: "pending" }) }),
        ),
      );
      await shop.refund(refunded!, { amount: "5.00" });
      await shop.done("POST", `/orders/${edited!.n}/edits`, { add: [{ title: "More", price: "3.00" }] });
      await shop.done("POST", `/orders/${edited!.n}/paid`);
      await shop.done("POST", `/orders/${cancelled!.n}/cancel`, { refund: true });
      await shop.done("POST", `/orders/${late!.n}/paid`);
      await shop.done("POST", `/orders/${plain!.n}/fulfillments`, {});
      await shop.settle({ reconcile: true });
      expect((await shop.member(customerId)).balance).toBe(10 + 15 + 33 + 0 + 50);
    },
    180_000,
  );
});

describe("when months pass", () => {
  it("points expire on their day, once, and a refund does not take them again", async () => {
    const dated = await stack.openShop({ name: "Dated" });
    const rules = [{ id: "base", kind: "purchase", points: 1, per: "1.00" }];
    const program = { earning: { rules }, expiry: { mode: "per-lot", months: 1 } };
    expect((await dated.api("PUT", "/program", program)).status).toBe(200);
    const customerId = await dated.customer();
    const order = await dated.order({ customerId, lines: [{ price: "60.00" }] });
    await dated.settle();
    const [soonest] = (await dated.member(customerId)).expiring;
    expect(soonest?.points).toBe(60);
    await dated.done("POST", "/clock", { advanceDays: 20 });
    expect((await dated.member(customerId)).balance).toBe(60);
    await dated.order({ customerId, lines: [{ price: "7.00" }] });
    await dated.settle();
    await dated.done("POST", "/clock", { advanceDays: 13 });
    expect(await dated.member(customerId)).toMatchObject({ balance: 7, spendable: 7 });
    await dated.refundLines(order, 0);
    const story = await dated.story(customerId);
    expect(story.slice(0, 3)).toEqual([
      ["earn", 60],
      ["earn", 7],
      ["expire", -60],
    ]);
    expect((await dated.member(customerId)).balance).toBe(7);
    const { points } = await dated.overview();
    expect(points).toMatchObject({ issued: 67, expired: 60, outstanding: 7 });
    await dated.expectSoundBooks();
  }, 180_000);

  it("the clock never goes back", async () => {
    expect((await shop.control("POST", "/clock", { now: "2001-01-01T00:00:00Z" })).status).toBe(422);
    expect((await shop.control("POST", "/clock", { advanceDays: -1 })).status).toBe(422);
  });
});
