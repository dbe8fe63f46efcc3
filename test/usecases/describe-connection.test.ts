import { describe, expect, it } from "vitest";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES, scopesHeld } from "#app/shopify/scopes.ts";
import { listNotices } from "#app/usecases/describe-connection.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";

const shop: ShopRecord = {
  shopId: "connection.myshopify.com",
  name: "Connection",
  currency: "USD",
  timeZone: "UTC",
  installedAt: new Date("2026-01-01T00:00:00Z"),
  uninstalledAt: null,
  launchedAt: null,
  participation: "ordered",
  excludedTag: null,
  historyFrom: null,
  historyEarns: true,
  reconciledUntil: null,
  tokenProblem: null,
  dataWithheld: null,
};
const failedEvent = { topic: "orders/create", eventId: "e", receivedAt: new Date(0), attempts: 10, failure: "broken" };

const noticesFor = (granted: readonly string[], changes: Partial<ShopRecord> = {}, failedEvents = 0) =>
  listNotices(
    {
      sessions: {
        get: async (id) => ({ id, shop: shop.shopId, isOnline: false, state: "", scope: granted.join(","), expiresAt: null, refreshExpiresAt: null, userId: null, userName: null, sealed: "" }),
      },
      inbox: { listFailed: async () => Array.from({ length: failedEvents }, () => failedEvent), lastByTopic: async () => [] },
      scopesHeld,
    },
    { ...shop, ...changes },
  );

describe("the notices of a shop", () => {
  it("are none when every required scope is granted", async () => {
    expect(await noticesFor(REQUIRED_SCOPES)).toEqual([]);
  });

  it("count a read scope as held where its write scope is", async () => {
    expect(await noticesFor(REQUIRED_SCOPES.filter((scope) => scope !== "read_customers"))).toEqual([]);
  });

  it("name each required scope that is missing, and none that is optional", async () => {
    const without = await noticesFor(REQUIRED_SCOPES.filter((scope) => scope !== "read_orders"));
    expect(without).toEqual([{ code: "scope-missing", subject: "read_orders", count: 1 }]);
    for (const scope of OPTIONAL_SCOPES) expect(without.map((one) => one.subject)).not.toContain(scope);
  });

  it("say that older history is withheld without read_all_orders: an order export can bring it", async () => {
    expect(await noticesFor(REQUIRED_SCOPES.filter((scope) => scope !== "read_all_orders"))).toEqual([
      { code: "history-withheld", subject: "read_all_orders", count: 1 },
    ]);
  });

  it("begin with the gravest: a dead token, then withheld data, then failed events", async () => {
    const notices = await noticesFor(REQUIRED_SCOPES, { tokenProblem: "reconnect", dataWithheld: "level-2" }, 3);
    expect(notices).toEqual([
      { code: "reconnect", subject: null, count: 1 },
      { code: "customer-data-withheld", subject: "level-2", count: 1 },
      { code: "failed-events", subject: null, count: 3 },
    ]);
  });
});
