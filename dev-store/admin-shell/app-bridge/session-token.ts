import type { Channel } from "./channel.ts";

const retryHeader = "X-Shopify-Retry-Invalid-Session-Request";
const reauthorizeHeader = "X-Shopify-API-Request-Failure-Reauthorize-Url";
/** A token is asked anew when it has less than this left; it lives for 60 seconds. */
const marginMs = 10_000;

export type GetToken = (fresh?: boolean) => Promise<string>;

/** `shopify.idToken()`: a session token from the admin, kept until shortly before it expires. */
export function tokenSource(channel: Channel): GetToken {
  let kept: { token: string; expiresAtMs: number } | null = null;
  return async (fresh = false) => {
    if (!fresh && kept && kept.expiresAtMs - Date.now() > marginMs) return kept.token;
    const token = await channel.ask("idToken", null);
    kept = { token, expiresAtMs: expiryMs(token) };
    return token;
  };
}

function expiryMs(token: string): number {
  const [, payload = ""] = token.split(".");
  const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as { exp: number };
  return claims.exp * 1000;
}

/**
 * Requests to the app's own origin carry the session token, as App Bridge does. A 401 that asks for it is tried once more
 * with a fresh token; one that names an authorization page sends the merchant there.
 */
export function patchFetch(getToken: GetToken, leave: (url: string) => void): void {
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("Authorization")) {
      return plainFetch(request);
    }
    const response = await plainFetch(await withToken(request.clone(), getToken));
    const reauthorize = response.headers.get(reauthorizeHeader);
    if (reauthorize) leave(new URL(reauthorize, location.href).href);
    if (response.status === 401 && response.headers.has(retryHeader)) {
      return plainFetch(await withToken(request, getToken, true));
    }
    return response;
  };
}

async function withToken(request: Request, getToken: GetToken, fresh = false): Promise<Request> {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${await getToken(fresh)}`);
  headers.set("X-Requested-With", "XMLHttpRequest");
  return new Request(request, { headers });
}

/**
 * The app's "bounce" page names in `shopify-reload` where to go once a session token is at hand: it was opened without
 * one, e.g. by reloading the frame.
 */
export async function reloadWithToken(getToken: GetToken): Promise<void> {
  const reload = new URL(location.href).searchParams.get("shopify-reload");
  if (!reload) return;
  const target = new URL(reload, location.href);
  if (target.origin !== location.origin) return;
  target.searchParams.set("id_token", await getToken());
  location.replace(target.href);
}
