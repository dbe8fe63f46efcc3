import type { SegmentFilter } from "#app/domain/membership/segment.ts";
import { addDays } from "#app/domain/shared/calendar.ts";
import { foldCase } from "#app/domain/shared/fold-case.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import { parseMoney } from "#app/domain/shared/money.ts";
import { FOLDED_TAG } from "./folded-tag.ts";
import { Prisma } from "./generated/client.ts";
import { nearTierCondition, type NearTierQuery } from "./near-tier-sql.ts";

/** `matchesSegment` of the domain about a row `m` of members (a property test holds the two together); null = everybody. */
export function segmentCondition(filter: SegmentFilter | null, around: NearTierQuery): Prisma.Sql {
  if (filter === null) return Prisma.sql`true`;
  const { today, currency } = around;
  const minor = (amount: string | null) => {
    const parsed = amount === null ? null : parseMoney(amount, currency);
    invariant(amount === null || parsed !== null, `"${amount}" is an amount of ${currency}`);
    return parsed;
  };
  const daysAgo = (days: number | null) => (days === null ? null : addDays(today, -days));
  const conditions = [
    ...(filter.tags.length === 0 ? [] : [hasOneTag(filter.tags)]),
    ...(filter.withoutTags.length === 0 ? [] : [Prisma.sql`NOT ${hasOneTag(filter.withoutTags)}`]),
    ...within(Prisma.sql`m.orders_count`, filter.ordersAtLeast, filter.ordersAtMost),
    ...within(Prisma.sql`m.spent_minor`, minor(filter.spentAtLeast), minor(filter.spentAtMost)),
    ...within(Prisma.sql`m.balance`, filter.balanceAtLeast, filter.balanceAtMost),
    // The longer ago, the earlier the day. Who never bought has none, and meets neither bound.
    ...dayWithin(daysAgo(filter.lastOrderDaysAtMost), daysAgo(filter.lastOrderDaysAtLeast)),
    ...(filter.tierIds.length === 0 ? [] : [isInOneTier(filter.tierIds)]),
    ...(filter.nearTierId === null ? [] : [nearTierCondition(filter.nearTierId, around)]),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.sql`(${Prisma.join(conditions, " AND ")})`;
}

export function hasOneTag(tags: readonly string[], column = Prisma.sql`m.tags`): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM unnest(${column}) AS t (tag) WHERE ${Prisma.raw(FOLDED_TAG)} = ANY (${tags.map(foldCase)}::text[]))`;
}

function isInOneTier(tierIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM member_tiers t
    WHERE t.shop_id = m.shop_id AND t.member_id = m.member_id AND t.tier_id = ANY (${tierIds}::text[]))`;
}

function within(
  column: Prisma.Sql,
  least: number | bigint | null,
  most: number | bigint | null,
): Prisma.Sql[] {
  return [
    ...(least === null ? [] : [Prisma.sql`${column} >= ${least}`]),
    ...(most === null ? [] : [Prisma.sql`${column} <= ${most}`]),
  ];
}

function dayWithin(first: string | null, last: string | null): Prisma.Sql[] {
  return [
    ...(first === null ? [] : [Prisma.sql`m.last_order_on >= ${first}::date`]),
    ...(last === null ? [] : [Prisma.sql`m.last_order_on <= ${last}::date`]),
  ].map((condition) => Prisma.sql`coalesce(${condition}, false)`);
}
