import { randomBytes } from "node:crypto";
import { hostOf, signSessionToken } from "#dev-store/auth/session-token.ts";
import type { StoreConfig } from "#dev-store/state/store.ts";
import { sign } from "#dev-store/storefront/cookies.ts";

/** Where the admin shows the app, below `/admin/<shop handle>`. */
export const appSegment = "apps/perennial";

/**
 * The address that Shopify's admin gives the app's frame: the app's page with who opens it, a session token, and the
 * signature over all of it (https://shopify.dev/docs/apps/build/authentication-authorization/app-installation).
 *
 * @param pathAndQuery below the app's own origin, e.g. `/app/members?page=2`; anything else opens the app's home.
 */
export async function frameUrl(
  config: StoreConfig,
  shop: string,
  pathAndQuery: string,
  locale: string,
): Promise<string> {
  const url = new URL(pathAndQuery.startsWith("/app") ? pathAndQuery : "/app", config.appUrl);
  const added = {
    embedded: "1",
    host: hostOf(shop),
    id_token: await signSessionToken(config, { shop }),
    locale,
    session: randomBytes(32).toString("hex"),
    shop,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  for (const [name, value] of Object.entries(added)) url.searchParams.set(name, value);
  url.searchParams.delete("hmac");
  url.searchParams.set("hmac", sign(config.apiSecret, signedText(url.searchParams)));
  return url.href;
}

/** What is signed of a query: its pairs sorted by name, encoded and joined as in a query string, as the library checks it. */
function signedText(query: URLSearchParams): string {
  return [...query.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}
