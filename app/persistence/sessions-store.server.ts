import type { Sessions, StoredSession } from "#app/usecases/shops/session-ports.ts";
import { type Database, type Db } from "./db.ts";
import { createShopsStore } from "./shops-store.server.ts";

/** Sessions are keyed by the library's own id: a listed exception to the rule that every key begins with the shop. */
export function createSessionsStore(database: Pick<Database, "prisma" | "transaction">): Sessions {
  const db = database.prisma;
  return {
    async get(id) {
      const rows = await db.$queryRaw<StoredSession[]>`
        SELECT id, shop, is_online AS "isOnline", state, scope, expires_at AS "expiresAt", refresh_expires_at AS "refreshExpiresAt",
               user_id AS "userId", user_name AS "userName", sealed
        FROM sessions WHERE id = ${id}`;
      return rows[0] ?? null;
    },

    change: (id, decide) =>
      database.transaction(async (tx) => {
        const rows = await tx.$queryRaw<StoredSession[]>`
          SELECT id, shop, is_online AS "isOnline", state, scope, expires_at AS "expiresAt", refresh_expires_at AS "refreshExpiresAt",
                 user_id AS "userId", user_name AS "userName", sealed
          FROM sessions WHERE id = ${id} FOR UPDATE`;
        const current = rows[0] ?? null;
        const change = await decide(current);
        if (change.put !== undefined) await put(tx, change.put);
        const shopId = change.put?.shop ?? current?.shop;
        if (change.tokenProblem !== undefined && shopId !== undefined) {
          await createShopsStore(tx).setTokenProblem(shopId, change.tokenProblem);
        }
        return change.result;
      }),

    async listOfShop(shopId) {
      return db.$queryRaw<StoredSession[]>`
        SELECT id, shop, is_online AS "isOnline", state, scope, expires_at AS "expiresAt", refresh_expires_at AS "refreshExpiresAt",
               user_id AS "userId", user_name AS "userName", sealed
        FROM sessions WHERE shop = ${shopId} ORDER BY id LIMIT 1000`;
    },

    async listIds(after, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id FROM sessions WHERE id > ${after} ORDER BY id LIMIT ${limit}`;
      return rows.map((row) => row.id);
    },

    async setScope(shopId, scope) {
      await db.$executeRaw`UPDATE sessions SET scope = ${scope} WHERE shop = ${shopId} AND NOT is_online`;
    },

    async remove(ids) {
      await db.$executeRaw`DELETE FROM sessions WHERE id = ANY (${ids})`;
    },

    async removeOfShop(shopId) {
      await db.$executeRaw`DELETE FROM sessions WHERE shop = ${shopId}`;
    },
  };
}

/** One statement: the token pair is never half written. */
async function put(db: Db, session: StoredSession): Promise<void> {
  await db.$executeRaw`
    INSERT INTO sessions (id, shop, is_online, state, scope, expires_at, refresh_expires_at, user_id, user_name, sealed, updated_at)
    VALUES (${session.id}, ${session.shop}, ${session.isOnline}, ${session.state}, ${session.scope}, ${session.expiresAt},
            ${session.refreshExpiresAt}, ${session.userId}, ${session.userName}, ${session.sealed}, now())
    ON CONFLICT (id) DO UPDATE SET
      shop = excluded.shop, is_online = excluded.is_online, state = excluded.state, scope = excluded.scope,
      expires_at = excluded.expires_at, refresh_expires_at = excluded.refresh_expires_at, user_id = excluded.user_id,
      user_name = excluded.user_name, sealed = excluded.sealed, updated_at = excluded.updated_at`;
}
