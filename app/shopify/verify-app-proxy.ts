import { createHmac, timingSafeEqual } from "node:crypto";

/** Older requests are replays; Shopify's library draws the same line. */
const TIMESTAMP_TOLERANCE_SECONDS = 90;
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** Who asks through the storefront, as Shopify vouches for it. */
export type ProxyCaller = {
  readonly shopId: string;
  /** gid; null = nobody is logged in. */
  readonly customerId: string | null;
  /** Where the storefront sees us, for links and forms; the merchant may move it. */
  readonly path: string;
};

/**
 * Checks the signature that Shopify puts on a proxied request: HMAC-SHA256 in hex over the sorted parameters. It is the only
 * proof of who is logged in (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies). Our own
 * few lines, because the library's check loads the shop's token, and may refresh it, for a page that needs none.
 *
 * @param nowReal real time, never business time: Shopify signs by its own clock
 * @returns null when the request does not come from Shopify, or comes too late
 */
export function verifyAppProxy(secret: string, url: URL, nowReal: Date): ProxyCaller | null {
  const query = url.searchParams;
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort();
  const signed = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  const computed = createHmac("sha256", secret).update(signed).digest();
  const given = Buffer.from(query.get("signature") ?? "", "hex");
  if (given.length !== computed.length || !timingSafeEqual(given, computed)) return null;

  const ageSeconds = Math.abs(nowReal.getTime() / 1000 - Number(query.get("timestamp") ?? Number.NaN));
  const shopId = query.get("shop") ?? "";
  if (!(ageSeconds <= TIMESTAMP_TOLERANCE_SECONDS) || !SHOP.test(shopId)) return null;
  const customer = query.get("logged_in_customer_id") ?? "";
  return {
    shopId,
    customerId: /^\d+$/.test(customer) ? `gid://shopify/Customer/${customer}` : null,
    path: query.get("path_prefix") ?? "",
  };
}
