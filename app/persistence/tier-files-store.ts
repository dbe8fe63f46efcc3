import type { TierState } from "#app/domain/tiers/decide-tier.ts";
import type {
  ListedTierRow,
  TierFile,
  TierFileRow,
  TierFiles,
  TierFileSums,
} from "#app/usecases/tiers/tier-file-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

const FILE = Prisma.sql`f.file_id AS "fileId", f.file_name AS "fileName", f.reason, f.status, f.created_at AS "createdAt",
  f.created_by AS "createdBy", f.finished_at AS "finishedAt"`;

const ROW = Prisma.sql`r.row_number AS "rowNumber", r.who, r.member_id::text AS "memberId", r.tier, r.tier_id AS "tierId",
  r.until::text AS until, r.problem, r.before, r.done, r.undone`;

export function createTierFilesStore(db: Db): TierFiles {
  const listFiles = async (shopId: string, fileId: string | null, limit: number) => {
    const found = await db.$queryRaw<(TierFile & TierFileSums)[]>`
      SELECT ${FILE}, s.*
      FROM (SELECT * FROM tier_files WHERE shop_id = ${shopId} AND (${fileId}::text IS NULL OR file_id = ${fileId})
            ORDER BY file_id DESC LIMIT ${limit}) f
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS rows, count(problem)::int AS problems,
          (count(DISTINCT member_id) FILTER (WHERE problem IS NULL OR done))::int AS members,
          (count(*) FILTER (WHERE done))::int AS done, (count(*) FILTER (WHERE undone))::int AS undone
        FROM tier_file_rows r WHERE r.shop_id = ${shopId} AND r.file_id = f.file_id) s
      ORDER BY f.file_id DESC`;
    return found.map(({ rows, problems, members, done, undone, ...file }) => ({
      ...file,
      sums: { rows, problems, members, done, undone },
    }));
  };
  return {
    async insert(shopId, file, rows) {
      await db.$executeRaw`
        WITH made AS (
          INSERT INTO tier_files (shop_id, file_id, file_name, reason, status, created_at, created_by)
          VALUES (${shopId}, ${file.fileId}, ${file.fileName}, ${file.reason}, ${file.status}, ${file.createdAt}, ${file.createdBy})
          RETURNING shop_id, file_id
        )
        INSERT INTO tier_file_rows (shop_id, file_id, row_number, who, member_id, tier, tier_id, until, problem)
        SELECT made.shop_id, made.file_id, "rowNumber", who, "memberId", tier, "tierId", until, problem
        FROM made, jsonb_to_recordset(${toRows(rows)}::jsonb)
          AS r ("rowNumber" integer, who text, "memberId" uuid, tier text, "tierId" text, until date, problem text)`;
    },

    get: async (shopId, fileId) => (await listFiles(shopId, fileId, 1))[0] ?? null,

    list: (shopId, limit) => listFiles(shopId, null, limit),

    listRows: (shopId, fileId, limit) => db.$queryRaw<ListedTierRow[]>`
      SELECT ${ROW}, t.tier_id AS "presentTierId"
      FROM tier_file_rows r LEFT JOIN member_tiers t ON t.shop_id = r.shop_id AND t.member_id = r.member_id
      WHERE r.shop_id = ${shopId} AND r.file_id = ${fileId} ORDER BY r.problem IS NULL, r.row_number LIMIT ${limit}`,

    async move(shopId, fileId, { from, to, finishedAt }) {
      const moved = await db.$executeRaw`
        UPDATE tier_files SET status = ${to}, finished_at = ${finishedAt}
        WHERE shop_id = ${shopId} AND file_id = ${fileId} AND status = ANY (${from})`;
      return moved === 1;
    },

    listUnfinished: (shopId) => db.$queryRaw<TierFile[]>`
      SELECT ${FILE} FROM tier_files f
      WHERE f.shop_id = ${shopId} AND f.status IN ('applying', 'undoing') ORDER BY f.file_id LIMIT 1000`,

    takeRows: (shopId, fileId, what, limit) => db.$queryRaw<TierFileRow[]>`
      SELECT ${ROW} FROM tier_file_rows r
      WHERE r.shop_id = ${shopId} AND r.file_id = ${fileId} AND r.problem IS NULL
        AND CASE WHEN ${what} = 'apply' THEN NOT r.done ELSE r.done AND NOT r.undone END
      ORDER BY CASE WHEN ${what} = 'apply' THEN r.row_number ELSE -r.row_number END LIMIT ${limit} FOR UPDATE OF r`,

    async markRows(shopId, fileId, rows) {
      const marks = rows.map((row) => ({ ...row, before: row.before satisfies TierState | null }));
      await db.$executeRaw`
        UPDATE tier_file_rows b SET done = r.done, undone = r.undone, problem = r.problem, before = nullif(r.before, 'null'::jsonb)
        FROM jsonb_to_recordset(${toRows(marks)}::jsonb)
          AS r ("rowNumber" integer, done boolean, undone boolean, problem text, before jsonb)
        WHERE b.shop_id = ${shopId} AND b.file_id = ${fileId} AND b.row_number = r."rowNumber"`;
    },
  };
}
