import type { ApiToken, ApiTokens } from "#app/usecases/ports.ts";
import type { Db } from "./db.ts";

/** How coarse `last_used_at` is: one write a token and minute, however many calls. */
const LAST_USED_RESOLUTION_SECONDS = 60;

/** Bearer tokens of the public API. Only a hash of the secret is kept; the token itself is shown once. */
export function createApiTokensStore(db: Db): ApiTokens {
  return {
    async insert(shopId, token) {
      await db.$executeRaw`
        INSERT INTO api_tokens (shop_id, token_id, name, secret_hash, created_at, created_by)
        VALUES (${shopId}, ${token.tokenId}, ${token.name}, ${token.secretHash}, ${token.createdAt}, ${token.createdBy})`;
    },

    async getActive(shopId, tokenId) {
      const rows = await db.$queryRaw<{ name: string; secretHash: string }[]>`
        SELECT t.name, t.secret_hash AS "secretHash" FROM api_tokens t JOIN shops s USING (shop_id)
        WHERE t.shop_id = ${shopId} AND t.token_id = ${tokenId} AND t.revoked_at IS NULL AND s.uninstalled_at IS NULL`;
      return rows[0] ?? null;
    },

    async touch(shopId, tokenId, at) {
      await db.$executeRaw`
        UPDATE api_tokens SET last_used_at = ${at}
        WHERE shop_id = ${shopId} AND token_id = ${tokenId}
          AND (last_used_at IS NULL OR last_used_at < ${at}::timestamptz - make_interval(secs => ${LAST_USED_RESOLUTION_SECONDS}))`;
    },

    async revoke(shopId, tokenId, at) {
      const changed = await db.$executeRaw`
        UPDATE api_tokens SET revoked_at = ${at}
        WHERE shop_id = ${shopId} AND token_id = ${tokenId} AND revoked_at IS NULL`;
      return changed === 1;
    },

    async list(shopId) {
      return db.$queryRaw<ApiToken[]>`
        SELECT token_id AS "tokenId", name, created_at AS "createdAt", created_by AS "createdBy",
               last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
        FROM api_tokens WHERE shop_id = ${shopId} ORDER BY created_at DESC, token_id LIMIT 100`;
    },
  };
}
