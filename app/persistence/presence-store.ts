import type { AuditAction } from "#app/usecases/audit-ports.ts";
import type { Presence, ShopPresence } from "#app/usecases/shops/presence-ports.ts";
import { createAuditStore } from "./audit-store.ts";
import type { Database, Db } from "./db.ts";

export function createPresenceStore(database: Pick<Database, "prisma" | "transaction">): ShopPresence {
  const record = (db: Db, shopId: string, action: AuditAction, actor: string, at: Date) =>
    createAuditStore(db).append(shopId, { at, actor, action, subject: `shop:${shopId}`, detail: {} });
  return {
    async leave(shopId, by, now) {
      return database.transaction(async (db) => {
        const changed = await db.$executeRaw`
          UPDATE shops SET quiet_since = ${now} WHERE shop_id = ${shopId} AND quiet_since IS NULL`;
        if (changed === 0) return false;
        // Money that was given (store credit, gift cards) stays the member's.
        await db.$executeRaw`
          UPDATE redemptions SET withdrawing = 'cancelled-by-merchant', due_at = ${now}
          WHERE shop_id = ${shopId} AND status IN ('reserved', 'issued') AND withdrawing IS NULL AND question IS NULL
            AND reward->>'kind' NOT IN ('store-credit', 'gift-card')`;
        await record(db, shopId, "left-shopify", by, now);
        return true;
      });
    },

    async comeBack(shopId, by, now) {
      return database.transaction(async (db) => {
        const changed = await db.$executeRaw`
          UPDATE shops SET quiet_since = NULL WHERE shop_id = ${shopId} AND quiet_since IS NOT NULL`;
        if (changed === 0) return false;
        await record(db, shopId, "returned-to-shopify", by, now);
        return true;
      });
    },

    async count(shopId) {
      const rows = await database.prisma.$queryRaw<Presence[]>`
        SELECT
          (SELECT count(*)::int FROM tier_marks WHERE shop_id = ${shopId}) AS marks,
          (SELECT count(*)::int FROM tier_codes WHERE shop_id = ${shopId})
            + (SELECT count(*)::int FROM tier_discounts WHERE shop_id = ${shopId}) AS "freeShipping",
          (SELECT count(*)::int FROM redemptions WHERE shop_id = ${shopId} AND status IN ('reserved', 'issued')
            AND withdrawing IS NOT NULL) AS codes,
          EXISTS (SELECT FROM shops WHERE shop_id = ${shopId} AND program_shown IS NOT NULL) AS shows`;
      return rows[0] ?? { marks: 0, freeShipping: 0, codes: 0, shows: false };
    },
  };
}
