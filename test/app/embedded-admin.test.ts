import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authenticateMerchant } from "#app/authenticate-merchant.server.ts";
import { loader as authPages } from "#app/routes/auth.$.tsx";
import { action as pendingTokens } from "#app/routes/app.api-tokens.tsx";
import { type App, createApp, setApp } from "#app/wiring.server.ts";
import { startTestStore, secret, type TestStore } from "#test/dev-store/support/test-store.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { testEnvironment } from "#test/support/environment.ts";
import { createMemoryLog } from "#test/support/memory-log.ts";

const DEMO = "perennial-demo.myshopify.com";
const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

let testDatabase: TestDatabase;
let store: TestStore;
let app: App;

beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  app = createApp(
    testEnvironment(testDatabase.url, {
      SHOPIFY_API_KEY: "key-of-the-tests",
      SHOPIFY_API_SECRET: secret,
      LOCAL_STORE_URL: store.running.url,
      LOCAL_STORE_SHOP: DEMO,
    }),
    { log: createMemoryLog() },
  );
  setApp(app);
});
afterEach(async () => {
  await app.stop();
  await testDatabase.drop();
});
afterAll(() => store.close());

const idToken = async (shop = DEMO): Promise<string> =>
  (await store.control("POST", `/staff-token?shop=${shop}`)).body.idToken;

/** The page as the Shopify admin opens it in its frame. */
const document = (query: Record<string, string>, userAgent = BROWSER): Request =>
  new Request(
    `https://perennial.example/app?${new URLSearchParams({ embedded: "1", shop: DEMO, host: btoa("admin.shopify.com/store/perennial-demo"), ...query })}`,
    { headers: { "User-Agent": userAgent } },
  );
const data = (token: string): Request =>
  new Request("https://perennial.example/app?_data=routes%2Fapp", {
    headers: { "User-Agent": BROWSER, Authorization: `Bearer ${token}` },
  });

const answerOf = async (work: () => Promise<unknown>): Promise<Response> => {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
};

describe("a merchant who opens the app", () => {
  it("brings its shop in: token exchanged and sealed, shop known, and in a local store program, launch and import at once", async () => {
    const merchant = await authenticateMerchant(document({ id_token: await idToken() }));
    expect(merchant).toMatchObject({ shopId: DEMO, shop: { currency: "USD", timeZone: "America/New_York" } });
    expect(merchant.staffName).toBe("Store Owner");

    const session = await app.sessions.get(`offline_${DEMO}`);
    expect(app.cipher.open(`offline_${DEMO}`, session?.sealed ?? "")).toMatchObject({
      accessToken: expect.stringMatching(/^shpat_/),
      refreshToken: expect.stringMatching(/^shprt_/),
    });
    expect(await app.programs.getCurrent(DEMO)).toMatchObject({
      version: 1,
      body: { earning: { rules: [{ points: 1, per: "1.00" }] } },
    });
    expect((await app.shops.get(DEMO))?.launchedAt).not.toBeNull();
    expect(await app.runs.list(DEMO, 10)).toMatchObject([{ kind: "first", status: "requested" }]);
  });

  it("is let in again without a second exchange or import, side by side too", async () => {
    await authenticateMerchant(document({ id_token: await idToken() }));
    const sealed = (await app.sessions.get(`offline_${DEMO}`))?.sealed;
    const token = await idToken();
    await Promise.all(Array.from({ length: 4 }, () => authenticateMerchant(data(token))));
    expect((await app.sessions.get(`offline_${DEMO}`))?.sealed).toBe(sealed);
    expect(await app.runs.list(DEMO, 10)).toHaveLength(1);
  });

  it("of another shop than the demo shop gets program and import, but launches by hand", async () => {
    const { shop } = (
      await store.control("POST", "/shops", {
        name: `Second ${Date.now()}`,
        currency: "KWD",
        timeZone: "Asia/Kuwait",
      })
    ).body;
    const merchant = await authenticateMerchant(data(await idToken(shop)));
    expect(merchant.shop).toMatchObject({
      shopId: shop,
      currency: "KWD",
      timeZone: "Asia/Kuwait",
      launchedAt: null,
    });
    expect(await app.programs.getCurrent(shop)).toMatchObject({ version: 1 });
    expect(await app.runs.list(shop, 10)).toHaveLength(1);
  });

  it("makes an API token by a form with the session token alone", async () => {
    await authenticateMerchant(document({ id_token: await idToken() }));
    const request = new Request("https://perennial.example/app/api-tokens", {
      method: "POST",
      headers: { "User-Agent": BROWSER, Authorization: `Bearer ${await idToken()}` },
      body: new URLSearchParams({ name: "till" }),
    });
    const answer = await pendingTokens({ request, params: {}, context: {} });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ token: expect.stringMatching(/^prn\.perennial-demo\./) });
  });

  it("after an uninstall and a new install finds one shop, one program and the tokens of the new installation", async () => {
    await authenticateMerchant(document({ id_token: await idToken() }));
    await store.control("POST", "/uninstall");
    expect(await app.shops.uninstall(DEMO, new Date())).toBe(true);
    await app.sessions.removeOfShop(DEMO);
    await store.control("POST", "/install").catch(() => undefined);
    const back = await authenticateMerchant(document({ id_token: await idToken() }));
    expect(back.shop.uninstalledAt).toBeNull();
    expect(await app.programs.list(DEMO)).toHaveLength(1);
    expect((await app.tokens.getAdminToken(DEMO)).ok).toBe(true);
  });
});

