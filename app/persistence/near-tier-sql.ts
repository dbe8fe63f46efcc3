import { addMonths, type Day } from "#app/domain/shared/calendar.ts";
import { compileLadder, type Ladder, rankOf } from "#app/domain/tiers/ladder.ts";
import type { Measure, Tiers } from "#app/domain/tiers/tiers.ts";
import { Prisma } from "./generated/client.ts";
import { date, figuresOfSet } from "./tier-facts-sql.ts";

export type NearTierQuery = {
  readonly shopId: string;
  readonly today: Day;
  readonly currency: string;
  readonly timeZone: string;
  readonly tiers: Tiers | null;
};

/** `isNearTier` of the domain about a row `m` of members (a property test holds the two together). */
export function nearTierCondition(tierId: string, query: NearTierQuery): Prisma.Sql {
  const { shopId, today, currency, timeZone, tiers } = query;
  if (tiers === null) return Prisma.sql`false`;
  const ladder = compileLadder(tiers, currency);
  const rank = rankOf(ladder, tierId);
  const reached = reachedWithOneMore(ladder, rank);
  if (rank === -1 || reached === null) return Prisma.sql`false`;
  const decision = { ladder, currency, timeZone, today, losers: null };
  const notBelow = ladder.rungs.slice(rank).map(({ tier }) => tier.id);
  return Prisma.sql`m.member_id IN (
    SELECT w.member_id FROM members w
    LEFT JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = w.member_id
    LEFT JOIN (${figuresOfSet(shopId, decision, () => Prisma.sql`true`)}) g ON g.member_id = w.member_id
    CROSS JOIN (
      SELECT coalesce(floor(avg(goods_left_minor)), 0)::bigint AS spent,
        coalesce(floor(avg(kept_points + bonus_points)), 0)::bigint AS points, 1 AS orders
      FROM orders WHERE shop_id = ${shopId} AND is_purchase AND business_date > ${date(addMonths(today, -12))} AND business_date <= ${date(today)}
    ) average
    WHERE w.shop_id = ${shopId} AND w.participation = 'member' AND coalesce(t.tier_id, '') <> ALL (${notBelow}::text[]) AND (${reached}))`;
}

/** The tier, or one above it; null = no figures reach it. */
function reachedWithOneMore({ rungs, tiers }: Ladder, rank: number): Prisma.Sql | null {
  const met = rungs
    .slice(Math.max(rank, 0))
    .filter(({ thresholds }) => thresholds.length > 0)
    .map(({ thresholds }) =>
      Prisma.join(
        thresholds.map(({ measure, from }) => Prisma.sql`${withOneMore(measure)} >= ${from}::bigint`),
        tiers.join === "all" ? " AND " : " OR ",
        "(",
        ")",
      ),
    );
  return met.length === 0 ? null : Prisma.join(met, " OR ");
}

function withOneMore(measure: Measure): Prisma.Sql {
  return Prisma.sql`coalesce(g.${Prisma.raw(`${measure}0`)}, 0) + average.${Prisma.raw(measure)}`;
}
