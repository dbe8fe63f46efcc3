import type { Campaign } from "#app/domain/earning/campaign.ts";
import type { BonusRound, BonusRoundResult } from "#app/usecases/campaigns/campaign-ports.ts";
import type { Db } from "./db.ts";
import { segmentCondition } from "./segment-sql.ts";

/**
 * Gives a bonus to the next members it is meant for, in the order of ids, in one statement: what `credit` of the domain does with
 * books that owe nothing (a test holds the two together). Who has had it, also as somebody merged into them, is passed over.
 * The campaign's row is locked by the caller and remembers how far it has come.
 */
export async function giveBonusRound(
  db: Db,
  shopId: string,
  { campaignId, terms }: Campaign,
  { points, limit, life, programVersion, now, ...around }: BonusRound,
): Promise<BonusRoundResult> {
  // In these tiers points live otherwise than everybody's.
  const longer = (around.tiers?.ladder ?? []).flatMap(({ id, expiryMonths }) =>
    expiryMonths === null ? [] : [id],
  );
  const key = `campaign:${campaignId}/`;
  const rows = await db.$queryRaw<BonusRoundResult[]>`
    WITH chosen AS MATERIALIZED (
      SELECT m.member_id, m.balance, m.pending, m.deficit, m.last_seq
      FROM members m
      WHERE m.shop_id = ${shopId} AND m.participation = 'member' AND ${segmentCondition(terms.audience, { shopId, ...around })}
        AND m.member_id > coalesce((SELECT given_until FROM campaigns WHERE shop_id = ${shopId} AND campaign_id = ${campaignId}),
          '00000000-0000-0000-0000-000000000000')
      ORDER BY m.member_id LIMIT ${limit} FOR UPDATE
    ),
    entitled AS MATERIALIZED (
      SELECT c.*, c.deficit > 0 OR EXISTS (SELECT FROM lots l
          WHERE l.shop_id = ${shopId} AND l.member_id = c.member_id AND l.remaining > 0 AND l.slide_months IS NOT NULL)
        OR EXISTS (SELECT FROM member_tiers t WHERE t.shop_id = ${shopId} AND t.member_id = c.member_id AND t.tier_id = ANY (${longer}))
          AS takes_ledger
      FROM chosen c
      WHERE NOT EXISTS (SELECT FROM entries e WHERE e.shop_id = ${shopId} AND e.key = ${key} || c.member_id)
        AND NOT EXISTS (SELECT FROM members g JOIN entries e ON e.shop_id = ${shopId} AND e.key = ${key} || g.member_id
          WHERE g.shop_id = ${shopId} AND g.merged_into = c.member_id)
    ),
    plain AS (SELECT * FROM entitled WHERE NOT takes_ledger),
    appended AS (
      INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
        reason, source_type, source_id, program_version, movements)
      SELECT ${shopId}, member_id, last_seq + 1, ${key} || member_id, ${`${points}@v${programVersion}`}, ${now}, 'earn', ${points}::bigint, 0,
        balance + ${points}::bigint, pending, 'campaign-bonus', 'campaign', ${campaignId}, ${programVersion}::integer,
        jsonb_build_array(jsonb_build_object('lot', (last_seq + 1) || '.1', 'points', ${points}::bigint, 'expiresAt', ${life.expiresAt?.toISOString() ?? null}::text))
      FROM plain
    ),
    made AS (
      INSERT INTO lots (shop_id, member_id, seq, n, points, remaining, earned_at, expires_at, slide_months, slide_round_up)
      SELECT ${shopId}, member_id, last_seq + 1, 1, ${points}::bigint, ${points}::bigint, ${now}, ${life.expiresAt}::timestamptz,
        ${life.slide?.months ?? null}::smallint, ${life.slide?.roundUpTo ?? null}
      FROM plain
    ),
    totals AS (
      UPDATE members m SET balance = m.balance + ${points}::bigint, earned_total = m.earned_total + ${points}::bigint, last_seq = m.last_seq + 1
      FROM plain p WHERE m.shop_id = ${shopId} AND m.member_id = p.member_id
    ),
    checked AS (
      INSERT INTO tier_checks (shop_id, member_id, silent)
      SELECT ${shopId}, member_id, false FROM plain WHERE EXISTS (SELECT FROM tier_reviews WHERE shop_id = ${shopId})
      ON CONFLICT (shop_id, member_id) DO UPDATE SET silent = false WHERE tier_checks.silent
    ),
    progress AS (
      UPDATE campaigns SET given_points = given_points + ${points}::bigint * (SELECT count(*) FROM entitled),
        given_until = coalesce((SELECT member_id FROM chosen ORDER BY member_id DESC LIMIT 1), given_until)
      WHERE shop_id = ${shopId} AND campaign_id = ${campaignId}
    )
    SELECT (SELECT count(*) FROM chosen)::int AS looked, (SELECT count(*) FROM entitled)::int AS given,
      coalesce((SELECT array_agg(member_id::text ORDER BY member_id) FROM entitled WHERE takes_ledger), '{}') AS rest`;
  const [result] = rows;
  return result ?? { looked: 0, given: 0, rest: [] };
}
