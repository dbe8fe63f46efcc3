/** Rows as the database has them; numbers as numbers, instants as dates. */
export type EntryRow = {
  readonly memberId: string;
  readonly seq: number;
  readonly key: string;
  readonly at: Date;
  readonly kind: string;
  readonly points: number;
  readonly pendingPoints: number;
  readonly balanceAfter: number;
  readonly pendingAfter: number;
  readonly shortfall: number;
  readonly alreadyExpired: number;
  readonly reason: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly programVersion: number | null;
  readonly correctsSeq: number | null;
  readonly movements: readonly {
    readonly lot: string;
    readonly points: number;
    readonly expiresAt: string | null;
  }[];
};

export type LotRow = {
  readonly memberId: string;
  readonly seq: number;
  readonly n: number;
  readonly orderId: string | null;
  readonly points: number;
  readonly remaining: number;
  readonly expired: number;
  readonly expiredReversed: number;
  readonly extended: boolean;
  readonly earnedAt: Date;
  readonly maturesAt: Date | null;
  readonly expiresAt: Date | null;
  readonly slideMonths: number | null;
  readonly slideRoundUp: string | null;
};

export type MemberRow = {
  readonly memberId: string;
  readonly customerId: string | null;
  readonly emailKey: string | null;
  readonly participation: string;
  readonly mergedInto: string | null;
  readonly joinedOn: string;
  readonly balance: number;
  readonly pending: number;
  readonly deficit: number;
  readonly lastSeq: number;
  readonly earnedTotal: number;
  readonly ordersCount: number;
  readonly spentMinor: string;
  readonly lastOrderOn: string | null;
};

export const MEMBERS_SQL = `
  SELECT member_id AS "memberId", customer_id AS "customerId", email_key AS "emailKey", participation, merged_into AS "mergedInto",
         joined_on::text AS "joinedOn", balance::float8 AS balance, pending::float8 AS pending, deficit::float8 AS deficit,
         last_seq::float8 AS "lastSeq", earned_total::float8 AS "earnedTotal", orders_count AS "ordersCount",
         spent_minor::text AS "spentMinor", last_order_on::text AS "lastOrderOn"
  FROM members WHERE shop_id = $1`;

export const MOVES_SQL = `
  SELECT member_id AS "memberId", n, at, from_tier AS "from", to_tier AS "to", because FROM tier_moves
  WHERE shop_id = $1 ORDER BY member_id, n`;

/** $2: member ids, $3: the last seq known of each. */
export const ENTRIES_SQL = `
  SELECT e.member_id AS "memberId", e.seq::float8 AS seq, e.key, e.at, e.kind, e.points::float8 AS points,
         e.pending_points::float8 AS "pendingPoints", e.balance_after::float8 AS "balanceAfter",
         e.pending_after::float8 AS "pendingAfter", e.shortfall::float8 AS shortfall,
         e.already_expired::float8 AS "alreadyExpired", e.reason, e.source_type AS "sourceType", e.source_id AS "sourceId",
         e.program_version AS "programVersion", e.corrects_seq::float8 AS "correctsSeq", e.movements
  FROM unnest($2::uuid[], $3::float8[]) AS k (member_id, seq)
  JOIN entries e ON e.shop_id = $1 AND e.member_id = k.member_id AND e.seq > k.seq
  ORDER BY e.member_id, e.seq`;

export const LOTS_SQL = `
  SELECT member_id AS "memberId", seq::float8 AS seq, n, order_id AS "orderId", points::float8 AS points,
         remaining::float8 AS remaining, expired::float8 AS expired, expired_reversed::float8 AS "expiredReversed", extended,
         earned_at AS "earnedAt", matures_at AS "maturesAt", expires_at AS "expiresAt",
         slide_months AS "slideMonths", slide_round_up AS "slideRoundUp"
  FROM lots WHERE shop_id = $1 AND member_id = ANY ($2) ORDER BY member_id, seq, n`;
