import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { startTestStore, demoShop, secret, tail, type TestStore } from "./support/test-store.ts";
import type { ReceivedWebhook } from "./support/receiving-app.ts";

let store: TestStore;
afterEach(() => store.close());

const mug = { title: "Mug", price: "19.99" };

function told(topic: string): ReceivedWebhook[] {
  return store.app.webhooks.filter((webhook) => webhook.headers["x-shopify-topic"] === topic);
}

async function order(body: object = {}): Promise<{ id: string; lines: { id: string }[] }> {
  const answer = await store.control("POST", "/orders", { email: "ada@example.com", lines: [mug], ...body });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe("webhooks reach the app as Shopify's do", () => {
  it("signs the raw body and names topic, shop, version, event and time", async () => {
    store = await startTestStore();
    await order();
    await store.settle();
    const [webhook] = told("orders/create");
    const digest = createHmac("sha256", secret)
      .update(webhook?.raw ?? "")
      .digest("base64");
    expect(webhook?.path).toBe("/webhooks/orders/create");
    expect(webhook?.headers).toMatchObject({
      "x-shopify-hmac-sha256": digest,
      "x-shopify-shop-domain": demoShop,
      "x-shopify-api-version": "2026-07",
    });
    for (const name of ["x-shopify-webhook-id", "x-shopify-event-id"])
      expect(webhook?.headers[name]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(Date.parse(String(webhook?.headers["x-shopify-triggered-at"]))).not.toBeNaN();
  });

  it("writes 19-digit ids as JSON numbers with every digit", async () => {
    store = await startTestStore();
    const { id, lines } = await order();
    await store.settle();
    const raw = told("orders/create")[0]?.raw ?? "";
    expect(tail(id)).toMatch(/^\d{19}$/);
    expect(raw).toContain(`"id":${tail(id)},`);
    expect(raw).toContain(`"id":${tail(lines[0]?.id ?? "")},`);
  });

  it("tells customers/create, orders/create and orders/paid for a first paid order, and no payment for a pending one", async () => {
    store = await startTestStore();
    await order({ financialStatus: "pending" });
    await store.settle();
    expect([
      told("customers/create").length,
      told("orders/create").length,
      told("orders/paid").length,
    ]).toEqual([1, 1, 0]);
  });

  it("is sent to the shop whose event it is", async () => {
    store = await startTestStore();
    const second = await store.control("POST", "/shops", { name: "Second" });
    await store.control("POST", `/orders?shop=${second.body.shop}`, { lines: [mug] });
    await store.settle();
    expect(told("orders/create").map((one) => one.headers["x-shopify-shop-domain"])).toEqual([
      "second.myshopify.com",
    ]);
  });

  it("is not sent without the topic's scope", async () => {
    store = await startTestStore();
    await store.control("POST", "/scopes", { revoke: ["read_orders", "write_orders"] });
    await order();
    await store.settle();
    expect([told("orders/create").length, told("customers/create").length]).toEqual([0, 1]);
  });

  it("is refused for protected topics without level 1, and names nobody without level 2", async () => {
    store = await startTestStore();
    for (const [name, withhold] of [
      ["None", "pcd-1"],
      ["Nameless", "pcd-2"],
    ]) {
      const { shop } = (await store.control("POST", "/shops", { name, withhold: [withhold] })).body;
      await store.control("POST", `/orders?shop=${shop}`, { email: "ada@example.com", lines: [mug] });
    }
    await store.settle();
    expect(told("orders/create").map((one) => one.headers["x-shopify-shop-domain"])).toEqual([
      "nameless.myshopify.com",
    ]);
    expect(JSON.parse(told("orders/create")[0]?.raw ?? "")).toMatchObject({
      email: null,
      customer: { email: null },
    });
  });

  it("stops at the uninstall, except for the compliance topics", async () => {
    store = await startTestStore();
    await store.control("POST", "/uninstall");
    await order();
    await store.control("POST", "/privacy", { topic: "shop/redact" });
    await store.settle();
    const topics = store.app.webhooks.map((webhook) => webhook.headers["x-shopify-topic"]);
    expect(topics.sort()).toEqual(["app/uninstalled", "shop/redact"]);
  });
});

describe("a webhook that is not answered with 2xx comes again", () => {
  it("with the same ids and the same body", async () => {
    store = await startTestStore();
    store.app.answers = [500, 503, 200];
    await store.control("POST", "/customers", { email: "ada@example.com" });
    await store.settle();
    const attempts = told("customers/create");
    expect(attempts).toHaveLength(3);
    for (const name of ["x-shopify-webhook-id", "x-shopify-event-id", "x-shopify-hmac-sha256"])
      expect(new Set(attempts.map((one) => one.headers[name])).size).toBe(1);
  });

  it("eight times, and is then given up", async () => {
    store = await startTestStore();
    store.app.answers = Array.from({ length: 20 }, () => 500);
    await store.control("POST", "/customers", { email: "ada@example.com" });
    await store.settle();
    expect(told("customers/create")).toHaveLength(9);
  });

  it("also when the dev store was stopped in between", async () => {
    store = await startTestStore({ environment: { DEV_STORE_RETRY_SCALE: "1" } });
    store.app.answers = [500];
    await store.control("POST", "/customers", { email: "ada@example.com" });
    await expect.poll(() => told("customers/create").length).toBe(1);
    await store.restart();
    await store.settle();
    const [first, second] = told("customers/create");
    expect(second?.headers["x-shopify-event-id"]).toBe(first?.headers["x-shopify-event-id"]);
    expect(second?.raw).toBe(first?.raw);
  });
});

describe("faults of the wire are chances of a seeded sequence", () => {
  async function toldUnder(faults: object): Promise<string[]> {
    store = await startTestStore();
    await store.control("POST", "/faults", faults);
    for (let n = 0; n < 40; n += 1) await store.control("POST", "/customers", { email: `c${n}@example.com` });
    await store.settle();
    return told("customers/create").map((webhook) => (JSON.parse(webhook.raw) as { email: string }).email);
  }

  it("drops for good, the same ones for the same seed", async () => {
    const first = new Set(await toldUnder({ drop: 0.3, seed: 7 }));
    await store.close();
    const second = new Set(await toldUnder({ drop: 0.3, seed: 7 }));
    expect(first.size).toBeGreaterThan(15);
    expect(first.size).toBeLessThan(40);
    expect(second).toEqual(first);
  });

  it("sends twice with the same event id", async () => {
    const emails = await toldUnder({ duplicate: 1 });
    expect(emails).toHaveLength(80);
    expect(new Set(told("customers/create").map((one) => one.headers["x-shopify-event-id"])).size).toBe(40);
  });

  it("delivers out of order, and loses nothing by it", async () => {
    const emails = await toldUnder({ reorder: true, seed: 3 });
    const sent = Array.from({ length: 40 }, (_, n) => `c${n}@example.com`);
    expect([...emails].sort()).toEqual([...sent].sort());
    expect(emails).not.toEqual(sent);
  });

  it("is cleared by {}", async () => {
    store = await startTestStore();
    await store.control("POST", "/faults", { drop: 1 });
    expect((await store.control("POST", "/faults", {})).body).toEqual({});
    await store.control("POST", "/customers", { email: "ada@example.com" });
    await store.settle();
    expect(told("customers/create")).toHaveLength(1);
  });

  it("refuses chances outside 0 to 1 and faults it does not know", async () => {
    store = await startTestStore();
    for (const faults of [{ drop: 2 }, { duplicate: -1 }, { sabotage: true }])
      expect((await store.control("POST", "/faults", faults)).status).toBe(422);
  });
});
