import type { Entry, Lot, Movement, Slide } from "#app/domain/points/books.ts";
import type { LotOfMember } from "#app/usecases/ledger-ports.ts";
import { count, toRows } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";

export type LotRow = Omit<
  LotOfMember,
  "seq" | "points" | "remaining" | "expired" | "expiredReversed" | "slide"
> & {
  readonly seq: bigint;
  readonly points: bigint;
  readonly remaining: bigint;
  readonly expired: bigint;
  readonly expiredReversed: bigint;
  readonly slideMonths: number | null;
  readonly slideRoundUp: Slide["roundUpTo"];
};

export type EntryRow = Omit<Entry, "seq" | "points" | "pendingPoints" | "movements" | "source"> & {
  readonly memberId: string;
  readonly seq: bigint;
  readonly points: bigint;
  readonly pendingPoints: bigint;
  readonly balanceAfter: bigint;
  readonly pendingAfter: bigint;
  readonly shortfall: bigint;
  readonly alreadyExpired: bigint;
  readonly correctsSeq: bigint | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly movements: { lot: string; points: number; expiresAt: string | null }[];
};

export const ENTRY_COLUMNS = Prisma.sql`member_id::text AS "memberId", seq, key, input_hash AS input, at, kind, points, pending_points AS "pendingPoints",
  balance_after AS "balanceAfter", pending_after AS "pendingAfter", shortfall, already_expired AS "alreadyExpired", reason,
  source_type AS "sourceType", source_id AS "sourceId", program_version AS "programVersion", corrects_seq AS "correctsSeq", movements`;

export function toEntry(row: EntryRow): { memberId: string; entry: Entry } {
  const { memberId, sourceType, sourceId, ...entry } = row;
  const movements = row.movements.map((movement): Movement => ({
    ...movement,
    expiresAt: movement.expiresAt === null ? null : new Date(movement.expiresAt),
  }));
  return {
    memberId,
    entry: {
      ...entry,
      seq: count(row.seq),
      points: count(row.points),
      pendingPoints: count(row.pendingPoints),
      balanceAfter: count(row.balanceAfter),
      pendingAfter: count(row.pendingAfter),
      shortfall: count(row.shortfall),
      alreadyExpired: count(row.alreadyExpired),
      correctsSeq: row.correctsSeq === null ? null : count(row.correctsSeq),
      source: { type: sourceType, id: sourceId },
      movements,
    },
  };
}

export const LOT_COLUMNS = Prisma.sql`member_id::text AS "memberId", seq, n, order_id AS "orderId", points, remaining, expired,
  expired_reversed AS "expiredReversed", extended, earned_at AS "earnedAt", matures_at AS "maturesAt", expires_at AS "expiresAt",
  slide_months AS "slideMonths", slide_round_up AS "slideRoundUp"`;

export function toLot({ slideMonths, slideRoundUp, ...row }: LotRow): LotOfMember {
  return {
    ...row,
    slide: slideMonths === null ? null : { months: slideMonths, roundUpTo: slideRoundUp },
    seq: count(row.seq),
    points: count(row.points),
    remaining: count(row.remaining),
    expired: count(row.expired),
    expiredReversed: count(row.expiredReversed),
  };
}

/** A row inside `to_jsonb`: numbers are numbers there, instants text. */
export type InJson = Readonly<Record<string, unknown>>;

export function lotOfJson(json: InJson): Lot {
  const { memberId: _, ...lot } = toLot({
    ...(json as unknown as LotRow),
    ...{ earnedAt: instantOf(json["earnedAt"])!, maturesAt: instantOf(json["maturesAt"]) },
    expiresAt: instantOf(json["expiresAt"]),
  });
  return lot;
}

export function entryOfJson(json: InJson): { memberId: string; entry: Entry } {
  return toEntry({ ...(json as unknown as EntryRow), at: instantOf(json["at"])! });
}

const instantOf = (text: unknown) => (typeof text === "string" ? new Date(text) : null);

type Change = {
  readonly memberId: string;
  readonly entries: readonly Entry[];
  readonly lots: readonly Lot[];
};

/** `condition`: a join with the members, `r."memberId"`, whose entries may be written; left out: all. */
export function insertEntries(
  shopId: string,
  changes: readonly Change[],
  condition: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  const entries = changes.flatMap(({ memberId, entries: own }) =>
    own.map(({ source, ...entry }) => ({
      ...entry,
      memberId,
      sourceType: source.type,
      sourceId: source.id,
    })),
  );
  return Prisma.sql`
    INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
      shortfall, already_expired, reason, source_type, source_id, program_version, corrects_seq, movements)
    SELECT ${shopId}, "memberId", seq, key, input, at, kind, points, "pendingPoints", "balanceAfter", "pendingAfter",
      shortfall, "alreadyExpired", reason, "sourceType", "sourceId", "programVersion", "correctsSeq", movements
    FROM jsonb_to_recordset(${toRows(entries)}::jsonb) AS r ("memberId" uuid, seq bigint, key text, input text, at timestamptz,
      kind text, points bigint, "pendingPoints" bigint, "balanceAfter" bigint, "pendingAfter" bigint, shortfall bigint,
      "alreadyExpired" bigint, reason text, "sourceType" text, "sourceId" text, "programVersion" integer, "correctsSeq" bigint,
      movements jsonb) ${condition}`;
}

/** New lots, and what changes of those that stand. `WHERE`: else PostgreSQL takes `ON CONFLICT` for a join's condition. */
export function upsertLots(
  shopId: string,
  changes: readonly Change[],
  condition: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  const lots = changes.flatMap(({ memberId, lots: own }) =>
    own.map(({ slide, ...lot }: Lot) => ({
      ...lot,
      memberId,
      slideMonths: slide?.months ?? null,
      slideRoundUp: slide?.roundUpTo ?? null,
    })),
  );
  return Prisma.sql`
    INSERT INTO lots (shop_id, member_id, seq, n, order_id, points, remaining, expired, expired_reversed, extended, earned_at,
      matures_at, expires_at, slide_months, slide_round_up)
    SELECT ${shopId}, "memberId", seq, n, "orderId", points, remaining, expired, "expiredReversed", extended, "earnedAt",
      "maturesAt", "expiresAt", "slideMonths", "slideRoundUp"
    FROM jsonb_to_recordset(${toRows(lots)}::jsonb) AS r ("memberId" uuid, seq bigint, n smallint, "orderId" text, points bigint,
      remaining bigint, expired bigint, "expiredReversed" bigint, extended boolean, "earnedAt" timestamptz, "maturesAt" timestamptz,
      "expiresAt" timestamptz, "slideMonths" smallint, "slideRoundUp" text) ${condition} WHERE true
    ON CONFLICT (shop_id, member_id, seq, n) DO UPDATE SET remaining = excluded.remaining, expired = excluded.expired,
      expired_reversed = excluded.expired_reversed, extended = excluded.extended, matures_at = excluded.matures_at,
      expires_at = excluded.expires_at`;
}
