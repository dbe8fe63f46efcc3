import { foldText } from "#app/domain/membership/email-key.ts";
import type {
  MemberList,
  MemberListItem,
  MemberListQuery,
  MemberSort,
} from "#app/usecases/reports/admin-ports.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

/** The members page: search, filters, sorting and keyset paging, so that page 1,000 costs what page 1 does. */
export function createMemberList(db: Db): MemberList {
  return {
    async listMembers(shopId, query) {
      const { limit, cursor } = query;
      const backward = cursor?.direction === "before";
      const descending = (query.order === "desc") !== backward;
      const value = SORTED[query.sort];
      const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
      const beyond =
        cursor === null
          ? Prisma.empty
          : Prisma.sql`AND (${value}, member_id) ${descending ? Prisma.sql`<` : Prisma.sql`>`}
              (${cursor.value}${CAST[query.sort]}, ${cursor.memberId}::uuid)`;
      const found = await db.$queryRaw<Row[]>`
        SELECT member_id::text AS "memberId", name, email, participation, joined_on::text AS "joinedOn",
               balance::float8 AS balance, pending::float8 AS pending, orders_count AS "ordersCount",
               spent_minor AS "spentMinor", last_order_on::text AS "lastOrderOn", ${value}::text AS "sortValue"
        FROM members m
        WHERE shop_id = ${shopId} AND ${FILTERS[query.filter]} ${inTier(shopId, query.tierId)} ${matching(query.search)} ${beyond}
        ORDER BY ${value} ${direction}, member_id ${direction} LIMIT ${limit + 1}`;
      const page = found.slice(0, limit);
      if (backward) page.reverse();
      const [first, last] = [page.at(0), page.at(-1)];
      const more = found.length > limit;
      return {
        items: page.map(({ sortValue: _, ...item }) => item),
        before: first !== undefined && (backward ? more : cursor !== null) ? toCursor(first) : null,
        after: last !== undefined && (backward || more) ? toCursor(last) : null,
      };
    },
  };
}

type Row = MemberListItem & { sortValue: string };

const toCursor = ({ sortValue, memberId }: Row) => ({ value: sortValue, memberId });

/** Named with the table, for an output column of the same name would keep the index from being used. Never ordered sorts below every day. */
const SORTED: Record<MemberSort, Prisma.Sql> = {
  joined: Prisma.sql`m.joined_on`,
  balance: Prisma.sql`m.balance`,
  spent: Prisma.sql`m.spent_minor`,
  "last-order": Prisma.sql`coalesce(m.last_order_on, '-infinity')`,
};

const CAST: Record<MemberSort, Prisma.Sql> = {
  joined: Prisma.sql`::date`,
  balance: Prisma.sql`::bigint`,
  spent: Prisma.sql`::bigint`,
  "last-order": Prisma.sql`::date`,
};

const FILTERS: Record<MemberListQuery["filter"], Prisma.Sql> = {
  members: Prisma.sql`participation = 'member'`,
  "with-points": Prisma.sql`participation = 'member' AND balance > 0`,
  owing: Prisma.sql`participation = 'member' AND balance < 0`,
  left: Prisma.sql`participation = 'left'`,
  excluded: Prisma.sql`participation = 'excluded'`,
  outside: Prisma.sql`participation = 'outside'`,
};

function inTier(shopId: string, tierId: string | null): Prisma.Sql {
  return tierId === null
    ? Prisma.empty
    : Prisma.sql`AND EXISTS (SELECT FROM member_tiers t WHERE t.shop_id = ${shopId} AND t.member_id = m.member_id AND t.tier_id = ${tierId})`;
}

/** Every word must occur somewhere in the name or e-mail, in any script, case and accent. */
function matching(search: string): Prisma.Sql {
  const words = foldText(search).split(/\s+/).filter(Boolean).slice(0, 5);
  return words.length === 0
    ? Prisma.empty
    : Prisma.sql`AND ${Prisma.join(
        words.map((word) => Prisma.sql`search_text LIKE ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`),
        " AND ",
      )}`;
}
