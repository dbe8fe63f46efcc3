import type { Sweeps } from "#app/usecases/ledger-ports.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

export function createSweepsStore(db: Db): Sweeps {
  return {
    async listDue(shopId, now, lots) {
      // Two halves, each read from its own partial index.
      const rows = await db.$queryRaw<{ memberId: string }[]>`
        SELECT member_id::text AS "memberId" FROM (
          (SELECT member_id FROM lots WHERE shop_id = ${shopId} AND remaining > 0 AND matures_at <= ${now} LIMIT ${lots})
          UNION
          (SELECT member_id FROM lots
           WHERE shop_id = ${shopId} AND remaining > 0 AND matures_at IS NULL AND expires_at <= ${now} LIMIT ${lots})
        ) due ORDER BY member_id`;
      return rows.map(({ memberId }) => memberId);
    },

    async comeDue(shopId, now, memberIds) {
      const left = await db.$queryRaw<{ memberId: string }[]>`
        WITH locked AS MATERIALIZED (
          -- Locked in the order of ids, like everywhere.
          SELECT m.member_id, m.balance, m.pending, m.deficit, m.last_seq FROM members m
          WHERE m.shop_id = ${shopId} AND m.member_id = ANY (${memberIds}::uuid[]) ORDER BY m.member_id FOR UPDATE
        ),
        plain AS MATERIALIZED (
          SELECT * FROM locked d WHERE d.deficit = 0 AND NOT EXISTS (
            SELECT FROM lots l WHERE l.shop_id = ${shopId} AND l.member_id = d.member_id AND l.remaining > 0
              AND l.matures_at <= ${now} AND l.expires_at < l.matures_at)
        ),
        touched AS (
          UPDATE lots l SET matures_at = NULL,
            remaining = CASE WHEN l.expires_at <= ${now} THEN 0 ELSE l.remaining END,
            expired = CASE WHEN l.expires_at <= ${now} THEN l.expired + l.remaining ELSE l.expired END
          FROM plain d
          WHERE l.shop_id = ${shopId} AND l.member_id = d.member_id AND l.remaining > 0
            AND (l.matures_at <= ${now} OR (l.matures_at IS NULL AND l.expires_at <= ${now}))
          RETURNING l.member_id, l.seq, l.n, old.matures_at, l.expires_at, old.remaining AS points, d.last_seq, d.balance, d.pending
        ),
        numbered AS (
          SELECT t.member_id, t.seq, t.n, t.expires_at, t.points, step.matures, step.at,
            t.last_seq + row_number() OVER books AS entry_seq,
            t.balance + sum(CASE WHEN step.matures THEN t.points ELSE -t.points END) OVER books AS balance_after,
            t.pending - sum(CASE WHEN step.matures THEN t.points ELSE 0 END) OVER books AS pending_after,
            lead(1) OVER books IS NULL AS is_last
          FROM touched t CROSS JOIN LATERAL (
            SELECT true AS matures, t.matures_at AS at WHERE t.matures_at IS NOT NULL
            UNION ALL SELECT false, t.expires_at WHERE t.expires_at <= ${now}
          ) step
          WINDOW books AS (PARTITION BY t.member_id ORDER BY step.at, t.seq, t.n, step.matures DESC)
        ),
        appended AS (
          INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
            reason, source_type, source_id, movements)
          SELECT ${shopId}, member_id, entry_seq, 'lot:' || lot || CASE WHEN matures THEN '/mature' ELSE '/expire' END,
            CASE WHEN matures THEN 'mature' ELSE 'expire' END, at, CASE WHEN matures THEN 'mature' ELSE 'expire' END,
            CASE WHEN matures THEN points ELSE -points END, CASE WHEN matures THEN -points ELSE 0 END, balance_after, pending_after,
            CASE WHEN matures THEN 'lot-matured' ELSE 'lot-expired' END, 'lot', lot,
            ('[' || ${movement("-points")} || CASE WHEN matures THEN ',' || ${movement("points")} ELSE '' END || ']')::jsonb
          FROM (SELECT *, member_id || '-' || seq || '.' || n AS lot FROM numbered) e
        ),
        checked AS (
          -- What has matured may raise them (tier-store.ts).
          INSERT INTO tier_checks (shop_id, member_id, silent)
          SELECT DISTINCT ${shopId}, member_id, false FROM numbered WHERE matures AND EXISTS (SELECT FROM tier_reviews WHERE shop_id = ${shopId})
          ON CONFLICT (shop_id, member_id) DO UPDATE SET silent = false WHERE tier_checks.silent
        ),
        totals AS (
          UPDATE members m SET balance = t.balance_after, pending = t.pending_after, last_seq = t.entry_seq
          FROM numbered t
          WHERE m.shop_id = ${shopId} AND m.member_id = t.member_id AND t.is_last
        )
        SELECT member_id::text AS "memberId" FROM locked WHERE member_id NOT IN (SELECT member_id FROM plain)`;
      return left.map(({ memberId }) => memberId);
    },
  };
}

/** Put together as text: half the price of jsonb_build_object. */
function movement(points: "points" | "-points"): Prisma.Sql {
  return Prisma.sql`'{"lot":"' || seq || '.' || n || '","points":' || ${Prisma.raw(points)} || ',"expiresAt":'
    || coalesce('"' || to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"', 'null') || '}'`;
}