describe("who is not let in", () => {
  it("a page without a session token is sent to fetch one", async () => {
    const answer = await answerOf(() => authenticateMerchant(document({})));
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toMatch(/^\/auth\/session-token\?/);
    expect(await app.shops.get(DEMO)).toBeNull();
  });

  it("a request with a forged session token gets 401 and is asked to try again with a fresh one", async () => {
    const [head, body] = (await idToken()).split(".");
    const answer = await answerOf(() =>
      authenticateMerchant(data(`${head}.${body}.${Buffer.alloc(32).toString("base64url")}`)),
    );
    expect(answer.status).toBe(401);
    expect(answer.headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
  });

  it("a bot gets 410", async () => {
    const token = await idToken();
    const answer = await answerOf(() =>
      authenticateMerchant(document({ id_token: token }, "Googlebot/2.1 (+http://www.google.com/bot.html)")),
    );
    expect(answer.status).toBe(410);
  });

  it("the page that fetches a session token is the library's own", async () => {
    const request = new Request(`https://perennial.example/auth/session-token?shop=${DEMO}&host=x`, {
      headers: { "User-Agent": BROWSER },
    });
    const answer = await answerOf(() => authPages({ request, params: {}, context: {} }));
    expect(await answer.text()).toContain('data-api-key="key-of-the-tests"');
  });
});

describe("against a store that rotates tokens as Shopify does", () => {
  it("eight callers get one new token, and the one before it is not asked for again", async () => {
    await authenticateMerchant(document({ id_token: await idToken() }));
    const first = await app.tokens.getAdminToken(DEMO);
    const rejected = first.ok ? first.value : "";
    const renewed = await Promise.all(
      Array.from({ length: 8 }, () => app.tokens.getAdminToken(DEMO, rejected)),
    );
    expect(new Set(renewed.map((one) => (one.ok ? one.value : "refused"))).size).toBe(1);
    expect(renewed[0]).not.toEqual(first);
    expect((await app.admin.fetchShop(DEMO)).ok).toBe(true);
  });

  it("a shop whose tokens are dead says so, and opening the app mends it", async () => {
    await authenticateMerchant(document({ id_token: await idToken() }));
    await store.control("POST", "/uninstall");
    expect(await app.admin.fetchShop(DEMO)).toMatchObject({ ok: false, refusals: [{ code: "reconnect" }] });
    expect((await app.shops.get(DEMO))?.tokenProblem).toBe("reconnect");

    await store.control("POST", "/install").catch(() => undefined);
    expect(
      (await authenticateMerchant(document({ id_token: await idToken() }))).shop.tokenProblem,
    ).toBeNull();
    expect((await app.admin.fetchShop(DEMO)).ok).toBe(true);
  });
});
