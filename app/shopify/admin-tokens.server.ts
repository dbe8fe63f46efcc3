import { setTimeout as wait } from "node:timers/promises";
import { accept, refuse, type Outcome, type Refusal } from "#app/domain/shared/outcome.ts";
import type { Logger } from "#app/usecases/ports.ts";
import {
  offlineSessionId,
  type SessionChange,
  type Sessions,
  type StoredSession,
} from "#app/usecases/shops/session-ports.ts";
import type { TokenCipher, TokenPair } from "./token-cipher.server.ts";
import { refreshOfflineToken } from "./token-endpoint.server.ts";

/** A token is renewed when it has less than this left: the library's own margin. */
export const RENEW_WITHIN_MS = 5 * 60 * 1000;
const ATTEMPTS = 4;
const RETRY_DELAY_MS = 250;

export type TokenRefusal = Refusal<"reconnect" | "shopify-unreachable">;
type TokenOutcome = Outcome<string, TokenRefusal>;

export type AdminTokens = {
  /**
   * The shop's offline token, renewed first if it is about to end. Of all web and worker processes one renews, under a row lock;
   * the others wait and take what it stored.
   * @param rejected the token that Shopify has just answered 401 to: it is renewed although it looks alive
   */
  getAdminToken(shopId: string, rejected?: string): Promise<TokenOutcome>;
};

export type AdminTokensParts = {
  readonly sessions: Sessions;
  readonly cipher: TokenCipher;
  readonly fetch: typeof fetch;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly log: Logger;
  /** Pause after the first lost answer; doubled each time. */
  readonly retryDelayMs?: number;
};

export function createAdminTokens(parts: AdminTokensParts): AdminTokens {
  const { sessions, cipher, log } = parts;
  /** One wait for the lock a shop and process: callers of the same process share it. */
  const renewing = new Map<string, Promise<TokenOutcome>>();

  /** A lost answer may have used the refresh token up or not: Shopify takes the old one again until the new pair is used. */
  async function askForNewPair(shopId: string, refreshToken: string) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await refreshOfflineToken(parts, shopId, refreshToken);
      if (answer.kind !== "unanswered" || attempt === ATTEMPTS) return answer;
      log.warn(
        { shopId, attempt, reason: answer.reason },
        "no answer to a token refresh; the same refresh token is tried again",
      );
      await wait((parts.retryDelayMs ?? RETRY_DELAY_MS) * 2 ** (attempt - 1));
    }
  }

  async function renew(
    shopId: string,
    rejected: string | undefined,
    current: StoredSession | null,
  ): Promise<SessionChange<TokenOutcome>> {
    if (current === null) return { result: reconnect(shopId) };
    const pair = cipher.open(current.id, current.sealed);
    if (isAlive(current, pair, rejected)) return { result: accept(pair.accessToken) }; // another process was first
    if (pair.refreshToken === null) return { result: reconnect(shopId), tokenProblem: "reconnect" };

    const answer = await askForNewPair(shopId, pair.refreshToken);
    switch (answer.kind) {
      case "renewed": {
        log.info({ shopId }, "offline token renewed");
        const { accessToken, refreshToken, scope, expiresAt, refreshExpiresAt } = answer;
        const sealed = cipher.seal(current.id, { accessToken, refreshToken });
        return {
          result: accept(accessToken),
          put: { ...current, scope, expiresAt, refreshExpiresAt, sealed },
        };
      }
      case "refused": {
        log.warn(
          { shopId, error: answer.error },
          "Shopify refuses the refresh token: the merchant has to open the app",
        );
        const sealed = cipher.seal(current.id, { accessToken: null, refreshToken: null });
        return { result: reconnect(shopId), put: { ...current, sealed }, tokenProblem: "reconnect" };
      }
      case "unanswered": {
        const detail = `Shopify did not renew the token of ${shopId} (${answer.reason}). It is tried again later.`;
        return { result: refuse({ code: "shopify-unreachable", detail }) };
      }
    }
  }

  return {
    async getAdminToken(shopId, rejected) {
      const id = offlineSessionId(shopId);
      const session = await sessions.get(id);
      if (session === null) return reconnect(shopId);
      const pair = cipher.open(session.id, session.sealed);
      if (isAlive(session, pair, rejected)) return accept(pair.accessToken);
      const running = renewing.get(shopId);
      if (running !== undefined) return running;
      const started = sessions
        .change(id, (current) => renew(shopId, rejected, current))
        .finally(() => renewing.delete(shopId));
      renewing.set(shopId, started);
      return started;
    },
  };
}

function isAlive(
  session: StoredSession,
  pair: TokenPair,
  rejected: string | undefined,
): pair is TokenPair & { accessToken: string } {
  const leftMs = session.expiresAt === null ? Infinity : session.expiresAt.getTime() - Date.now();
  return pair.accessToken !== null && pair.accessToken !== rejected && leftMs > RENEW_WITHIN_MS;
}

function reconnect(shopId: string): TokenOutcome {
  const detail = `Shopify no longer accepts the token of ${shopId}: open the app in the Shopify admin to reconnect.`;
  return refuse({ code: "reconnect", detail });
}
