import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { count, toRows } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";

export const REDEMPTION_COLUMNS = Prisma.sql`r.redemption_id AS "redemptionId", r.member_id::text AS "memberId", r.reward_id AS "rewardId",
  r.program_version AS "programVersion", r.reward, r.points, r.value_minor AS "valueMinor", r.status, r.code, r.issued_id AS "issuedId",
  r.idempotency_key AS "idempotencyKey", r.input_hash AS "inputHash", r.entry_seq AS "entrySeq", r.requested_by AS "requestedBy",
  r.reserved_at AS "reservedAt", r.asked_at AS "askedAt", r.issued_at AS "issuedAt", r.used_at AS "usedAt", r.returned_at AS "returnedAt",
  r.return_reason AS "returnReason", r.expires_at AS "expiresAt", r.order_id AS "orderId", r.due_at AS "dueAt", r.withdrawing, r.attempts,
  r.failure, r.question`;

export type RedemptionRow = Omit<Redemption, "points" | "entrySeq"> & {
  readonly points: bigint;
  readonly entrySeq: bigint;
};

export function toRedemption<Row extends RedemptionRow>(row: Row) {
  return { ...row, points: count(row.points), entrySeq: count(row.entrySeq) };
}

/** `condition`: as of entries. */
export function insertRedemptions(
  shopId: string,
  redemptions: readonly Redemption[],
  condition: Prisma.Sql = Prisma.empty,
): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO redemptions (shop_id, redemption_id, member_id, reward_id, program_version, reward, points, value_minor, status, code,
      issued_id, idempotency_key, input_hash, entry_seq, requested_by, reserved_at, expires_at, due_at, attempts)
    SELECT ${shopId}, "redemptionId", "memberId", "rewardId", "programVersion", reward, points, "valueMinor", status, code,
      "issuedId", "idempotencyKey", "inputHash", "entrySeq", "requestedBy", "reservedAt", "expiresAt", "dueAt", attempts
    FROM jsonb_to_recordset(${toRows(redemptions)}::jsonb) AS r ("redemptionId" text, "memberId" uuid, "rewardId" text,
      "programVersion" integer, reward jsonb, points bigint, "valueMinor" bigint, status text, code text, "issuedId" text,
      "idempotencyKey" text, "inputHash" text, "entrySeq" bigint, "requestedBy" text, "reservedAt" timestamptz,
      "expiresAt" timestamptz, "dueAt" timestamptz, attempts integer) ${condition} WHERE true`;
}
