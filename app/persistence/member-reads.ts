import { Prisma } from "./generated/client.ts";
import type { EntryRecord, MemberReads, MemberRecord } from "#app/usecases/ports.ts";
import type { Db } from "./db.ts";

/** Members and their books as people read them; nothing here writes. */
export function createMemberReads(db: Db): MemberReads {
  return {
    async getMember(shopId, memberId, now) {
      if (!isUuid(memberId)) return null;
      const [member] = await selectMembers(db, shopId, now, Prisma.sql`m.member_id = ${memberId}::uuid`, 1);
      return member ?? null;
    },

    async getMemberOfCustomer(shopId, customerId, now) {
      const [member] = await selectMembers(db, shopId, now, Prisma.sql`m.customer_id = ${customerId}`, 1);
      return member ?? null;
    },

    async listMembers(shopId, { email, customerId, after, limit }, now) {
      if (after !== null && !isUuid(after)) return [];
      const filters = [
        // Erased and merged members have no one behind them any more; who never took part has no books.
        Prisma.sql`(m.participation IN ('member', 'left') OR m.participation = 'excluded' AND m.last_seq > 0)`,
        ...(email === null ? [] : [Prisma.sql`m.email_key = ${email.trim().toLowerCase()}`]),
        ...(customerId === null ? [] : [Prisma.sql`m.customer_id = ${customerId}`]),
        ...(after === null ? [] : [Prisma.sql`m.member_id > ${after}::uuid`]),
      ];
      return selectMembers(db, shopId, now, Prisma.join(filters, " AND "), limit);
    },

    async areNamesWithheld(shopId) {
      const rows = await db.$queryRaw<{ withheld: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM members WHERE shop_id = ${shopId} AND customer_id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM members WHERE shop_id = ${shopId} AND (email IS NOT NULL OR name IS NOT NULL)) AS withheld`;
      return rows[0]?.withheld ?? false;
    },

    async listEntries(shopId, memberId, { order, after, limit }) {
      const beyond =
        after === null
          ? Prisma.empty
          : order === "asc"
            ? Prisma.sql`AND e.seq > ${after}`
            : Prisma.sql`AND e.seq < ${after}`;
      return selectEntries(
        db,
        shopId,
        memberId,
        beyond,
        order === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`,
        limit,
      );
    },

    async getEntry(shopId, memberId, seq) {
      const [entry] = await selectEntries(
        db,
        shopId,
        memberId,
        Prisma.sql`AND e.seq = ${seq}`,
        Prisma.sql`ASC`,
        1,
      );
      return entry ?? null;
    },
  };
}

type EntryRow = Omit<EntryRecord, "id" | "lots" | "corrects" | "source"> & {
  sourceType: string;
  sourceId: string;
  correctsSeq: number | null;
  movements: { lot: string; points: number; expiresAt: string | null }[];
};

async function selectEntries(
  db: Db,
  shopId: string,
  memberId: string,
  which: Prisma.Sql,
  direction: Prisma.Sql,
  limit: number,
): Promise<EntryRecord[]> {
  // An earning that touched nothing but the lot it made keeps no movements: the lot itself tells them.
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT e.seq::float8 AS seq, e.key, e.at, e.kind, e.points::float8 AS points, e.pending_points::float8 AS "pendingPoints",
           e.balance_after::float8 AS "balanceAfter", e.pending_after::float8 AS "pendingAfter", e.shortfall::float8 AS shortfall,
           e.already_expired::float8 AS "alreadyExpired", e.reason, e.source_type AS "sourceType", e.source_id AS "sourceId",
           e.program_version AS "programVersion", e.corrects_seq::float8 AS "correctsSeq",
           CASE WHEN e.movements <> '[]' THEN e.movements ELSE coalesce((
             SELECT jsonb_agg(jsonb_build_object('lot', l.seq || '.' || l.n, 'points', l.points, 'expiresAt', l.expires_at) ORDER BY l.n)
             FROM lots l WHERE l.shop_id = ${shopId} AND l.member_id = e.member_id AND l.seq = e.seq), '[]') END AS movements
    FROM entries e
    WHERE e.shop_id = ${shopId} AND e.member_id = ${memberId}::uuid ${which}
    ORDER BY e.seq ${direction} LIMIT ${limit}`;
  return rows.map((row) => toEntry(memberId, row));
}

function toEntry(
  memberId: string,
  { movements, correctsSeq, sourceType, sourceId, ...row }: EntryRow,
): EntryRecord {
  return {
    ...row,
    id: `${memberId}-${row.seq}`,
    source: { type: sourceType, id: sourceId },
    corrects: correctsSeq === null ? null : `${memberId}-${correctsSeq}`,
    lots: movements.map(({ lot, points, expiresAt }) => ({
      id: `${memberId}-${lot}`,
      points,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    })),
  };
}

function selectMembers(
  db: Db,
  shopId: string,
  now: Date,
  where: Prisma.Sql,
  limit: number,
): Promise<MemberRecord[]> {
  return db.$queryRaw<MemberRecord[]>`
    SELECT m.member_id::text AS "memberId", m.customer_id AS "customerId", m.email, m.name, m.tags, m.participation,
           m.joined_on::text AS "joinedOn", m.balance::float8 AS balance, m.pending::float8 AS pending, m.deficit::float8 AS deficit,
           m.earned_total::float8 AS "earnedTotal", m.orders_count AS "ordersCount", m.spent_minor AS "spentMinor",
           m.last_order_on::text AS "lastOrderOn", m.merged_into::text AS "mergedInto",
           greatest(0, m.balance - coalesce(l.overdue, 0))::float8 AS spendable, coalesce(l.expiring, '[]') AS expiring,
           coalesce(l.maturing, '[]') AS maturing
    FROM members m LEFT JOIN LATERAL (
      SELECT sum(remaining) FILTER (WHERE expires_at <= ${now} AND matures_at IS NULL) AS overdue,
             jsonb_agg(jsonb_build_object('points', remaining, 'expiresAt', expires_at) ORDER BY expires_at, seq, n)
               FILTER (WHERE expires_at > ${now}) AS expiring,
             jsonb_agg(jsonb_build_object('points', remaining, 'maturesAt', CASE WHEN matures_at < '9000-01-01' THEN matures_at END)
               ORDER BY matures_at, seq, n) FILTER (WHERE matures_at IS NOT NULL) AS maturing
      FROM lots WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND (expires_at IS NOT NULL OR matures_at IS NOT NULL)
    ) AS l ON true
    WHERE m.shop_id = ${shopId} AND ${where}
    ORDER BY m.member_id LIMIT ${limit}`;
}

/** A path holds any text; the database takes only well-formed ids. */
function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
