import { timingSafeEqual } from "node:crypto";
import { hashSecret } from "./create-api-token.ts";
import type { ApiTokens, Clock } from "../ports.ts";

export type ApiCaller = { readonly shopId: string; readonly name: string };

/** The one token that is known from the environment: the demo shop's, on a developer's machine. */
export type DemoToken = { readonly token: string; readonly shopId: string };

/** Who calls the public API with this bearer token; null for a token that is wrong, revoked or of an uninstalled shop. */
export async function authenticateApiToken(
  ports: { readonly apiTokens: ApiTokens; readonly clock: Clock },
  token: string,
  demo: DemoToken | null,
): Promise<ApiCaller | null> {
  if (demo !== null && equal(hashSecret(token), hashSecret(demo.token))) {
    return { shopId: demo.shopId, name: "demo" };
  }
  const [prefix, handle, tokenId, secret, ...rest] = token.split(".");
  if (prefix !== "prn" || !handle || !tokenId || !secret || rest.length > 0) return null;
  const shopId = `${handle}.myshopify.com`;
  const known = await ports.apiTokens.getActive(shopId, tokenId);
  if (known === null || !equal(hashSecret(secret), known.secretHash)) return null;
  await ports.apiTokens.touch(shopId, tokenId, ports.clock.now());
  return { shopId, name: known.name };
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
