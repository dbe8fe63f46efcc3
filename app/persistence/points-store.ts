import type { Entry, Lot, Movement, Slide } from "#app/domain/points/books.ts";
import type { LotOfMember, Points } from "#app/usecases/ledger-ports.ts";
import { count, toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

type LotRow = Omit<LotOfMember, "seq" | "points" | "remaining" | "expired" | "expiredReversed" | "slide"> & {
  readonly seq: bigint;
  readonly points: bigint;
  readonly remaining: bigint;
  readonly expired: bigint;
  readonly expiredReversed: bigint;
  readonly slideMonths: number | null;
  readonly slideRoundUp: Slide["roundUpTo"];
};

type EntryRow = Omit<Entry, "seq" | "points" | "pendingPoints" | "movements" | "source"> & {
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

const ENTRY_COLUMNS = Prisma.sql`member_id::text AS "memberId", seq, key, input_hash AS input, at, kind, points, pending_points AS "pendingPoints",
  balance_after AS "balanceAfter", pending_after AS "pendingAfter", shortfall, already_expired AS "alreadyExpired", reason,
  source_type AS "sourceType", source_id AS "sourceId", program_version AS "programVersion", corrects_seq AS "correctsSeq", movements`;

function toEntry(row: EntryRow): { memberId: string; entry: Entry } {
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

const LOT_COLUMNS = Prisma.sql`member_id::text AS "memberId", seq, n, order_id AS "orderId", points, remaining, expired,
  expired_reversed AS "expiredReversed", extended, earned_at AS "earnedAt", matures_at AS "maturesAt", expires_at AS "expiresAt",
  slide_months AS "slideMonths", slide_round_up AS "slideRoundUp"`;

function toLot({ slideMonths, slideRoundUp, ...row }: LotRow): LotOfMember {
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

export function createPointsStore(db: Db): Points {
  return {
    async listLots(shopId, memberIds) {
      const rows = await db.$queryRaw<LotRow[]>`
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND (remaining > 0 OR expired > expired_reversed)
        ORDER BY member_id, seq, n`;
      return rows.map(toLot);
    },

    async getLots(shopId, memberId, lotIds) {
      const rows = await db.$queryRaw<LotRow[]>`
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND seq || '.' || n = ANY (${lotIds})
        ORDER BY seq, n`;
      return rows.map(toLot).map(({ memberId: _, ...lot }) => lot);
    },

    async write(shopId, changes) {
      const entries = changes.flatMap(({ memberId, entries: own }) =>
        own.map(({ source, ...entry }) => ({
          ...entry,
          memberId,
          sourceType: source.type,
          sourceId: source.id,
        })),
      );
      const lots = changes.flatMap(({ memberId, lots: own }) =>
        own.map(({ slide, ...lot }: Lot) => ({
          ...lot,
          memberId,
          slideMonths: slide?.months ?? null,
          slideRoundUp: slide?.roundUpTo ?? null,
        })),
      );
      if (entries.length === 0 && lots.length === 0) return;
      await db.$executeRaw`
        WITH appended AS (
          INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
            shortfall, already_expired, reason, source_type, source_id, program_version, corrects_seq, movements)
          SELECT ${shopId}, "memberId", seq, key, input, at, kind, points, "pendingPoints", "balanceAfter", "pendingAfter",
            shortfall, "alreadyExpired", reason, "sourceType", "sourceId", "programVersion", "correctsSeq", movements
          FROM jsonb_to_recordset(${toRows(entries)}::jsonb) AS r ("memberId" uuid, seq bigint, key text, input text, at timestamptz,
            kind text, points bigint, "pendingPoints" bigint, "balanceAfter" bigint, "pendingAfter" bigint, shortfall bigint,
            "alreadyExpired" bigint, reason text, "sourceType" text, "sourceId" text, "programVersion" integer, "correctsSeq" bigint,
            movements jsonb)
        )
        INSERT INTO lots (shop_id, member_id, seq, n, order_id, points, remaining, expired, expired_reversed, extended, earned_at,
          matures_at, expires_at, slide_months, slide_round_up)
        SELECT ${shopId}, "memberId", seq, n, "orderId", points, remaining, expired, "expiredReversed", extended, "earnedAt",
          "maturesAt", "expiresAt", "slideMonths", "slideRoundUp"
        FROM jsonb_to_recordset(${toRows(lots)}::jsonb) AS r ("memberId" uuid, seq bigint, n smallint, "orderId" text, points bigint,
          remaining bigint, expired bigint, "expiredReversed" bigint, extended boolean, "earnedAt" timestamptz, "maturesAt" timestamptz,
          "expiresAt" timestamptz, "slideMonths" smallint, "slideRoundUp" text)
        ON CONFLICT (shop_id, member_id, seq, n) DO UPDATE SET remaining = excluded.remaining, expired = excluded.expired,
          expired_reversed = excluded.expired_reversed, extended = excluded.extended, matures_at = excluded.matures_at,
          expires_at = excluded.expires_at`;
    },

    async findByKey(shopId, key) {
      const rows = await db.$queryRaw<EntryRow[]>`
        SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND key = ${key}`;
      return rows[0] === undefined ? null : toEntry(rows[0]);
    },

    async getEntry(shopId, memberId, seq) {
      const rows = await db.$queryRaw<EntryRow[]>`
        SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND seq = ${seq}`;
      return rows[0] === undefined ? null : toEntry(rows[0]).entry;
    },

    async renameOrder(shopId, memberId, from, to) {
      await db.$executeRaw`
        UPDATE lots SET order_id = ${to}
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND order_id = ${from}`;
    },
  };
}
