import { createHmac } from "node:crypto";
import { hostOf, signSessionToken } from "../auth/session-token.ts";
import type { StoreConfig } from "../state/store.ts";

/** The app's library answers user agents that look like bots with 410. */
const browser =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** The app gave no usable answer. */
export class AppUnavailable extends Error {
  override readonly name = "AppUnavailable";
}

async function call(url: URL, init: RequestInit & { timeoutMs: number }): Promise<Response> {
  const { timeoutMs, ...rest } = init;
  try {
    return await fetch(url, { ...rest, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    throw new AppUnavailable(
      `The app at ${url.origin} does not answer (${reason}). Start it, then try again.`,
    );
  }
}

async function answered(url: URL, response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = (await response.text()).slice(0, 300);
  throw new AppUnavailable(`The app answered ${response.status} at ${url.pathname}: ${body}`);
}

/** The query that the admin adds when it opens an embedded app; `hmac` is hex over the sorted pairs. */
async function embeddedQuery(config: StoreConfig, shop: string): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    embedded: "1",
    host: hostOf(shop),
    id_token: await signSessionToken(config, { shop }),
    locale: "en",
    session: createHmac("sha256", config.apiSecret).update(shop).digest("hex"),
    shop,
    timestamp: String(Math.floor(Date.now() / 1000)),
  });
  query.sort();
  const signed = [...query].map(([name, value]) => `${name}=${value}`).join("&");
  query.set("hmac", createHmac("sha256", config.apiSecret).update(signed).digest("hex"));
  return query;
}

/** What the dev store asks of the app under test: all of it over HTTP, as Shopify and a merchant's browser would. */
export interface AppClient {
  isUp(): Promise<boolean>;
  /** Opens the embedded app as a merchant's browser does; the app exchanges the session token and installs itself. */
  open(shop: string): Promise<void>;
  /** A public API token for a shop, made in the app's admin. */
  createApiToken(shop: string, name: string): Promise<string>;
  /** What the app has not finished yet; empty when it is quiet. */
  pending(): Promise<string[]>;
  /** Every sweep that a moved clock can make due in these shops. */
  runSweeps(shops: readonly string[]): Promise<void>;
  reconcile(): Promise<void>;
}

/** Throws `AppUnavailable` where the app does not answer or refuses. */
export function createAppClient(config: StoreConfig): AppClient {
  const local = (path: string, method: "GET" | "POST", timeoutMs: number): Promise<Response> => {
    const url = new URL(path, config.appUrl);
    return call(url, { method, headers: { "X-Local-Store-Secret": config.apiSecret }, timeoutMs }).then(
      (response) => answered(url, response),
    );
  };
  return {
    async isUp() {
      try {
        return (await call(new URL("/healthz", config.appUrl), { timeoutMs: 2000 })).ok;
      } catch (error) {
        if (error instanceof AppUnavailable) return false;
        throw error;
      }
    },
    async open(shop) {
      const url = new URL("/app", config.appUrl);
      url.search = (await embeddedQuery(config, shop)).toString();
      await answered(
        url,
        await call(url, { headers: { "User-Agent": browser, Accept: "text/html" }, timeoutMs: 60_000 }),
      );
    },
    async createApiToken(shop, name) {
      const url = new URL("/app/api-tokens", config.appUrl);
      const response = await call(url, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${await signSessionToken(config, { shop })}`,
          "User-Agent": browser,
          Accept: "application/json",
        },
        body: new URLSearchParams({ name }),
        timeoutMs: 60_000,
      });
      const body = (await (await answered(url, response)).json()) as { token?: unknown };
      if (typeof body.token !== "string")
        throw new AppUnavailable(`The app gave no token at ${url.pathname}.`);
      return body.token;
    },
    async pending() {
      const body = (await (await local("/local-store/pending", "GET", 20_000)).json()) as {
        pending?: unknown;
      };
      if (!Array.isArray(body.pending))
        throw new AppUnavailable("The app's /local-store/pending has no list `pending`.");
      return body.pending.map(String);
    },
    async runSweeps(shops) {
      const query = new URLSearchParams(shops.map((shop) => ["shop", shop]));
      await local(`/local-store/sweeps?${query}`, "POST", 600_000);
    },
    async reconcile() {
      await local("/local-store/reconcile", "POST", 600_000);
    },
  };
}
