import type { Sweeps } from "#app/usecases/ledger-ports.ts";
import type { Db } from "./db.ts";

export function createSweepsStore(db: Db): Sweeps {
  return {
    async comeDue(shopId, now, members) {
      const due = await db.$queryRaw<{ members: bigint }[]>`
        WITH due_members AS MATERIALIZED (
          -- Locked in the order of ids, like everywhere; who is busy now is done by the next round.
          SELECT m.member_id, m.balance, m.pending, m.last_seq FROM members m
          WHERE m.shop_id = ${shopId} AND m.member_id IN (
            SELECT DISTINCT member_id FROM lots
            WHERE shop_id = ${shopId} AND remaining > 0 AND matures_at IS NULL AND expires_at <= ${now} LIMIT ${members})
          ORDER BY m.member_id FOR UPDATE
        ),
        expired AS (
          UPDATE lots l SET remaining = 0, expired = l.expired + l.remaining
          FROM due_members d
          WHERE l.shop_id = ${shopId} AND l.member_id = d.member_id AND l.remaining > 0 AND l.matures_at IS NULL AND l.expires_at <= ${now}
          RETURNING l.member_id, l.seq, l.n, l.expires_at, old.remaining AS points
        ),
        numbered AS (
          SELECT e.*, d.pending, d.last_seq + row_number() OVER books AS entry_seq, d.balance - sum(e.points) OVER books AS balance_after,
            e.member_id || '-' || e.seq || '.' || e.n AS lot
          FROM expired e JOIN due_members d ON d.member_id = e.member_id
          WINDOW books AS (PARTITION BY e.member_id ORDER BY e.expires_at, e.seq, e.n)
        ),
        appended AS (
          INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
            reason, source_type, source_id, movements)
          SELECT ${shopId}, member_id, entry_seq, 'lot:' || lot || '/expire', 'expire', expires_at, 'expire', -points, 0, balance_after,
            pending, 'lot-expired', 'lot', lot,
            jsonb_build_array(jsonb_build_object('lot', seq || '.' || n, 'points', -points, 'expiresAt',
              to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
          FROM numbered ORDER BY member_id, entry_seq
        ),
        totals AS (
          UPDATE members m SET balance = m.balance - t.points, last_seq = m.last_seq + t.entries
          FROM (SELECT member_id, sum(points)::bigint AS points, count(*) AS entries FROM numbered GROUP BY member_id) t
          WHERE m.shop_id = ${shopId} AND m.member_id = t.member_id
        )
        SELECT count(*) AS members FROM due_members`;
      return Number(due[0]?.members ?? 0);
    },
  };
}
