import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { requireAccess } from "#dev-store/auth/tokens.ts";
import { demoShop, everyScope, secret, startTestStore, type TestStore } from "./support/test-store.ts";

let store: TestStore;
afterEach(() => store.close());

const exchange = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
  expiring: "1",
};

interface Granted {
  status: number;
  body: Record<string, string | number | undefined>;
}

async function grant(body: object, shop = demoShop): Promise<Granted> {
  const response = await fetch(`${store.running.url}/_shops/${shop}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_id: "key-of-the-tests", client_secret: secret, ...body }),
  });
  return { status: response.status, body: (await response.json()) as Granted["body"] };
}

async function idToken(): Promise<string> {
  return (await store.control("POST", "/staff-token")).body.idToken;
}

async function offline(): Promise<Granted["body"]> {
  return (await grant({ ...exchange, subject_token: await idToken() })).body;
}

const refresh = (refreshToken: unknown): Promise<Granted> =>
  grant({ grant_type: "refresh_token", refresh_token: refreshToken });

function works(token: unknown): boolean {
  const state = store.running.store.shop(demoShop);
  return state !== null && requireAccess(store.running.store, state, String(token)).ok;
}

describe("token exchange", () => {
  it("gives an hour's offline token with a refresh token of 90 days, and every scope asked for", async () => {
    store = await startTestStore();
    const token = await offline();
    expect(token).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect(token.scope).toBe(`${everyScope},write_gift_cards`);
    expect(works(token.access_token)).toBe(true);
  });

  it("gives a token without end when not asked for an expiring one", async () => {
    store = await startTestStore();
    const { body } = await grant({ ...exchange, expiring: "0", subject_token: await idToken() });
    expect(body.expires_in ?? body.refresh_token).toBeUndefined();
    expect(works(body.access_token)).toBe(true);
  });

  it("gives an online token with its user", async () => {
    store = await startTestStore();
    const online = "urn:shopify:params:oauth:token-type:online-access-token";
    const { body } = await grant({
      ...exchange,
      requested_token_type: online,
      subject_token: await idToken(),
    });
    expect(body).toMatchObject({ associated_user: { account_owner: true }, expires_in: 86_400 });
  });

  it("is refused with a session token of another shop, a forged one, another secret, or where the app is not installed", async () => {
    store = await startTestStore();
    const second = (await store.control("POST", "/shops", { name: "Second" })).body.shop;
    expect((await grant({ ...exchange, subject_token: await idToken() }, second)).body.error).toBe(
      "invalid_subject_token",
    );
    const [headerPart, payload] = (await idToken()).split(".");
    const forged = createHmac("sha256", "another secret")
      .update(`${headerPart}.${payload}`)
      .digest("base64url");
    expect((await grant({ ...exchange, subject_token: `${headerPart}.${payload}.${forged}` })).status).toBe(
      400,
    );
    expect(
      (await grant({ ...exchange, client_secret: "wrong", subject_token: await idToken() })).status,
    ).toBe(401);
    await store.control("POST", "/uninstall");
    expect((await grant({ ...exchange, subject_token: await idToken() })).body.error).toBe(
      "app_not_installed",
    );
  });
});

describe("a refresh", () => {
  it("gives a new pair", async () => {
    store = await startTestStore();
    const first = await offline();
    const { body: second } = await refresh(first.refresh_token);
    expect(second).toMatchObject({ expires_in: 3600 });
    expect([second.access_token, second.refresh_token]).not.toEqual([
      first.access_token,
      first.refresh_token,
    ]);
    expect(works(second.access_token)).toBe(true);
  });

  it("may be tried again with the old refresh token until the new one is used", async () => {
    store = await startTestStore();
    const first = await offline();
    const lost = await refresh(first.refresh_token);
    const again = await refresh(first.refresh_token);
    expect([lost.status, again.status]).toEqual([200, 200]);
    expect((await refresh(again.body.refresh_token)).status).toBe(200);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
  });

  it("works for an expired access token, not for an expired refresh token", async () => {
    store = await startTestStore();
    const first = await offline();
    await store.control("POST", "/tokens/expire", {});
    expect(works(first.access_token)).toBe(false);
    const second = await refresh(first.refresh_token);
    expect(works(second.body.access_token)).toBe(true);
    await store.control("POST", "/tokens/expire", { refreshTokens: true });
    expect((await refresh(second.body.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("and every token end with the uninstall, also after a reinstall", async () => {
    store = await startTestStore();
    const first = await offline();
    await store.control("POST", "/uninstall");
    await store.control("POST", "/install");
    expect(works(first.access_token)).toBe(false);
    expect((await refresh(first.refresh_token)).status).toBe(400);
    expect(works((await offline()).access_token)).toBe(true);
  });
});

describe("the app is opened as by a merchant's browser", () => {
  it("with shop, host, session token and a query signed by the app's secret", async () => {
    store = await startTestStore();
    const query = store.app.opened[0]?.searchParams ?? new URLSearchParams();
    const hmac = query.get("hmac");
    query.delete("hmac");
    const signed = [...query]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    expect(hmac).toBe(createHmac("sha256", secret).update(signed).digest("hex"));
    expect(query.get("shop")).toBe(demoShop);
    expect(Buffer.from(query.get("host") ?? "", "base64").toString()).toBe(
      "admin.shopify.com/store/perennial-demo",
    );
    const { status } = await grant({ ...exchange, subject_token: query.get("id_token") });
    expect(status).toBe(200);
  });

  it("on a second shop too, which gets an API token from the app and withholds what it is told", async () => {
    store = await startTestStore();
    const answer = await store.control("POST", "/shops", {
      name: "Second",
      currency: "KWD",
      withhold: ["read_all_orders"],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: { shop: "second.myshopify.com", apiToken: "token-of-the-app" },
    });
    const state = (await store.control("GET", "/state?shop=second.myshopify.com")).body;
    expect(state).toMatchObject({ currency: "KWD", orders: 0, customers: 0 });
    expect(state.scopes).not.toContain("read_all_orders");
    expect((await store.control("POST", "/shops", { name: "Odd", timeZone: "Mars/Olympus" })).body.code).toBe(
      "unknown-time-zone",
    );
    expect((await store.control("POST", "/shops", {})).status).toBe(422);
  });

  it("once only: a restart of the dev store does not open it again", async () => {
    store = await startTestStore();
    await offline();
    await store.restart();
    await store.settle();
    expect(store.app.opened).toHaveLength(1);
  });
});
