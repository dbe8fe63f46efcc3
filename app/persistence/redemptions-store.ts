import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { Redemptions } from "#app/usecases/rewards/redemption-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { createRedemptionReads } from "./redemption-reads.ts";
import {
  insertRedemptions,
  REDEMPTION_COLUMNS,
  type RedemptionRow,
  toRedemption,
} from "./redemption-rows.ts";

/** Redemptions on the connection of a transaction. */
export function createRedemptionsStore(db: Db): Redemptions {
  const one = (rows: readonly RedemptionRow[]): Redemption | null =>
    rows[0] === undefined ? null : toRedemption(rows[0]);
  return {
    ...createRedemptionReads(db),

    async lockReward(shopId, rewardId) {
      await db.$queryRaw`
        SELECT pg_advisory_xact_lock(hashtextextended(${`reward ${shopId} ${rewardId}`}, 0))::text`;
    },

    async insert(shopId, r) {
      const inserted = await db.$executeRaw`
        ${insertRedemptions(shopId, [r])} ON CONFLICT (shop_id, idempotency_key) DO NOTHING`;
      return inserted === 1;
    },

    async findByKey(shopId, idempotencyKey) {
      return one(
        await db.$queryRaw<RedemptionRow[]>`
        SELECT ${REDEMPTION_COLUMNS} FROM redemptions r
        WHERE r.shop_id = ${shopId} AND r.idempotency_key = ${idempotencyKey}`,
      );
    },

    async lock(shopId, redemptionId) {
      return one(
        await db.$queryRaw<RedemptionRow[]>`
        SELECT ${REDEMPTION_COLUMNS} FROM redemptions r
        WHERE r.shop_id = ${shopId} AND r.redemption_id = ${redemptionId} FOR UPDATE`,
      );
    },

    async save(shopId, r) {
      await db.$executeRaw`
        UPDATE redemptions SET status = ${r.status}, value_minor = ${r.valueMinor}, issued_id = ${r.issuedId}, asked_at = ${r.askedAt},
          issued_at = ${r.issuedAt}, used_at = ${r.usedAt}, returned_at = ${r.returnedAt}, return_reason = ${r.returnReason},
          expires_at = ${r.expiresAt}, order_id = ${r.orderId}, due_at = ${r.dueAt}, withdrawing = ${r.withdrawing},
          attempts = ${r.attempts}, failure = ${r.failure}, question = ${r.question}
        WHERE shop_id = ${shopId} AND redemption_id = ${r.redemptionId}`;
    },

    async followOrders(shopId, orders, now) {
      // What an order used it used for good, whatever was under way. A code that came back before is told to the merchant.
      const codes = orders.flatMap(({ orderId, at, discountCodes }) =>
        discountCodes.map((code) => ({ orderId, at, code: code.trim().toUpperCase() })),
      );
      let changed = 0;
      if (codes.length > 0) {
        changed += await db.$executeRaw`
          UPDATE redemptions r SET
            status = CASE WHEN r.status = 'returned' THEN r.status ELSE 'used' END,
            order_id = o."orderId", used_at = o.at, asked_at = NULL, withdrawing = NULL, due_at = NULL, question = NULL,
            failure = CASE WHEN r.status = 'returned' THEN 'used-after-return' END
          FROM jsonb_to_recordset(${toRows(codes)}::jsonb) AS o ("orderId" text, at timestamptz, code text)
          WHERE r.shop_id = ${shopId} AND r.code = o.code AND r.order_id IS NULL`;
      }
      const undone = orders.filter(({ isUndone }) => isUndone).map(({ orderId }) => orderId);
      if (undone.length > 0) {
        changed += await db.$executeRaw`
          UPDATE redemptions SET due_at = ${now}
          WHERE shop_id = ${shopId} AND order_id = ANY (${undone}) AND status = 'used' AND due_at IS NULL`;
      }
      return changed > 0;
    },

    async moveToMember(shopId, from, into) {
      await db.$executeRaw`
        UPDATE redemptions SET member_id = ${into}::uuid WHERE shop_id = ${shopId} AND member_id = ${from}::uuid`;
    },

    async withdrawOfMembers(shopId, memberIds, reason, now) {
      const changed = await db.$executeRaw`
        UPDATE redemptions SET withdrawing = ${reason}, due_at = ${now}
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND status IN ('reserved', 'issued') AND withdrawing IS NULL`;
      return changed > 0;
    },
  };
}
