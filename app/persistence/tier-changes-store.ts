import type { TierChanges } from "#app/usecases/tiers/tier-change-ports.ts";
import type { Db } from "./db.ts";

export function createTierChangesStore(db: Db): TierChanges {
  return {
    async countByTier(shopId) {
      const rows = await db.$queryRaw<{ tierId: string | null; members: number }[]>`
        SELECT t.tier_id AS "tierId", count(*)::int AS members
        FROM members m LEFT JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = m.member_id
        WHERE m.shop_id = ${shopId} AND m.participation = 'member' GROUP BY 1`;
      return new Map(rows.map(({ tierId, members }) => [tierId, members]));
    },

    async listTiers(shopId, memberIds) {
      const rows = await db.$queryRaw<{ memberId: string; tierId: string }[]>`
        SELECT member_id::text AS "memberId", tier_id AS "tierId" FROM member_tiers
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND tier_id IS NOT NULL`;
      return new Map(rows.map(({ memberId, tierId }) => [memberId, tierId]));
    },

    async findByKey(shopId, key) {
      const rows = await db.$queryRaw<{ memberId: string; input: string }[]>`
        SELECT member_id::text AS "memberId", input FROM tier_changes WHERE shop_id = ${shopId} AND key = ${key}`;
      return rows[0] ?? null;
    },

    async insert(shopId, { key, memberId, input, at }) {
      const inserted = await db.$executeRaw`
        INSERT INTO tier_changes (shop_id, key, member_id, input, at)
        VALUES (${shopId}, ${key}, ${memberId}::uuid, ${input}, ${at}) ON CONFLICT (shop_id, key) DO NOTHING`;
      return inserted === 1;
    },
  };
}
