import type {
  BulkGrant,
  BulkGrantRow,
  BulkGrants,
  BulkGrantSums,
} from "#app/usecases/points/bulk-grant-ports.ts";
import type { MemberLookup } from "#app/usecases/members/find-named-members.ts";
import { count, toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

const GRANT = Prisma.sql`g.grant_id AS "grantId", g.file_name AS "fileName", g.reason, g.expires_at AS "expiresAt", g.status,
  g.created_at AS "createdAt", g.created_by AS "createdBy", g.finished_at AS "finishedAt"`;

const ROW = Prisma.sql`row_number AS "rowNumber", who, member_id::text AS "memberId", points, problem, done, undone`;

type RowRow = Omit<BulkGrantRow, "points"> & { readonly points: bigint | null };
type WithSums = BulkGrant & Record<keyof BulkGrantSums, bigint>;

const fromRow = (row: RowRow): BulkGrantRow => ({
  ...row,
  points: row.points === null ? null : count(row.points),
});

function withSums({ rows, problems, members, toGive, toTake, done, undone, ...grant }: WithSums) {
  const sums = {
    ...{ rows: count(rows), problems: count(problems), members: count(members) },
    ...{ toGive: count(toGive), toTake: count(toTake), done: count(done), undone: count(undone) },
  };
  return { ...grant, sums };
}

export function createBulkGrantsStore(db: Db): BulkGrants & MemberLookup {
  const listGrants = async (shopId: string, grantId: string | null, limit: number) => {
    const found = await db.$queryRaw<WithSums[]>`
      SELECT ${GRANT}, s.*
      FROM (SELECT * FROM bulk_grants WHERE shop_id = ${shopId} AND (${grantId}::text IS NULL OR grant_id = ${grantId})
            ORDER BY grant_id DESC LIMIT ${limit}) g
      CROSS JOIN LATERAL (
        SELECT count(*) AS rows, count(problem) AS problems, count(DISTINCT member_id) AS members,
          coalesce(sum(points) FILTER (WHERE points > 0 AND (problem IS NULL OR done)), 0)::bigint AS "toGive",
          coalesce(-sum(points) FILTER (WHERE points < 0 AND (problem IS NULL OR done)), 0)::bigint AS "toTake",
          count(*) FILTER (WHERE done) AS done, count(*) FILTER (WHERE undone) AS undone
        FROM bulk_grant_rows r WHERE r.shop_id = ${shopId} AND r.grant_id = g.grant_id) s
      ORDER BY g.grant_id DESC`;
    return found.map(withSums);
  };
  return {
    async insert(shopId, grant, rows) {
      await db.$executeRaw`
        WITH made AS (
          INSERT INTO bulk_grants (shop_id, grant_id, file_name, reason, expires_at, status, created_at, created_by)
          VALUES (${shopId}, ${grant.grantId}, ${grant.fileName}, ${grant.reason}, ${grant.expiresAt}, ${grant.status},
            ${grant.createdAt}, ${grant.createdBy})
          RETURNING shop_id, grant_id
        )
        INSERT INTO bulk_grant_rows (shop_id, grant_id, row_number, who, member_id, points, problem)
        SELECT made.shop_id, made.grant_id, "rowNumber", who, "memberId", points, problem
        FROM made, jsonb_to_recordset(${toRows(rows)}::jsonb)
          AS r ("rowNumber" integer, who text, "memberId" uuid, points bigint, problem text)`;
    },

    get: async (shopId, grantId) => (await listGrants(shopId, grantId, 1))[0] ?? null,

    list: (shopId, limit) => listGrants(shopId, null, limit),

    async listRows(shopId, grantId, limit) {
      const rows = await db.$queryRaw<RowRow[]>`
        SELECT ${ROW} FROM bulk_grant_rows WHERE shop_id = ${shopId} AND grant_id = ${grantId}
        ORDER BY problem IS NULL, row_number LIMIT ${limit}`;
      return rows.map(fromRow);
    },

    async move(shopId, grantId, { from, to, finishedAt }) {
      const moved = await db.$executeRaw`
        UPDATE bulk_grants SET status = ${to}, finished_at = ${finishedAt}
        WHERE shop_id = ${shopId} AND grant_id = ${grantId} AND status = ANY (${from})`;
      return moved === 1;
    },

    listUnfinished: (shopId) => db.$queryRaw<BulkGrant[]>`
      SELECT ${GRANT} FROM bulk_grants g
      WHERE g.shop_id = ${shopId} AND g.status IN ('giving', 'undoing') ORDER BY g.grant_id LIMIT 1000`,

    async nextRows(shopId, grantId, what, limit) {
      const rows = await db.$queryRaw<RowRow[]>`
        SELECT ${ROW} FROM bulk_grant_rows
        WHERE shop_id = ${shopId} AND grant_id = ${grantId} AND problem IS NULL
          AND CASE WHEN ${what} = 'give' THEN NOT done ELSE done AND NOT undone END
        ORDER BY row_number LIMIT ${limit}`;
      return rows.map(fromRow);
    },

    async markRows(shopId, grantId, rows) {
      await db.$executeRaw`
        UPDATE bulk_grant_rows b SET done = r.done, undone = r.undone, problem = r.problem
        FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("rowNumber" integer, done boolean, undone boolean, problem text)
        WHERE b.shop_id = ${shopId} AND b.grant_id = ${grantId} AND b.row_number = r."rowNumber"`;
    },

    findMembers: (shopId, { emailKeys, customerIds }) => db.$queryRaw<
      { who: string; memberId: string; ambiguous: boolean }[]
    >`
      SELECT who, min(member_id::text) AS "memberId", count(*) > 1 AS ambiguous
      FROM (SELECT email_key AS who, member_id FROM members
            WHERE shop_id = ${shopId} AND email_key = ANY (${emailKeys}) AND participation NOT IN ('merged', 'erased')
            UNION ALL
            SELECT customer_id, member_id FROM members
            WHERE shop_id = ${shopId} AND customer_id = ANY (${customerIds}) AND participation NOT IN ('merged', 'erased')) found
      GROUP BY who`,
  };
}
