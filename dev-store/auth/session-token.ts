import { randomUUID } from "node:crypto";
import { SignJWT, jwtVerify } from "jose";
import type { StoreConfig } from "../state/store.ts";

/** The one member of staff of a dev store's shop. */
export const staffUserId = "48912774021";

function keyOf(config: StoreConfig): Uint8Array {
  return new TextEncoder().encode(config.apiSecret);
}

/** The `host` parameter of the embedded app: base64 of the shop's admin address. */
export function hostOf(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, "")}`).toString(
    "base64url",
  );
}

/**
 * A session token as App Bridge hands it to the embedded app: HS256 by the app's secret, one minute long, real time.
 * https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
export async function signSessionToken(
  config: StoreConfig,
  who: { shop: string; userId?: string },
): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ dest: `https://${who.shop}`, sid: randomUUID() })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(`https://${who.shop}/admin`)
    .setAudience(config.apiKey)
    .setSubject(who.userId ?? staffUserId)
    .setIssuedAt(nowSeconds)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + 60)
    .setJti(randomUUID())
    .sign(keyOf(config));
}

/** The shop and user of a genuine, unexpired session token for this app; null for any other. */
export async function readSessionToken(
  config: StoreConfig,
  token: string,
): Promise<{ shop: string; userId: string } | null> {
  try {
    const { payload } = await jwtVerify(token, keyOf(config), {
      algorithms: ["HS256"],
      audience: config.apiKey,
      clockTolerance: 10,
    });
    const dest = typeof payload.dest === "string" ? new URL(payload.dest).hostname : "";
    return payload.iss === `https://${dest}/admin`
      ? { shop: dest, userId: payload.sub ?? staffUserId }
      : null;
  } catch {
    return null; // not signed by us, expired, or no token at all: the caller answers invalid_subject_token
  }
}
