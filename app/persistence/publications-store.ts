import type { Publications, Unpublished } from "#app/usecases/members/metafield-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";

/**
 * What the storefront's metafields show. Who is in `members_to_publish` is decided by the triggers of members; who is in `tiers_to_show`
 * by those of their tiers, by what is noted of them (TierStore.check), and by the day until which their progress is as it is shown.
 */
export function createPublicationsStore(db: Db): Publications {
  return {
    async programShown(shopId) {
      const rows = await db.$queryRaw<{ shown: string | null }[]>`
        SELECT program_shown AS shown FROM shops WHERE shop_id = ${shopId}`;
      return rows[0]?.shown ?? null;
    },

    async markProgram(shopId, shown) {
      await db.$executeRaw`UPDATE shops SET program_shown = ${shown} WHERE shop_id = ${shopId}`;
    },

    async forgetShown(shopId) {
      await db.$executeRaw`UPDATE members SET published_seq = -1 WHERE shop_id = ${shopId} AND published_seq <> -1`;
      // Last: as long as the program counts as shown, this is done again.
      await db.$executeRaw`UPDATE shops SET program_shown = NULL WHERE shop_id = ${shopId}`;
    },

    async tiersShown(shopId) {
      const rows = await db.$queryRaw<{ shown: string | null }[]>`
        SELECT tiers_shown AS shown FROM shops WHERE shop_id = ${shopId}`;
      return rows[0]?.shown ?? null;
    },

    async showTiersAnew(shopId, shown) {
      // One statement: whoever moves meanwhile is shown by their move.
      await db.$executeRaw`
        WITH shop AS (UPDATE shops SET tiers_shown = ${shown} WHERE shop_id = ${shopId})
        INSERT INTO tiers_to_show (shop_id, member_id, due_on)
        SELECT ${shopId}, member_id, '-infinity' FROM members
        WHERE shop_id = ${shopId} AND participation = 'member' AND customer_id IS NOT NULL
        ON CONFLICT (shop_id, member_id) DO UPDATE SET due_on = '-infinity', n = tiers_to_show.n + 1`;
    },

    async listUnpublished(shopId, now, limit) {
      const rows = await db.$queryRaw<
        (Omit<Unpublished, "expiring"> & { points: number | null; expiresAt: Date | null })[]
      >`
        SELECT m.member_id::text AS "memberId", m.customer_id AS "customerId", m.last_seq::float8 AS seq, m.balance::float8 AS balance,
               m.pending::float8 AS pending, greatest(0, m.balance - coalesce(l.overdue, 0))::float8 AS spendable,
               soonest.points::float8 AS points, soonest.expires_at AS "expiresAt", s.n AS "tierMark"
        FROM (
          (SELECT q.member_id FROM members_to_publish q
             JOIN members k ON k.shop_id = q.shop_id AND k.member_id = q.member_id AND k.participation = 'member'
           WHERE q.shop_id = ${shopId} ORDER BY q.member_id LIMIT ${limit})
          UNION
          (SELECT q.member_id FROM tiers_to_show q
             JOIN members k ON k.shop_id = q.shop_id AND k.member_id = q.member_id AND k.participation = 'member' AND k.customer_id IS NOT NULL
           WHERE q.shop_id = ${shopId} AND q.due_on <= (SELECT (${now}::timestamptz AT TIME ZONE time_zone)::date FROM shops WHERE shop_id = ${shopId})
           ORDER BY q.due_on, q.member_id LIMIT ${limit})
        ) q
        JOIN members m ON m.shop_id = ${shopId} AND m.member_id = q.member_id
        LEFT JOIN tiers_to_show s ON s.shop_id = ${shopId} AND s.member_id = q.member_id
        LEFT JOIN LATERAL (
          SELECT sum(remaining) AS overdue FROM lots
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND matures_at IS NULL AND expires_at <= ${now}
        ) l ON true
        LEFT JOIN LATERAL (
          SELECT expires_at, sum(remaining) AS points FROM lots
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND matures_at IS NULL AND expires_at > ${now}
          GROUP BY expires_at ORDER BY expires_at LIMIT 1
        ) soonest ON true
        ORDER BY q.member_id LIMIT ${limit}`;
      return rows.map(({ points, expiresAt, ...member }) => ({
        ...member,
        expiring: points === null || expiresAt === null ? null : { points, expiresAt },
      }));
    },

    async markPublished(shopId, members) {
      await db.$executeRaw`
        UPDATE members m SET published_seq = p.seq
        FROM unnest(${members.map((one) => one.memberId)}::uuid[], ${members.map((one) => one.seq)}::bigint[]) AS p (member_id, seq)
        WHERE m.shop_id = ${shopId} AND m.member_id = p.member_id AND m.published_seq < p.seq`;
      // A reason that came meanwhile has another mark, and stays.
      await db.$executeRaw`
        WITH shown AS (
          SELECT * FROM jsonb_to_recordset(${toRows(
            members.map(({ memberId, tierMark, tierChangesOn }) => ({ memberId, tierMark, tierChangesOn })),
          )}::jsonb) AS r ("memberId" uuid, "tierMark" integer, "tierChangesOn" date)
        ),
        settled AS (
          DELETE FROM tiers_to_show t USING shown s
          WHERE t.shop_id = ${shopId} AND t.member_id = s."memberId" AND t.n = s."tierMark" AND s."tierChangesOn" IS NULL
        ),
        dated AS (
          UPDATE tiers_to_show t SET due_on = s."tierChangesOn" FROM shown s
          WHERE t.shop_id = ${shopId} AND t.member_id = s."memberId" AND t.n = s."tierMark" AND s."tierChangesOn" IS NOT NULL
        )
        INSERT INTO tiers_to_show (shop_id, member_id, due_on)
        SELECT ${shopId}, "memberId", "tierChangesOn" FROM shown WHERE "tierMark" IS NULL AND "tierChangesOn" IS NOT NULL
        ON CONFLICT (shop_id, member_id) DO NOTHING`;
    },

    async listToWithdraw(shopId, limit) {
      return db.$queryRaw<{ memberId: string; customerId: string | null }[]>`
        SELECT m.member_id::text AS "memberId", m.customer_id AS "customerId"
        FROM members_to_publish q JOIN members m ON m.shop_id = q.shop_id AND m.member_id = q.member_id AND m.participation <> 'member'
        WHERE q.shop_id = ${shopId} ORDER BY q.member_id LIMIT ${limit}`;
    },

    async markWithdrawn(shopId, memberIds) {
      await db.$executeRaw`
        UPDATE members SET published_seq = -1
        WHERE shop_id = ${shopId} AND member_id = ANY (${[...memberIds]}::uuid[]) AND participation <> 'member'`;
      await db.$executeRaw`
        DELETE FROM tiers_to_show t USING members m
        WHERE t.shop_id = ${shopId} AND t.member_id = ANY (${[...memberIds]}::uuid[])
          AND m.shop_id = ${shopId} AND m.member_id = t.member_id AND m.participation <> 'member'`;
    },
  };
}
