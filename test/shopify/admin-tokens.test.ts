import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Session } from "@shopify/shopify-api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createAdminTokens } from "#app/shopify/admin-tokens.server.ts";
import { createSessionStorage } from "#app/shopify/session-storage.server.ts";
import { createStoreFetch } from "#app/shopify/store-fetch.server.ts";
import { createTokenCipher } from "#app/shopify/token-cipher.server.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";

const SHOP = "tokens.myshopify.com";
const HOUR_MS = 3_600_000;
const installedAt = new Date("2026-11-01T00:00:00Z");

/** A token endpoint: what it was asked, and how it answers the n-th time. */
type Ask = { path: string; body: Record<string, string> };
type Reply = (response: ServerResponse, ask: Ask) => void;

const renew: Reply = (response, ask) => {
  response.setHeader("Content-Type", "application/json");
  response.end(
    JSON.stringify({
      access_token: `access-after-${ask.body["refresh_token"]}`,
      expires_in: 3600,
      refresh_token: `refresh-after-${ask.body["refresh_token"]}`,
      refresh_token_expires_in: 7_776_000,
      scope: "read_orders,write_customers",
    }),
  );
};
const refuse: Reply = (response) => {
  response.writeHead(400, { "Content-Type": "application/json" }).end('{"error":"invalid_grant"}');
};
const cutOff: Reply = (response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "500" });
  response.write('{"access_token":"los', () => response.destroy());
};

