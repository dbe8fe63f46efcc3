import { z } from "zod";
import type { Logger } from "#app/usecases/ports.ts";
import type { Sessions } from "#app/usecases/shops/session-ports.ts";
import type { TokenCipher } from "./token-cipher.server.ts";

const answerSchema = z.object({
  expires_in: z.number().positive(),
  associated_user: z.object({ first_name: z.string(), last_name: z.string(), email: z.string().nullish() }),
});

const TIMEOUT_MS = 5_000;

export type StaffNames = {
  /** What the audit trail calls this member of staff; by number where Shopify does not tell. */
  nameOf(shopId: string, userId: string, sessionToken: string): Promise<string>;
};

/**
 * A session token names the member of staff by number alone; the exchange for an online token tells the name
 * (https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange). Asked once a day and
 * person; the online token itself is thrown away, since nothing is done in a person's own name.
 */
export function createStaffNames(parts: {
  readonly sessions: Sessions;
  readonly cipher: TokenCipher;
  readonly fetch: typeof fetch;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly log: Logger;
}): StaffNames {
  const { sessions, cipher, log } = parts;

  async function ask(shopId: string, sessionToken: string) {
    const answer = await parts.fetch(`https://${shopId}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        client_id: parts.apiKey,
        client_secret: parts.apiSecret,
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: sessionToken,
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answerSchema.parse(await answer.json());
  }

  return {
    async nameOf(shopId, userId, sessionToken) {
      const id = `staff_${shopId}_${userId}`;
      const known = await sessions.get(id);
      // Tokens live by real time, not by the store's clock.
      if (known?.userName != null && known.expiresAt !== null && known.expiresAt.getTime() > Date.now())
        return known.userName;
      try {
        const { associated_user: user, expires_in: seconds } = await ask(shopId, sessionToken);
        const userName = `${user.first_name} ${user.last_name}`.trim() || (user.email ?? `staff ${userId}`);
        await sessions.change(id, () =>
          Promise.resolve({
            result: null,
            put: {
              ...{ id, shop: shopId, isOnline: true, state: "", scope: null, refreshExpiresAt: null },
              ...{ expiresAt: new Date(Date.now() + seconds * 1000), userId, userName },
              sealed: cipher.seal(id, { accessToken: null, refreshToken: null }),
            },
          }),
        );
        return userName;
      } catch (problem) {
        // Who acts is proven by the session token; a name that can't be had must not keep the merchant out.
        log.warn({ shopId, userId, err: problem }, "Shopify did not tell a staff member's name");
        return known?.userName ?? `staff ${userId}`;
      }
    },
  };
}
