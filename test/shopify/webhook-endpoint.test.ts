import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createInboxStore } from "#app/persistence/inbox-store.server.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createWebhookEndpoint, type WebhookEndpoint } from "#app/shopify/webhook-endpoint.server.ts";
import type { Inbox } from "#app/usecases/inbox/inbox-ports.ts";
import { receiveWebhook } from "#app/usecases/inbox/receive-webhook.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { silent } from "./gateway-to-store.ts";
import { SECRET, signedWebhook } from "./signed-webhook.ts";

const SHOP = "perennial-demo.myshopify.com";
const GONE = "uninstalled.myshopify.com";
const NOW = new Date("2026-11-22T12:00:00Z");

let testDatabase: TestDatabase;
let database: Database;
let inbox: Inbox;
let answer: WebhookEndpoint;
let woken: string[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  inbox = createInboxStore(database.pool);
  const clock = { now: () => NOW };
  answer = createWebhookEndpoint({
    apiSecret: SECRET,
    receive: (webhook) =>
      receiveWebhook({ inbox, clock, wake: { inbox: (shopId) => woken.push(shopId) } }, webhook),
    clock,
    log: silent,
  });
  const shops = createShopsStore(database.prisma);
  for (const shopId of [SHOP, GONE]) {
    await shops.install(
      { shopId, name: shopId, currency: "USD", timeZone: "America/New_York" },
      new Date("2026-11-01T00:00:00Z"),
    );
  }
  await shops.uninstall(GONE, new Date("2026-11-20T00:00:00Z"));
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  woken = [];
  await database.pool.query("DELETE FROM inbox_events");
});

const stored = async () =>
  (
    await database.pool.query<Record<string, unknown>>(
      "SELECT * FROM inbox_events ORDER BY shop_id, topic, event_id",
    )
  ).rows;
const status = async (request: Request, topic = "orders/create") => (await answer(request, topic)).status;

test("a signed event is stored as it came, answered 200 and wakes the shop's inbox", async () => {
  const body = '{"id":7100000000000000123,"note":"Жасмин"}';
  expect(await status(signedWebhook("orders/create", body))).toBe(200);
  expect(await stored()).toMatchObject([
    {
      shop_id: SHOP,
      topic: "orders/create",
      event_id: "event-1",
      payload: body,
      received_at: NOW,
      due_at: NOW,
      triggered_at: new Date("2026-11-22T10:00:00.123Z"),
    },
  ]);
  expect(woken).toEqual([SHOP]);
});

test("without an event id the delivery's id stands in", async () => {
  await status(signedWebhook("orders/create", "{}", { headers: { "X-Shopify-Event-Id": null } }));
  expect(await stored()).toMatchObject([{ event_id: "delivery-1" }]);
});

describe("refused with 401, nothing stored", () => {
  const body = '{"id":1}';
  test.each<[string, Request]>([
    ["no signature", signedWebhook("orders/create", body, { headers: { "X-Shopify-Hmac-Sha256": null } })],
    [
      "an empty signature",
      signedWebhook("orders/create", body, { headers: { "X-Shopify-Hmac-Sha256": "" } }),
    ],
    [
      "a signature that is not base64",
      signedWebhook("orders/create", body, { headers: { "X-Shopify-Hmac-Sha256": "%%%" } }),
    ],
    ["another app's secret", signedWebhook("orders/create", body, { secret: "another secret" })],
    [
      "the signature of another body",
      signedWebhook("orders/create", body, {
        headers: {
          "X-Shopify-Hmac-Sha256": signedWebhook("orders/create", '{"id":2}').headers.get(
            "X-Shopify-Hmac-Sha256",
          ),
        },
      }),
    ],
  ])("%s", async (_, request) => {
    expect(await status(request)).toBe(401);
    expect(await stored()).toEqual([]);
    expect(woken).toEqual([]);
  });
});

test("a replay is answered 200 and changes nothing", async () => {
  await status(signedWebhook("orders/create", "{}"));
  const before = await stored();
  expect(await status(signedWebhook("orders/create", "{}"))).toBe(200);
  expect(await stored()).toEqual(before);
  expect(woken).toEqual([SHOP]);
});

test("three hundred deliveries at once, each twice and for three kinds of shop, are stored once each where they belong", async () => {
  const shops = [SHOP, GONE, "nobody.myshopify.com"];
  const requests = Array.from({ length: 300 }, (_, index) => ({
    shop: shops[index % 3]!,
    eventId: `event-${index}`,
  }));
  const statuses = await Promise.all(
    [...requests, ...requests].map((one) =>
      status(signedWebhook("orders/create", `{"id":${one.eventId.slice(6)}}`, one)),
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const rows = await stored();
  expect(rows).toHaveLength(100);
  for (const row of rows) expect(row.payload).toBe(`{"id":${String(row.event_id).slice(6)}}`);
  expect(woken).toHaveLength(100);
});

test("one event in two topics is two events", async () => {
  await status(signedWebhook("orders/create", "{}"));
  await status(signedWebhook("orders/paid", "{}"), "orders/paid");
  expect(await stored()).toHaveLength(2);
});

describe("answered 200 and ignored", () => {
  test.each([
    ["an unknown shop", "nobody.myshopify.com"],
    ["an uninstalled shop", GONE],
  ])("%s", async (_, shop) => {
    expect(await status(signedWebhook("orders/create", "{}", { shop }))).toBe(200);
    expect(await stored()).toEqual([]);
  });
});

test.each(["customers/data_request", "customers/redact", "shop/redact"])(
  "%s is taken after the uninstall",
  async (topic) => {
    expect(await status(signedWebhook(topic, "{}", { shop: GONE }), topic)).toBe(200);
    expect(await stored()).toMatchObject([{ shop_id: GONE, topic }]);
  },
);

test("an event of another topic than the address serves is answered 404", async () => {
  expect(await status(signedWebhook("products/update", "{}"))).toBe(404);
  expect(await stored()).toEqual([]);
});

test("a shop domain that is none is answered 404", async () => {
  expect(await status(signedWebhook("orders/create", "{}", { shop: "evil.example.com" }))).toBe(404);
});

test.each(["{ not json", "\0\0", "\xff\xfe", ""])(
  "a signed body that is not JSON is kept for the merchant to see: %j",
  async (body) => {
    expect(await status(signedWebhook("orders/create", Buffer.from(body, "latin1")))).toBe(200);
    expect(await stored()).toHaveLength(1);
  },
);
