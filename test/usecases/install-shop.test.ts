import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { accept, type Outcome, refuse } from "#app/domain/shared/outcome.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createIds } from "#app/ids.server.ts";
import { createImportRunsStore } from "#app/persistence/import-runs-store.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { installShop, type ShopDetails } from "#app/usecases/shops/install-shop.ts";
import { uninstallShop } from "#app/usecases/shops/uninstall-shop.ts";
import { updateScopes } from "#app/usecases/shops/update-scopes.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";
import { noWake } from "#test/support/no-wake.ts";

const SHOP = "install.myshopify.com";
const FIRST = new Date("2026-03-01T10:00:00Z");
const LATER = new Date("2026-04-01T10:00:00Z");

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterEach(async () => {
  await database.pool.query("DELETE FROM shops; DELETE FROM sessions");
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const portsAt = (
  now: Date,
  answer: Outcome<ShopDetails> = accept({ name: "Plants", currency: "EUR", timeZone: "Europe/Berlin" }),
) => {
  let asked = 0;
  const shops = createShopsStore(database.prisma);
  return {
    shops,
    sessions: createSessionsStore(database),
    admin: {
      fetchShop: async () => ((asked += 1), answer),
      findWithheldData: async () => accept("level-2" as const),
    },
    clock: { now: () => now },
    ids: createIds(),
    wake: noWake,
    runs: createImportRunsStore(database.pool),
    log: createMemoryLog(),
    asked: () => asked,
  };
};

const putSession = (id: string, scope = "read_orders") =>
  createSessionsStore(database).change(id, async () => ({
    result: null,
    put: {
      id,
      shop: SHOP,
      isOnline: false,
      state: "",
      scope,
      expiresAt: null,
      refreshExpiresAt: null,
      userId: null,
      userName: null,
      sealed: "x",
    },
  }));

describe("installing", () => {
  it("makes a shop known at first sight, as Shopify describes it, and only then", async () => {
    const ports = portsAt(FIRST);
    const first = await installShop(ports, SHOP);
    expect(first).toMatchObject({
      ok: true,
      value: {
        isNew: true,
        shop: {
          shopId: SHOP,
          name: "Plants",
          currency: "EUR",
          timeZone: "Europe/Berlin",
          launchedAt: null,
          installedAt: FIRST,
          dataWithheld: "level-2",
        },
      },
    });
    expect(await installShop(ports, SHOP)).toMatchObject({ ok: true, value: { isNew: false } });
    expect(ports.asked()).toBe(1);
  });

  it("is refused with Shopify's reason, and leaves nothing behind", async () => {
    const ports = portsAt(FIRST, refuse({ code: "reconnect", detail: "open the app" }));
    expect(await installShop(ports, SHOP)).toMatchObject({ ok: false, refusals: [{ code: "reconnect" }] });
    expect(await ports.shops.get(SHOP)).toBeNull();
  });

  it("after an uninstall finds everything as it was, and shows points anew", async () => {
    const ports = portsAt(FIRST);
    await installShop(ports, SHOP);
    await ports.shops.launch(SHOP, FIRST);
    await database.pool.query(
      `INSERT INTO members (shop_id, member_id, joined_on, last_seq, published_seq, updated_at) VALUES ($1, gen_random_uuid(), '2026-03-01', 4, 4, now())`,
      [SHOP],
    );
    await uninstallShop(ports, SHOP, new Date("2026-03-15T00:00:00Z"));

    const back = await installShop(portsAt(LATER), SHOP);
    expect(back).toMatchObject({
      ok: true,
      value: { isNew: true, shop: { installedAt: LATER, uninstalledAt: null, launchedAt: FIRST } },
    });
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS members, min(published_seq)::int AS shown FROM members WHERE shop_id = $1",
      [SHOP],
    );
    expect(rows).toEqual([{ members: 1, shown: -1 }]);
  });
});

describe("an uninstall", () => {
  it("forgets the shop's tokens and stops its work", async () => {
    const ports = portsAt(FIRST);
    await installShop(ports, SHOP);
    await putSession(`offline_${SHOP}`);
    await uninstallShop(ports, SHOP, LATER);
    expect(await ports.sessions.listOfShop(SHOP)).toEqual([]);
    expect((await ports.shops.get(SHOP))?.uninstalledAt).toEqual(LATER);
    expect(await ports.shops.listInstalled()).toEqual([]);
  });

  it("triggered before the present installation is ignored: the merchant has come back since", async () => {
    const ports = portsAt(LATER);
    await installShop(ports, SHOP);
    await putSession(`offline_${SHOP}`);
    await uninstallShop(ports, SHOP, FIRST);
    expect((await ports.shops.get(SHOP))?.uninstalledAt).toBeNull();
    expect(await ports.sessions.listOfShop(SHOP)).toHaveLength(1);
  });

  it("leaves another shop's tokens alone", async () => {
    const ports = portsAt(FIRST);
    await installShop(ports, SHOP);
    await createSessionsStore(database).change("offline_other.myshopify.com", async () => ({
      result: null,
      put: {
        id: "offline_other.myshopify.com",
        shop: "other.myshopify.com",
        isOnline: false,
        state: "",
        scope: null,
        expiresAt: null,
        refreshExpiresAt: null,
        userId: null,
        userName: null,
        sealed: "x",
      },
    }));
    await uninstallShop(ports, SHOP, LATER);
    expect(await ports.sessions.listOfShop("other.myshopify.com")).toHaveLength(1);
  });
});

it("changed scopes are what the Connection page goes by from then on", async () => {
  const ports = portsAt(FIRST);
  await putSession(`offline_${SHOP}`, "read_orders");
  await updateScopes(ports, SHOP, ["read_orders", "write_gift_cards"]);
  expect((await ports.sessions.get(`offline_${SHOP}`))?.scope).toBe("read_orders,write_gift_cards");
});

describe("when the history opens up", () => {
  it("the import is made anew, because the first one saw 60 days alone", async () => {
    const ports = portsAt(FIRST);
    await installShop(ports, SHOP);
    await putSession(`offline_${SHOP}`, "read_orders");
    await ports.runs.create(SHOP, {
      importId: "seen",
      kind: "first",
      status: "done",
      since: null,
      fileName: null,
      at: FIRST,
    });
    await updateScopes(portsAt(LATER), SHOP, ["read_orders", "read_all_orders"]);
    expect(await ports.runs.nextOpen(SHOP)).toMatchObject({
      kind: "first",
      status: "requested",
      startedAt: LATER,
    });
  });

  it("nothing is imported that the merchant has not asked for yet", async () => {
    const ports = portsAt(FIRST);
    await installShop(ports, SHOP);
    await putSession(`offline_${SHOP}`, "read_orders");
    await updateScopes(ports, SHOP, ["read_orders", "read_all_orders"]);
    expect(await ports.runs.list(SHOP, 1)).toEqual([]);
  });
});
