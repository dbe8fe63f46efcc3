import { searchTextOf } from "#app/domain/membership/email-key.ts";
import type { Member, Members } from "#app/usecases/ledger-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { MEMBER_COLUMNS, type MemberRow, toMember, UUID } from "./member-rows.ts";

const RECORD = Prisma.sql`"memberId" uuid, "customerId" text, "emailKey" text, email text, name text, "searchText" text, tags text[],
  "hasAccount" boolean, participation text, "joinedOn" date, balance bigint, pending bigint, deficit bigint, "earnedTotal" bigint,
  "lastSeq" bigint, "ordersCount" integer, "spentMinor" bigint, "lastOrderOn" date, "mergedInto" uuid, "updatedAt" timestamptz`;

const toRow = (member: Member) => ({ ...member, searchText: searchTextOf(member.name, member.email) });

const ATTEMPTS = 5;

type Wanted = Parameters<Members["lock"]>[1];

/** Sorted by id before the lock, so that two transactions never wait for each other in a circle. */
async function lockWanted(
  db: Db,
  shopId: string,
  { customerIds = [], emailKeys = [], memberIds = [] }: Wanted,
): Promise<Member[]> {
  const rows = await db.$queryRaw<MemberRow[]>`
    WITH wanted AS (
      SELECT member_id, merged_into FROM members WHERE shop_id = ${shopId} AND customer_id = ANY (${customerIds})
      UNION SELECT member_id, merged_into FROM members WHERE shop_id = ${shopId} AND email_key = ANY (${emailKeys})
      UNION SELECT member_id, merged_into FROM members WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds.filter((id) => UUID.test(id))}::uuid[])
    )
    SELECT ${MEMBER_COLUMNS} FROM members m
    WHERE m.shop_id = ${shopId} AND m.member_id IN (SELECT member_id FROM wanted UNION SELECT merged_into FROM wanted)
    ORDER BY m.member_id FOR UPDATE`;
  return rows.map(toMember);
}

/** A merge that was committed while the lock was waited for: where it led is known from the locked row only. */
function isLeftBehind({ mergedInto }: Member, members: readonly Member[]): boolean {
  return mergedInto !== null && !members.some(({ memberId }) => memberId === mergedInto);
}

export function createMembersStore(db: Db): Members {
  return {
    async lock(shopId, wanted) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const members = await lockWanted(db, shopId, wanted);
        if (!members.some((member) => isLeftBehind(member, members))) return members;
      }
      throw new Error(`members of ${shopId} kept being merged while they were locked`);
    },

    async insert(shopId, members) {
      if (members.length === 0) return true;
      const inserted = await db.$executeRaw`
        INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, tags, has_account, participation, joined_on,
          balance, pending, deficit, earned_total, last_seq, orders_count, spent_minor, last_order_on, merged_into, updated_at)
        SELECT ${shopId}, "memberId", "customerId", "emailKey", email, name, "searchText", tags, "hasAccount", participation, "joinedOn",
          balance, pending, deficit, "earnedTotal", "lastSeq", "ordersCount", "spentMinor", "lastOrderOn", "mergedInto", "updatedAt"
        FROM jsonb_to_recordset(${toRows(members.map(toRow))}::jsonb) AS r (${RECORD})
        ORDER BY "customerId", "emailKey"
        ON CONFLICT DO NOTHING`;
      return inserted === members.length;
    },

    async update(shopId, members) {
      if (members.length === 0) return;
      await db.$executeRaw`
        UPDATE members m SET customer_id = r."customerId", email_key = r."emailKey", email = r.email, name = r.name,
          search_text = r."searchText", tags = r.tags, has_account = r."hasAccount", participation = r.participation,
          joined_on = r."joinedOn", balance = r.balance, pending = r.pending, deficit = r.deficit, earned_total = r."earnedTotal",
          last_seq = r."lastSeq", orders_count = r."ordersCount", spent_minor = r."spentMinor", last_order_on = r."lastOrderOn",
          merged_into = r."mergedInto", updated_at = r."updatedAt"
        FROM jsonb_to_recordset(${toRows(members.map(toRow))}::jsonb) AS r (${RECORD})
        WHERE m.shop_id = ${shopId} AND m.member_id = r."memberId"`;
    },

    async lastOrderOn(shopId, memberId) {
      const rows = await db.$queryRaw<{ day: string | null }[]>`
        SELECT max(business_date)::text AS day FROM orders
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND is_purchase`;
      return rows[0]?.day ?? null;
    },

    async listMergedInto(shopId, memberIds) {
      if (memberIds.length === 0) return [];
      const rows = await db.$queryRaw<MemberRow[]>`
        SELECT ${MEMBER_COLUMNS} FROM members m
        WHERE m.shop_id = ${shopId} AND m.merged_into = ANY (${memberIds}::uuid[]) ORDER BY m.member_id FOR UPDATE`;
      return rows.map(toMember);
    },

    async repoint(shopId, from, into) {
      await db.$executeRaw`
        UPDATE members SET merged_into = ${into}::uuid WHERE shop_id = ${shopId} AND merged_into = ${from}::uuid`;
    },
  };
}
