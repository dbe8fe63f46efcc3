import { createHmac, timingSafeEqual } from "node:crypto";
import type { Id } from "#dev-store/state/model.ts";

/** The storefront's cookies. None of them ever reaches the app: Shopify's proxy forwards no cookie either. */
export const customerCookie = "dev_store_customer";
export const shopCookie = "dev_store_shop";
export const localeCookie = "dev_store_locale";
export const cartCookie = "dev_store_cart";

export interface Login {
  shop: string;
  customerId: Id;
}

/**
 * `Set-Cookie` values that log a customer in at the storefront; also what `POST /_control/login` answers with.
 * The first is the login itself, signed so that it can't be made up; the second keeps the browser at that shop.
 */
export function loginCookies(secret: string, { shop, customerId }: Login): [string, string] {
  const value = `${shop}:${customerId}`;
  return [
    setCookie(customerCookie, `${value}:${sign(secret, value)}`, { httpOnly: true }),
    setCookie(shopCookie, shop),
  ];
}

/** Who is logged in by this `Cookie` header; null for nobody, or a cookie that we did not sign. */
export function readLogin(secret: string, header: string | undefined): Login | null {
  const [shop, customerId, signature] = (readCookie(header, customerCookie) ?? "").split(":");
  if (!shop || !customerId || !signature) return null;
  const expected = Buffer.from(sign(secret, `${shop}:${customerId}`));
  const given = Buffer.from(signature);
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  return genuine ? { shop, customerId } : null;
}

/** One cookie's value from a `Cookie` header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key !== name) continue;
    try {
      return decodeURIComponent(value.join("="));
    } catch {
      return null; // not ours: we only write what decodes
    }
  }
  return null;
}

/** A `Set-Cookie` value for the whole storefront; an empty value removes the cookie. */
export function setCookie(name: string, value: string, { httpOnly = false } = {}): string {
  const parts = [`${name}=${encodeURIComponent(value)}`, "Path=/", "SameSite=Lax"];
  if (value === "") parts.push("Max-Age=0");
  if (httpOnly) parts.push("HttpOnly");
  return parts.join("; ");
}

/** HMAC-SHA256 in hex. */
export function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
