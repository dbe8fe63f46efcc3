import type {
  TierCode,
  TierCodes,
  TierDiscount,
  TierDiscounts,
} from "#app/usecases/tiers/tier-benefit-stores.ts";
import type { Db } from "./db.ts";

export function createTierCodesStore(db: Db): TierCodes {
  return {
    async list(shopId, memberIds) {
      return db.$queryRaw<TierCode[]>`
        SELECT member_id::text AS "memberId", customer_id AS "customerId", code, discount_id AS "discountId", asked_at AS "askedAt", failure
        FROM tier_codes WHERE shop_id = ${shopId} AND member_id = ANY (${[...memberIds]}::uuid[])`;
    },

    async insert(shopId, { memberId, customerId, code }) {
      const inserted = await db.$executeRaw`
        INSERT INTO tier_codes (shop_id, member_id, customer_id, code)
        SELECT ${shopId}, ${memberId}::uuid, ${customerId}, ${code}
        WHERE NOT EXISTS (SELECT FROM redemptions WHERE shop_id = ${shopId} AND code = ${code})
        ON CONFLICT DO NOTHING`;
      return inserted === 1;
    },

    async save(shopId, memberId, { discountId, askedAt, failure }) {
      await db.$executeRaw`
        UPDATE tier_codes SET discount_id = ${discountId}, asked_at = ${askedAt}, failure = ${failure}
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
    },

    async forget(shopId, memberId) {
      await db.$executeRaw`DELETE FROM tier_codes WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
    },

    async retryRefused(shopId) {
      await db.$executeRaw`
        INSERT INTO tier_marks_due (shop_id, member_id)
        SELECT ${shopId}, member_id FROM tier_codes WHERE shop_id = ${shopId} AND discount_id IS NULL AND failure IS NOT NULL
        ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1`;
    },

    async count(shopId) {
      const rows = await db.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM tier_codes WHERE shop_id = ${shopId}`;
      return Number(rows[0]?.count ?? 0n);
    },
  };
}

export function createTierDiscountsStore(db: Db): TierDiscounts {
  return {
    async list(shopId) {
      return db.$queryRaw<TierDiscount[]>`
        SELECT tier_id AS "tierId", segment_id AS "segmentId", discount_id AS "discountId", shown, asked_at AS "askedAt", failure
        FROM tier_discounts WHERE shop_id = ${shopId} ORDER BY tier_id`;
    },

    async save(shopId, { tierId, segmentId, discountId, shown, askedAt, failure }) {
      await db.$executeRaw`
        INSERT INTO tier_discounts (shop_id, tier_id, segment_id, discount_id, shown, asked_at, failure)
        VALUES (${shopId}, ${tierId}, ${segmentId}, ${discountId}, ${shown}, ${askedAt}, ${failure})
        ON CONFLICT (shop_id, tier_id) DO UPDATE SET segment_id = excluded.segment_id, discount_id = excluded.discount_id,
          shown = excluded.shown, asked_at = excluded.asked_at, failure = excluded.failure`;
    },

    async claim(shopId, { tierId, segmentId, discountId }, { shown, now }) {
      const claimed = await db.$executeRaw`
        INSERT INTO tier_discounts AS d (shop_id, tier_id, shown, asked_at) VALUES (${shopId}, ${tierId}, ${shown}, ${now})
        ON CONFLICT (shop_id, tier_id) DO UPDATE SET discount_id = NULL, shown = excluded.shown, asked_at = excluded.asked_at
          WHERE d.asked_at IS NULL AND d.segment_id IS NOT DISTINCT FROM ${segmentId} AND d.discount_id IS NOT DISTINCT FROM ${discountId}`;
      return claimed === 1;
    },

    async forget(shopId, tierId) {
      await db.$executeRaw`DELETE FROM tier_discounts WHERE shop_id = ${shopId} AND tier_id = ${tierId}`;
    },

    async hear(shopId, discountId, now) {
      const changed = await db.$executeRaw`
        UPDATE tier_discounts SET asked_at = ${now} WHERE shop_id = ${shopId} AND discount_id = ${discountId}`;
      const coded = await db.$executeRaw`
        WITH looked AS (
          UPDATE tier_codes SET asked_at = ${now} WHERE shop_id = ${shopId} AND discount_id = ${discountId} RETURNING member_id)
        INSERT INTO tier_marks_due (shop_id, member_id) SELECT ${shopId}, member_id FROM looked
        ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1`;
      return changed + coded > 0;
    },
  };
}
