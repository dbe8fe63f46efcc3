import type { TierFigures, TierMonth } from "#app/usecases/tiers/tier-figures-ports.ts";
import type { Db } from "./db.ts";

export function createTierFiguresStore(db: Db): TierFigures {
  return {
    async countByTier(shopId) {
      // Everybody by the index alone, less the few who don't take part any more: a million members are not joined.
      const rows = await db.$queryRaw<{ tierId: string | null; members: number }[]>`
        SELECT c.tier_id AS "tierId", sum(c.members)::int AS members
        FROM (
          SELECT t.tier_id, count(*) AS members FROM member_tiers t WHERE t.shop_id = ${shopId} GROUP BY 1
          UNION ALL
          SELECT t.tier_id, -count(*)
          FROM members m JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = m.member_id
          WHERE m.shop_id = ${shopId} AND m.participation IN ('left', 'excluded', 'outside') GROUP BY 1
          UNION ALL
          SELECT t.tier_id, -count(*)
          FROM members m JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = m.member_id
          WHERE m.shop_id = ${shopId} AND m.merged_into IS NOT NULL AND m.participation = 'merged' GROUP BY 1
        ) c GROUP BY 1 HAVING sum(c.members) > 0`;
      return new Map(rows.map(({ tierId, members }) => [tierId, members]));
    },

    listMonths: (shopId, { since, timeZone, ranks }) =>
      db.$queryRaw<TierMonth[]>`
        WITH ranks AS (
          SELECT * FROM unnest(${ranks.map(({ version }) => version)}::int[], ${ranks.map(({ tierId }) => tierId)}::text[],
            ${ranks.map(({ rank }) => rank)}::int[]) AS r (version, tier_id, rank))
        SELECT to_char(t.at AT TIME ZONE ${timeZone}, 'YYYY-MM') AS month,
          (count(*) FILTER (WHERE coalesce(b.rank, -1) > coalesce(a.rank, -1)))::int AS up,
          (count(*) FILTER (WHERE coalesce(b.rank, -1) < coalesce(a.rank, -1)))::int AS down
        FROM tier_moves t
        LEFT JOIN ranks a ON a.version = t.program_version AND a.tier_id = t.from_tier
        LEFT JOIN ranks b ON b.version = t.program_version AND b.tier_id = t.to_tier
        WHERE t.shop_id = ${shopId} AND t.at >= ${since} AND t.because NOT IN ('joined', 'merged', 'program-changed')
        GROUP BY 1 ORDER BY 1`,
  };
}
