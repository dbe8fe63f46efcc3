import { EXPIRED_STAYS_MS } from "#app/domain/rewards/redemption-life.ts";
import type { RedemptionQueue } from "#app/usecases/rewards/redemption-ports.ts";
import type { Db } from "./db.ts";
import { REDEMPTION_COLUMNS, type RedemptionRow, toRedemption } from "./redemption-rows.ts";

export function createRedemptionQueue(db: Db): RedemptionQueue {
  return {
    async claimToAsk(shopId, redemptionId, now, until) {
      const rows = await db.$queryRaw<RedemptionRow[]>`
        UPDATE redemptions r SET asked_at = ${now}, due_at = ${until}, attempts = attempts + 1
        WHERE r.shop_id = ${shopId} AND r.redemption_id = ${redemptionId} AND r.status = 'reserved' AND r.asked_at IS NULL
          AND r.withdrawing IS NULL AND r.question IS NULL
        RETURNING ${REDEMPTION_COLUMNS}`;
      return rows[0] === undefined ? null : toRedemption(rows[0]);
    },

    async claimDue(shopId, now, until, limit) {
      const rows = await db.$queryRaw<RedemptionRow[]>`
        UPDATE redemptions r SET due_at = ${until}
        WHERE r.shop_id = ${shopId} AND r.redemption_id IN (
          SELECT redemption_id FROM redemptions
          WHERE shop_id = ${shopId} AND due_at <= ${now} AND NOT (status = 'issued' AND withdrawing IS NULL AND expires_at <= ${now})
          ORDER BY due_at, redemption_id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING ${REDEMPTION_COLUMNS}`;
      return rows.map(toRedemption);
    },

    async expireDue(shopId, now) {
      return db.$executeRaw`
        UPDATE redemptions SET status = 'expired', due_at = expires_at + ${EXPIRED_STAYS_MS}::float8 * interval '1 millisecond'
        WHERE shop_id = ${shopId} AND due_at <= ${now} AND status = 'issued' AND withdrawing IS NULL AND expires_at <= ${now}`;
    },

    async putBeforeSweep(shopId, issuedId, now) {
      const changed = await db.$executeRaw`
        UPDATE redemptions SET due_at = least(due_at, ${now})
        WHERE shop_id = ${shopId} AND issued_id = ${issuedId} AND status = 'issued'`;
      return changed > 0;
    },

    async bringForward(shopId, now) {
      const changed = await db.$executeRaw`
        UPDATE redemptions SET due_at = least(due_at, ${now})
        WHERE shop_id = ${shopId} AND due_at IS NOT NULL AND (status = 'reserved' OR withdrawing IS NOT NULL)`;
      return changed > 0;
    },

    async listIssued(shopId, after, limit) {
      const rows = await db.$queryRaw<RedemptionRow[]>`
        SELECT ${REDEMPTION_COLUMNS} FROM redemptions r
        WHERE r.shop_id = ${shopId} AND r.status = 'issued' AND r.issued_id IS NOT NULL
          AND (${after}::text IS NULL OR r.redemption_id > ${after})
        ORDER BY r.redemption_id LIMIT ${limit}`;
      return rows.map(toRedemption);
    },

    async findUndoing(shopId, orderId) {
      const rows = await db.$queryRaw<
        { how: "order-cancelled" | "order-refunded" | "order-deleted" | null }[]
      >`
        SELECT CASE WHEN cancelled_at IS NOT NULL THEN 'order-cancelled' WHEN fully_refunded_at IS NOT NULL THEN 'order-refunded'
          WHEN deleted_at IS NOT NULL THEN 'order-deleted' END AS how
        FROM orders WHERE shop_id = ${shopId} AND order_id = ${orderId}`;
      return rows[0]?.how ?? null;
    },

    async listClaimed(shopId, issuedIds) {
      const rows = await db.$queryRaw<{ issuedId: string }[]>`
        SELECT issued_id AS "issuedId" FROM redemptions WHERE shop_id = ${shopId} AND issued_id = ANY (${issuedIds})`;
      return new Set(rows.map(({ issuedId }) => issuedId));
    },

    async countDue(shopId, now) {
      const rows = await db.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM redemptions WHERE shop_id = ${shopId} AND due_at <= ${now}`;
      return Number(rows[0]?.count ?? 0n);
    },

    async nextDueAt(shopId) {
      const rows = await db.$queryRaw<{ next: Date | null }[]>`
        SELECT min(due_at) AS next FROM redemptions WHERE shop_id = ${shopId} AND due_at IS NOT NULL`;
      return rows[0]?.next ?? null;
    },
  };
}
