import { formatMoney } from "#app/domain/shared/money.ts";
import type { ExportRow, Exports } from "#app/usecases/points/export-ports.ts";
import type { Db } from "./db.ts";

const ROWS_AT_ONCE = 5_000;
const FIRST_UUID = "00000000-0000-0000-0000-000000000000";

type MemberRow = {
  memberId: string;
  currency: string;
  spent: bigint;
  cells: (string | number | null)[];
  tail: (string | number | null)[];
};
type EntryRow = { memberId: string; seq: number; cells: (string | number | null)[] };

/** Keyset pages, so that a million rows cost no more memory than a few thousand. */
export function createExportsStore(db: Db): Exports {
  return {
    async *members(shopId, now) {
      for (let after = FIRST_UUID; ;) {
        const rows = await db.$queryRaw<MemberRow[]>`
          SELECT m.member_id::text AS "memberId", s.currency, m.spent_minor AS spent,
            jsonb_build_array(m.member_id, m.customer_id, m.email, m.name, m.participation, m.joined_on, m.balance,
              greatest(0, m.balance - coalesce((SELECT sum(l.remaining) FROM lots l WHERE l.shop_id = ${shopId}
                AND l.member_id = m.member_id AND l.remaining > 0 AND l.matures_at IS NULL AND l.expires_at <= ${now}), 0)),
              m.pending, m.deficit, m.earned_total, m.orders_count) AS cells,
            jsonb_build_array(m.last_order_on) AS tail
          FROM members m JOIN shops s ON s.shop_id = m.shop_id
          WHERE m.shop_id = ${shopId} AND m.member_id > ${after}::uuid AND m.participation NOT IN ('merged', 'erased')
          ORDER BY m.member_id LIMIT ${ROWS_AT_ONCE}`;
        if (rows.length === 0) return;
        yield rows.map(({ cells, spent, currency, tail }) => [
          ...cells,
          formatMoney(spent, currency),
          ...tail,
        ]);
        after = rows.at(-1)!.memberId;
      }
    },

    async *entries(shopId) {
      let after = { memberId: FIRST_UUID, seq: 0 };
      for (;;) {
        const rows = await db.$queryRaw<EntryRow[]>`
          SELECT member_id::text AS "memberId", seq::float8 AS seq,
            jsonb_build_array(member_id, seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), kind, points,
              pending_points, balance_after, pending_after, shortfall, reason, key, source_type, source_id, program_version,
              corrects_seq) AS cells
          FROM entries WHERE shop_id = ${shopId} AND (member_id, seq) > (${after.memberId}::uuid, ${after.seq}::bigint)
          ORDER BY member_id, seq LIMIT ${ROWS_AT_ONCE}`;
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(({ cells }): ExportRow => cells);
        after = last;
      }
    },
  };
}
