import type { DueMark, TierMarks, TierMarksHeard } from "#app/usecases/tiers/tier-mark-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";

type DueRow = Omit<DueMark, "mark"> & {
  readonly markedCustomer: string | null;
  readonly tags: string[] | null;
  readonly shown: string | null;
};

export function createTierMarksStore(db: Db): TierMarks & TierMarksHeard {
  return {
    async ladderShown(shopId) {
      const rows = await db.$queryRaw<{ shown: string | null }[]>`
        SELECT ladder_shown AS shown FROM shops WHERE shop_id = ${shopId}`;
      return rows[0]?.shown ?? null;
    },

    async markEverybodyDue(shopId, shown) {
      // One statement: whoever moves meanwhile is due by their move.
      await db.$executeRaw`
        WITH shop AS (UPDATE shops SET ladder_shown = ${shown} WHERE shop_id = ${shopId})
        INSERT INTO tier_marks_due (shop_id, member_id)
        SELECT ${shopId}, member_id FROM member_tiers WHERE shop_id = ${shopId} AND tier_id IS NOT NULL
        UNION SELECT ${shopId}, member_id FROM tier_marks WHERE shop_id = ${shopId}
        ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1`;
    },

    async listDue(shopId, after, limit) {
      const rows = await db.$queryRaw<DueRow[]>`
        SELECT q.member_id::text AS "memberId", q.n, q.seen, m.customer_id AS "customerId",
          coalesce(m.participation = 'member', false) AS "takesPart", t.tier_id AS "tierId",
          k.customer_id AS "markedCustomer", k.tags, k.shown
        FROM tier_marks_due q
        LEFT JOIN members m ON m.shop_id = q.shop_id AND m.member_id = q.member_id
        LEFT JOIN member_tiers t ON t.shop_id = q.shop_id AND t.member_id = q.member_id
        LEFT JOIN tier_marks k ON k.shop_id = q.shop_id AND k.member_id = q.member_id
        WHERE q.shop_id = ${shopId} AND (${after}::uuid IS NULL OR q.member_id > ${after}::uuid)
        ORDER BY q.member_id LIMIT ${limit}`;
      return rows.map(({ markedCustomer, tags, shown, ...due }) => ({
        ...due,
        mark: markedCustomer === null ? null : { customerId: markedCustomer, tags: tags ?? [], shown },
      }));
    },

    async countDue(shopId) {
      const rows = await db.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM tier_marks_due WHERE shop_id = ${shopId}`;
      return Number(rows[0]?.count ?? 0n);
    },

    async remember(shopId, marks) {
      if (marks.length === 0) return;
      await db.$executeRaw`
        INSERT INTO tier_marks (shop_id, member_id, customer_id, tags, shown)
        SELECT ${shopId}, (m->>'memberId')::uuid, m->>'customerId', ARRAY(SELECT jsonb_array_elements_text(m->'tags')), m->>'shown'
        FROM jsonb_array_elements(${toRows(marks)}::jsonb) AS m
        ON CONFLICT (shop_id, member_id) DO UPDATE
          SET customer_id = excluded.customer_id, tags = excluded.tags, shown = excluded.shown
          WHERE (tier_marks.customer_id, tier_marks.tags, tier_marks.shown)
            IS DISTINCT FROM (excluded.customer_id, excluded.tags, excluded.shown)`;
    },

    async forget(shopId, memberIds) {
      if (memberIds.length === 0) return;
      await db.$executeRaw`
        DELETE FROM tier_marks WHERE shop_id = ${shopId} AND member_id = ANY (${[...memberIds]}::uuid[])`;
    },

    async settle(shopId, done) {
      if (done.length === 0) return;
      await db.$executeRaw`
        DELETE FROM tier_marks_due q
        USING unnest(${done.map((one) => one.memberId)}::uuid[], ${done.map((one) => one.n)}::int[]) AS d (member_id, n)
        WHERE q.shop_id = ${shopId} AND q.member_id = d.member_id AND q.n = d.n`;
    },

    async hear(shopId, told, ownTags) {
      if (told.length === 0) return;
      await db.$executeRaw`
        WITH told AS (
          SELECT c->>'customerId' AS customer_id, ARRAY(SELECT lower(jsonb_array_elements_text(c->'tags'))) AS tags
          FROM jsonb_array_elements(${toRows(told)}::jsonb) AS c
        ), own AS (SELECT unnest(${[...ownTags]}::text[]) AS tag)
        INSERT INTO tier_marks_due (shop_id, member_id, seen)
        SELECT m.shop_id, m.member_id,
          ARRAY(SELECT tag FROM (SELECT tag FROM own UNION SELECT unnest(k.tags)) AS mine (tag) WHERE lower(tag) = ANY (told.tags))
        FROM told
        JOIN members m ON m.shop_id = ${shopId} AND m.customer_id = told.customer_id AND m.participation <> 'merged'
        LEFT JOIN tier_marks k ON k.shop_id = m.shop_id AND k.member_id = m.member_id AND k.customer_id = m.customer_id
        WHERE EXISTS (SELECT FROM unnest(k.tags) AS mine (tag) WHERE lower(tag) <> ALL (told.tags))
          OR EXISTS (SELECT FROM own WHERE lower(own.tag) = ANY (told.tags) AND (k.tags IS NULL OR own.tag <> ALL (k.tags)))
        ON CONFLICT (shop_id, member_id) DO UPDATE SET n = tier_marks_due.n + 1, seen = excluded.seen`;
    },
  };
}
