import type { LatestEntries, LatestEntryRecord } from "#app/usecases/reports/admin-ports.ts";
import type { Db } from "./db.ts";

/** Reads the partial index `entries_lately`: its kinds and these are the same. */
export function createLatestEntries(db: Db): LatestEntries {
  return {
    async listLatestEntries(shopId, limit) {
      return db.$queryRaw<LatestEntryRecord[]>`
        SELECT e.member_id::text AS "memberId", coalesce(m.name, m.email) AS "memberName", e.seq::float8 AS seq, e.at, e.kind,
               e.points::float8 AS points, e.pending_points::float8 AS "pendingPoints", e.reason, e.source_type AS "sourceType",
               e.source_id AS "sourceId", e.program_version AS "programVersion", e.corrects_seq::float8 AS "correctsSeq"
        FROM entries e LEFT JOIN members m ON m.shop_id = ${shopId} AND m.member_id = e.member_id
        WHERE e.shop_id = ${shopId} AND e.kind IN ('reverse', 'redeem', 'return', 'adjust', 'transfer')
        ORDER BY e.at DESC LIMIT ${limit}`;
    },
  };
}
