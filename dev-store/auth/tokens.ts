import { randomBytes } from "node:crypto";
import type { Id, Outcome } from "../state/model.ts";
import type { AccessToken } from "../state/model/app.ts";
import { done, refused } from "../state/outcome.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Change, Store } from "../state/store.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const accessLifeMs = hourMs;
const onlineLifeMs = dayMs;
const refreshLifeMs = 90 * dayMs;
/** How long after its first use a refresh token may be tried again, while nothing has used its replacement. */
const retryWindowMs = 30 * dayMs;

/** Makes a token and, by `expiring`, its refresh token. Times are real: tokens don't follow the store's clock. */
export function issueToken(
  state: ShopState,
  change: Change,
  input: {
    kind: AccessToken["kind"];
    expiring: boolean;
    userId: Id | null;
    replaces?: string;
    refreshExpiresAtRealMs?: number;
  },
): AccessToken {
  const now = Date.now();
  const offline = input.kind === "offline";
  const rotates = offline && input.expiring;
  const token: AccessToken = {
    id: `${offline ? "shpat" : "shpua"}_${randomBytes(16).toString("hex")}`,
    kind: input.kind,
    scopes: state.installation?.grantedScopes ?? [],
    userId: input.userId,
    expiresAtRealMs: offline ? (rotates ? now + accessLifeMs : null) : now + onlineLifeMs,
    refreshToken: rotates ? `shprt_${randomBytes(16).toString("hex")}` : null,
    refreshExpiresAtRealMs: rotates ? (input.refreshExpiresAtRealMs ?? now + refreshLifeMs) : null,
    replaces: input.replaces ?? null,
    refreshedAtRealMs: null,
    used: false,
    revoked: false,
  };
  change.put("token", token);
  return token;
}

/**
 * A refresh: a new pair, by a refresh token that is not revoked, not past its 90 days and not retired. It stays good for
 * retries (an answer may get lost) until the replacement's own refresh token is used, at most 30 days.
 * https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens. Code: `invalid_grant`.
 */
export function refreshPair(store: Store, state: ShopState, refreshToken: string): Outcome<AccessToken> {
  const now = Date.now();
  const used = state.tokenByRefreshToken(refreshToken);
  const expired = used !== null && (used.refreshExpiresAtRealMs ?? 0) <= now;
  const tooLate = used?.refreshedAtRealMs != null && used.refreshedAtRealMs + retryWindowMs <= now;
  if (!used || used.revoked || expired || tooLate || !state.installation?.installed)
    return refused("invalid_grant", "The refresh token is unknown, expired, replaced or revoked.");
  return done(
    store.write(state, (change) => {
      change.put("token", { ...used, refreshedAtRealMs: used.refreshedAtRealMs ?? now });
      const before = used.replaces === null ? null : state.get("token", used.replaces);
      if (before) change.put("token", { ...before, refreshToken: null });
      return issueToken(state, change, { kind: "offline", expiring: true, userId: null, replaces: used.id });
    }),
  );
}

/** What a request may do that carries this `X-Shopify-Access-Token`. Code: `invalid-token` (Shopify's 401). */
export function requireAccess(
  store: Store,
  state: ShopState,
  rawToken: string,
): Outcome<{ kind: AccessToken["kind"]; scopes: string[]; userId: Id | null }> {
  const token = state.get("token", rawToken);
  const installed = state.installation?.installed ?? false;
  const expired = token?.expiresAtRealMs != null && token.expiresAtRealMs <= Date.now();
  if (!token || token.revoked || expired || !installed)
    return refused(
      "invalid-token",
      "[API] Invalid API key or access token (unrecognized login or wrong password)",
    );
  if (!token.used) store.write(state, (change) => change.put("token", { ...token, used: true }));
  return done({ kind: token.kind, scopes: state.installation?.grantedScopes ?? [], userId: token.userId });
}

/** Ends every token of the shop: what an uninstall does. */
export function revokeTokens(state: ShopState, change: Change): void {
  for (const token of state.all("token").values())
    if (!token.revoked) change.put("token", { ...token, revoked: true, refreshToken: null });
}

/** Plays the passing of an hour (and, with `refreshTokens`, of 90 days) for the tokens alone. Returns how many changed. */
export function expireTokens(store: Store, state: ShopState, input: { refreshTokens: boolean }): number {
  const now = Date.now();
  const open = [...state.all("token").values()].filter((token) => !token.revoked);
  store.write(state, (change) => {
    for (const token of open)
      change.put("token", {
        ...token,
        expiresAtRealMs: token.expiresAtRealMs === null ? null : Math.min(token.expiresAtRealMs, now),
        refreshExpiresAtRealMs:
          input.refreshTokens && token.refreshExpiresAtRealMs !== null ? now : token.refreshExpiresAtRealMs,
      });
  });
  return open.length;
}
