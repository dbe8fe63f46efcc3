import type { Member } from "#app/usecases/ledger-ports.ts";
import { count } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";

export type MemberRow = Omit<Member, "balance" | "pending" | "deficit" | "earnedTotal" | "lastSeq"> & {
  readonly balance: bigint;
  readonly pending: bigint;
  readonly deficit: bigint;
  readonly earnedTotal: bigint;
  readonly lastSeq: bigint;
};

export const MEMBER_COLUMNS = Prisma.sql`m.member_id::text AS "memberId", m.customer_id AS "customerId", m.email, m.email_key AS "emailKey", m.name, m.tags,
  m.has_account AS "hasAccount", m.participation, m.joined_on::text AS "joinedOn", m.balance, m.pending, m.deficit,
  m.earned_total AS "earnedTotal", m.last_seq AS "lastSeq", m.orders_count AS "ordersCount", m.spent_minor AS "spentMinor",
  m.last_order_on::text AS "lastOrderOn", m.merged_into::text AS "mergedInto", m.updated_at AS "updatedAt"`;

export function toMember(row: MemberRow): Member {
  return {
    ...row,
    balance: count(row.balance),
    pending: count(row.pending),
    deficit: count(row.deficit),
    earnedTotal: count(row.earnedTotal),
    lastSeq: count(row.lastSeq),
  };
}

/** An id comes from anywhere; the database takes only well-formed ones. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
