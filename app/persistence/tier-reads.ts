import type { QualifyingFact } from "#app/domain/tiers/qualification-window.ts";
import type { Hold, TierState } from "#app/domain/tiers/decide-tier.ts";
import type { FactsQuery, TierMoveRecord, TierReads } from "#app/usecases/tiers/tier-ports.ts";
import type { Db } from "./db.ts";

type MemberRow = {
  memberId: string;
  takesPart: boolean;
  joinedOn: string;
  tags: string[];
  tierId: string | null;
  since: string | null;
  holdTier: string | null;
  holdUntil: string | null;
  holdKind: Hold["kind"] | null;
  holdExact: boolean | null;
  missedOn: string | null;
};

export function createTierReads(db: Db): TierReads {
  return {
    async listCandidates(shopId, memberIds, query) {
      if (memberIds.length === 0) return [];
      const members = await db.$queryRaw<MemberRow[]>`
        SELECT m.member_id::text AS "memberId", m.participation = 'member' AS "takesPart", m.joined_on::text AS "joinedOn", m.tags,
          t.tier_id AS "tierId", t.since::text AS since, t.hold_tier AS "holdTier", t.hold_until::text AS "holdUntil",
          t.hold_kind AS "holdKind", t.hold_exact AS "holdExact", t.missed_on::text AS "missedOn"
        FROM members m LEFT JOIN member_tiers t ON t.shop_id = m.shop_id AND t.member_id = m.member_id
        WHERE m.shop_id = ${shopId} AND m.member_id = ANY (${memberIds}::uuid[])
        ORDER BY m.member_id`;
      const facts = await listFacts(db, shopId, memberIds, query);
      return members.map((row) => ({
        memberId: row.memberId,
        takesPart: row.takesPart,
        state: toState(row),
        facts: {
          joinedOn: row.joinedOn,
          tags: row.tags,
          qualifying: facts.filter(({ memberId }) => memberId === row.memberId),
        },
      }));
    },

    async listMoves(shopId, memberId) {
      return db.$queryRaw<TierMoveRecord[]>`
        SELECT t.n, t.at, t.from_tier AS "from", t.to_tier AS "to", t.because, t.figures, t.program_version AS "programVersion",
          t.actor, t.note, t.silent
        FROM tier_moves t JOIN members m ON m.shop_id = t.shop_id AND m.member_id = t.member_id
        WHERE t.shop_id = ${shopId} AND m.shop_id = ${shopId}
          AND (m.member_id = ${memberId}::uuid OR m.merged_into = ${memberId}::uuid)
        ORDER BY t.at DESC, t.n DESC`;
    },
  };
}

export function toState(
  row: Omit<MemberRow, "memberId" | "takesPart" | "joinedOn" | "tags">,
): TierState | null {
  if (row.since === null) return null;
  const { tierId, since, missedOn, holdTier, holdKind, holdUntil, holdExact } = row;
  const hold =
    holdTier === null || holdKind === null
      ? null
      : { tierId: holdTier, until: holdUntil, kind: holdKind, exact: holdExact === true };
  return { tierId, since, missedOn, hold };
}

/**
 * Purchases count for their day with what is left of them after refunds; points by occasions and campaigns for the day they were
 * given, those of members who were merged into this one among them.
 */
async function listFacts(
  db: Db,
  shopId: string,
  memberIds: readonly string[],
  { timeZone, countPending }: FactsQuery,
): Promise<(QualifyingFact & { memberId: string })[]> {
  return db.$queryRaw<(QualifyingFact & { memberId: string })[]>`
    SELECT o.member_id::text AS "memberId", o.business_date::text AS day,
      greatest(o.business_date, CASE WHEN ${countPending} THEN NULL ELSE (o.counts_from AT TIME ZONE ${timeZone})::date END)::text AS "countsOn",
      sum(o.goods_left_minor)::bigint AS "spentMinor", sum(o.kept_points + o.bonus_points)::float8 AS points, count(*)::int AS orders
    FROM orders o
    WHERE o.shop_id = ${shopId} AND o.member_id = ANY (${memberIds}::uuid[]) AND o.is_purchase
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT w.member_id::text, e.day::text, e.day::text, 0::bigint, e.points, 0
    FROM members w
    JOIN LATERAL (
      SELECT (e.at AT TIME ZONE ${timeZone})::date AS day, sum(e.points + e.pending_points)::float8 AS points
      FROM members m JOIN entries e ON e.shop_id = m.shop_id AND e.member_id = m.member_id
      WHERE m.shop_id = ${shopId} AND (m.member_id = w.member_id OR m.merged_into = w.member_id)
        AND e.shop_id = ${shopId} AND e.kind = 'earn' AND e.source_type NOT IN ('order', 'refund', 'order-bonus')
      GROUP BY 1
    ) e ON true
    WHERE w.shop_id = ${shopId} AND w.member_id = ANY (${memberIds}::uuid[])`;
}
