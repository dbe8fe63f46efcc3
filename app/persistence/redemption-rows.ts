import type { Redemption } from "#app/domain/rewards/redemption.ts";
import { count } from "./checked-numbers.ts";
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

/** `from`: a relation that holds one row when the redemption may be written; left out: it may. */
export function insertRedemption(shopId: string, r: Redemption, from: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO redemptions (shop_id, redemption_id, member_id, reward_id, program_version, reward, points, value_minor, status, code,
      issued_id, idempotency_key, input_hash, entry_seq, requested_by, reserved_at, expires_at, due_at, attempts)
    SELECT ${shopId}, ${r.redemptionId}, ${r.memberId}::uuid, ${r.rewardId}, ${r.programVersion}, ${JSON.stringify(r.reward)}::jsonb,
      ${r.points}, ${r.valueMinor}, ${r.status}, ${r.code}, ${r.issuedId}, ${r.idempotencyKey}, ${r.inputHash}, ${r.entrySeq},
      ${r.requestedBy}, ${r.reservedAt}, ${r.expiresAt}, ${r.dueAt}, ${r.attempts} ${from}`;
}
