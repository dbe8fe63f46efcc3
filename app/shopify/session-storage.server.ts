import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Sessions, StoredSession } from "#app/usecases/shops/session-ports.ts";
import type { TokenCipher } from "./token-cipher.server.ts";

/**
 * Sessions for Shopify's library, tokens encrypted. The library is never shown a refresh token: its own refresh takes no lock,
 * so it must not run; `admin-tokens.server.ts` renews instead, and opening the app exchanges a new pair.
 */
export function createSessionStorage(sessions: Sessions, cipher: TokenCipher): SessionStorage {
  const toSession = (row: StoredSession): Session => {
    const { accessToken } = cipher.open(row.id, row.sealed);
    return new Session({
      id: row.id,
      shop: row.shop,
      isOnline: row.isOnline,
      state: row.state,
      ...(row.scope === null ? {} : { scope: row.scope }),
      ...(row.expiresAt === null ? {} : { expires: row.expiresAt }),
      ...(accessToken === null ? {} : { accessToken }),
    });
  };

  return {
    storeSession: (session) =>
      sessions.change(session.id, async (before) => {
        // Without a refresh token of its own this is a session that the library loaded here and hands back.
        const refreshToken =
          session.refreshToken ??
          (before === null ? null : cipher.open(before.id, before.sealed).refreshToken);
        const accessToken = session.accessToken ?? null;
        const user = session.onlineAccessInfo?.associated_user;
        return {
          result: true,
          put: {
            id: session.id,
            shop: session.shop,
            isOnline: session.isOnline,
            state: session.state,
            scope: session.scope ?? null,
            expiresAt: session.expires ?? null,
            refreshExpiresAt: session.refreshTokenExpires ?? before?.refreshExpiresAt ?? null,
            userId: user === undefined ? null : String(user.id),
            userName: user === undefined ? null : `${user.first_name} ${user.last_name}`.trim(),
            sealed: cipher.seal(session.id, { accessToken, refreshToken }),
          },
          ...(session.isOnline || accessToken === null ? {} : { tokenProblem: null }),
        };
      }),

    async loadSession(id) {
      const row = await sessions.get(id);
      return row === null ? undefined : toSession(row);
    },

    async deleteSession(id) {
      await sessions.remove([id]);
      return true;
    },

    async deleteSessions(ids) {
      await sessions.remove(ids);
      return true;
    },

    async findSessionsByShop(shop) {
      return (await sessions.listOfShop(shop)).map(toSession);
    },
  };
}
