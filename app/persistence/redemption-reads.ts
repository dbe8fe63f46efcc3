import type { ListedRedemption, RedemptionReads } from "#app/usecases/rewards/redemption-ports.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { REDEMPTION_COLUMNS, type RedemptionRow, toRedemption } from "./redemption-rows.ts";

/** What waits for the merchant: only they know, or it has gone wrong more than once, or was used after its points came back. */
const NEEDS_MERCHANT = Prisma.sql`(r.question IS NOT NULL OR r.failure IS NOT NULL)
  AND (r.question IS NOT NULL OR r.failure IN ('used-after-return', 'partly-spent') OR (r.attempts >= 3 AND r.status <> 'returned'))`;

const LIKE_SPECIAL = /[\\%_]/g;

export function createRedemptionReads(db: Db): RedemptionReads {
  return {
    async get(shopId, redemptionId) {
      const rows = await db.$queryRaw<RedemptionRow[]>`
        SELECT ${REDEMPTION_COLUMNS} FROM redemptions r WHERE r.shop_id = ${shopId} AND r.redemption_id = ${redemptionId}`;
      return rows[0] === undefined ? null : toRedemption(rows[0]);
    },

    async listOfMember(shopId, memberId, { after, limit }) {
      const rows = await db.$queryRaw<RedemptionRow[]>`
        SELECT ${REDEMPTION_COLUMNS} FROM redemptions r
        WHERE r.shop_id = ${shopId} AND r.member_id = ${memberId}::uuid AND (${after}::text IS NULL OR r.redemption_id < ${after})
        ORDER BY r.redemption_id DESC LIMIT ${limit}`;
      return rows.map(toRedemption);
    },

    async list(shopId, { status, search, after, limit }) {
      const found = search.trim();
      const conditions = [
        Prisma.sql`r.shop_id = ${shopId}`,
        status === null
          ? Prisma.sql`TRUE`
          : status === "needs-you"
            ? NEEDS_MERCHANT
            : Prisma.sql`r.status = ${status}`,
        after === null ? Prisma.sql`TRUE` : Prisma.sql`r.redemption_id < ${after}`,
        found === ""
          ? Prisma.sql`TRUE`
          : Prisma.sql`(r.code LIKE ${`%${found.toUpperCase().replaceAll(LIKE_SPECIAL, "\\$&")}%`}
              OR m.search_text LIKE ${`%${found.toLowerCase().replaceAll(LIKE_SPECIAL, "\\$&")}%`})`,
      ];
      const rows = await db.$queryRaw<
        (RedemptionRow & Pick<ListedRedemption, "memberName" | "memberEmail">)[]
      >`
        SELECT ${REDEMPTION_COLUMNS}, m.name AS "memberName", m.email AS "memberEmail"
        FROM redemptions r JOIN members m ON m.shop_id = r.shop_id AND m.member_id = r.member_id
        WHERE r.shop_id = ${shopId} AND ${Prisma.join(conditions, " AND ")}
        ORDER BY r.redemption_id DESC LIMIT ${limit}`;
      return rows.map(toRedemption);
    },

    async countNeedingMerchant(shopId) {
      const rows = await db.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM redemptions r
        WHERE r.shop_id = ${shopId} AND ${NEEDS_MERCHANT}`;
      return Number(rows[0]?.count ?? 0n);
    },

    async nameRewards(shopId, redemptionIds) {
      if (redemptionIds.length === 0) return new Map();
      const rows = await db.$queryRaw<{ redemptionId: string; name: string }[]>`
        SELECT redemption_id AS "redemptionId", reward ->> 'name' AS name FROM redemptions
        WHERE shop_id = ${shopId} AND redemption_id = ANY (${[...redemptionIds]})`;
      return new Map(rows.map(({ redemptionId, name }) => [redemptionId, name]));
    },

    async countTaken(shopId, rewardIds, memberId) {
      if (rewardIds.length === 0) return new Map();
      const rows = await db.$queryRaw<{ rewardId: string; count: bigint }[]>`
        SELECT r.reward_id AS "rewardId", count(*) FROM redemptions r
        WHERE r.shop_id = ${shopId} AND r.reward_id = ANY (${rewardIds}) AND r.status <> 'returned' AND r.points > 0
          AND (${memberId}::uuid IS NULL OR r.member_id = ${memberId}::uuid)
        GROUP BY r.reward_id`;
      return new Map(rows.map(({ rewardId, count }) => [rewardId, Number(count)]));
    },

    async findTier(shopId, memberId) {
      const rows = await db.$queryRaw<{ tierId: string | null }[]>`
        SELECT t.tier_id AS "tierId" FROM member_tiers t JOIN members m ON m.shop_id = t.shop_id AND m.member_id = t.member_id
        WHERE t.shop_id = ${shopId} AND t.member_id = ${memberId}::uuid AND m.participation = 'member'`;
      return rows[0]?.tierId ?? null;
    },

    async listDeletedProducts(shopId, productIds) {
      if (productIds.length === 0) return new Set();
      const rows = await db.$queryRaw<{ productId: string }[]>`
        SELECT product_id AS "productId" FROM products
        WHERE shop_id = ${shopId} AND product_id = ANY (${productIds}) AND deleted_at IS NOT NULL`;
      return new Set(rows.map(({ productId }) => productId));
    },
  };
}
