import type { Publications, Unpublished } from "#app/usecases/members/metafield-ports.ts";
import type { Db } from "./db.ts";

/** Which entries the storefront's metafields show. Who is in `members_to_publish` is decided by the triggers of members. */
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

    async listUnpublished(shopId, now, limit) {
      const rows = await db.$queryRaw<
        (Omit<Unpublished, "expiring"> & { points: number | null; expiresAt: Date | null })[]
      >`
        SELECT m.member_id::text AS "memberId", m.customer_id AS "customerId", m.last_seq::float8 AS seq, m.balance::float8 AS balance,
               m.pending::float8 AS pending, greatest(0, m.balance - coalesce(l.overdue, 0))::float8 AS spendable,
               soonest.points::float8 AS points, soonest.expires_at AS "expiresAt"
        FROM members_to_publish q JOIN members m ON m.shop_id = q.shop_id AND m.member_id = q.member_id AND m.participation = 'member'
        LEFT JOIN LATERAL (
          SELECT sum(remaining) AS overdue FROM lots
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND matures_at IS NULL AND expires_at <= ${now}
        ) l ON true
        LEFT JOIN LATERAL (
          SELECT expires_at, sum(remaining) AS points FROM lots
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND matures_at IS NULL AND expires_at > ${now}
          GROUP BY expires_at ORDER BY expires_at LIMIT 1
        ) soonest ON true
        WHERE q.shop_id = ${shopId} ORDER BY q.member_id LIMIT ${limit}`;
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
    },
  };
}