describe("a shop's offline token", () => {
  let testDatabase: TestDatabase;
  let server: Server;
  let url: string;
  let asked: Ask[];
  let replies: Reply[];
  let databases: Database[];
  const log = createMemoryLog();
  const cipher = createTokenCipher([{ id: "k", key: Buffer.alloc(32, 7) }]);

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    server = createServer((request: IncomingMessage, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const ask = {
          path: request.url ?? "",
          body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>,
        };
        asked.push(ask);
        (replies[asked.length - 1] ?? renew)(response, ask);
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    asked = [];
    replies = [];
    databases = [];
    log.lines.length = 0;
  });

  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });

  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
    await testDatabase.drop();
  });

  /** What one process has: its own pool, its own token port. */
  const startProcess = () => {
    const database = createDatabase(testDatabase.url, { maxConnections: 4 });
    databases.push(database);
    const sessions = createSessionsStore(database);
    const tokens = createAdminTokens({
      sessions,
      cipher,
      fetch: createStoreFetch({ url }),
      apiKey: "key",
      apiSecret: "secret",
      log,
      retryDelayMs: 1,
    });
    return {
      database,
      sessions,
      tokens,
      shops: createShopsStore(database.prisma),
      storage: createSessionStorage(sessions, cipher),
    };
  };
  type Process = ReturnType<typeof startProcess>;

  const install = async ({ shops, storage }: Process, expiresInMs: number, refreshToken = "r1") => {
    await shops.install({ shopId: SHOP, name: "Tokens", currency: "USD", timeZone: "UTC" }, installedAt);
    await storage.storeSession(
      new Session({
        id: `offline_${SHOP}`,
        shop: SHOP,
        state: "",
        isOnline: false,
        scope: "read_orders",
        accessToken: "a1",
        refreshToken,
        expires: new Date(Date.now() + expiresInMs),
        refreshTokenExpires: new Date(Date.now() + 90 * 24 * HOUR_MS),
      }),
    );
  };

  it("is handed out as it is while it has more than five minutes left", async () => {
    const one = startProcess();
    await install(one, 10 * 60_000);
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "a1" });
    expect(asked).toEqual([]);
  });

  it("is renewed once when eight callers in three processes find it expired together, and all get the new one", async () => {
    const processes = [startProcess(), startProcess(), startProcess()];
    await install(processes[0] as Process, -1000);
    const callers = Array.from({ length: 8 }, (_, index) =>
      (processes[index % 3] as Process).tokens.getAdminToken(SHOP),
    );
    expect(await Promise.all(callers)).toEqual(
      Array.from({ length: 8 }, () => ({ ok: true, value: "access-after-r1" })),
    );
    expect(asked).toEqual([
      {
        path: `/_shops/${SHOP}/admin/oauth/access_token`,
        body: { client_id: "key", client_secret: "secret", grant_type: "refresh_token", refresh_token: "r1" },
      },
    ]);
  });

  it("is stored together with its new refresh token and scopes, sealed", async () => {
    const one = startProcess();
    await install(one, -1000);
    await one.tokens.getAdminToken(SHOP);
    const row = await one.sessions.get(`offline_${SHOP}`);
    expect(row?.scope).toBe("read_orders,write_customers");
    expect(row?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + HOUR_MS - 60_000);
    expect(cipher.open(`offline_${SHOP}`, row?.sealed ?? "")).toEqual({
      accessToken: "access-after-r1",
      refreshToken: "refresh-after-r1",
    });
    const { rows } = await one.database.pool.query<{ row: string }>(
      "SELECT sessions::text AS row FROM sessions",
    );
    expect(rows.map((found) => found.row).join()).not.toContain("after-r1");
  });

  it("is asked for again with the old refresh token when the answer was lost", async () => {
    const one = startProcess();
    await install(one, -1000);
    replies = [cutOff, cutOff, renew];
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "access-after-r1" });
    expect(asked.map((ask) => ask.body["refresh_token"])).toEqual(["r1", "r1", "r1"]);
  });

  it("stays as it was when Shopify never answers, and can be renewed later", async () => {
    const one = startProcess();
    await install(one, -1000);
    replies = [cutOff, cutOff, cutOff, cutOff];
    const answer = await one.tokens.getAdminToken(SHOP);
    expect(answer.ok ? null : answer.refusals[0].code).toBe("shopify-unreachable");
    expect((await one.shops.get(SHOP))?.tokenProblem).toBeNull();
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "access-after-r1" });
  });

  it("marks the shop when its refresh token is dead, without asking again, until the merchant opens the app", async () => {
    const one = startProcess();
    await install(one, -1000);
    replies = [refuse];
    for (let call = 0; call < 3; call += 1) {
      const answer = await one.tokens.getAdminToken(SHOP);
      expect(answer.ok ? null : answer.refusals[0].code).toBe("reconnect");
    }
    expect(asked).toHaveLength(1);
    expect((await one.shops.get(SHOP))?.tokenProblem).toBe("reconnect");

    await install(one, HOUR_MS, "r2"); // what the library stores after the token exchange
    expect((await one.shops.get(SHOP))?.tokenProblem).toBeNull();
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "a1" });
  });

  it("is renewed before its time when Shopify has just rejected it, but not when it was already replaced", async () => {
    const one = startProcess();
    await install(one, HOUR_MS);
    expect(await one.tokens.getAdminToken(SHOP, "a1")).toEqual({ ok: true, value: "access-after-r1" });
    expect(await one.tokens.getAdminToken(SHOP, "a1")).toEqual({ ok: true, value: "access-after-r1" });
    expect(asked).toHaveLength(1);
  });

  it("is refused for a shop that never opened the app", async () => {
    const answer = await startProcess().tokens.getAdminToken("nobody.myshopify.com");
    expect(answer.ok ? null : answer.refusals[0].code).toBe("reconnect");
  });

  it("comes to the library without its refresh token, so that its own refresh, which takes no lock, never runs", async () => {
    const one = startProcess();
    await install(one, HOUR_MS);
    const loaded = await one.storage.loadSession(`offline_${SHOP}`);
    expect(loaded).toMatchObject({ accessToken: "a1", scope: "read_orders" });
    expect(loaded?.refreshToken).toBeUndefined();
  });

  it("keeps its refresh token when the library hands a session back without the access token", async () => {
    const one = startProcess();
    await install(one, HOUR_MS);
    const loaded = (await one.storage.loadSession(`offline_${SHOP}`)) as Session;
    delete loaded.accessToken;
    await one.storage.storeSession(loaded);
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "access-after-r1" });
  });

  it("stops the process with our own wrong key or secret instead of throwing the shop's tokens away", async () => {
    const one = startProcess();
    await install(one, -1000);
    replies = [
      (response) =>
        response.writeHead(401, { "Content-Type": "application/json" }).end('{"error":"invalid_client"}'),
    ];
    await expect(one.tokens.getAdminToken(SHOP)).rejects.toThrow(/SHOPIFY_API_SECRET/);
    expect(await one.tokens.getAdminToken(SHOP)).toEqual({ ok: true, value: "access-after-r1" });
  });
});
