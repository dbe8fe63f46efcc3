import type { AwardedSet, HistorySets } from "#app/usecases/program/history-ports.ts";
import { Prisma } from "./generated/client.ts";
import * as sql from "./record-slice-sql.ts";
import { largestGoods } from "./record-slice.ts";
import type { Db } from "./statements.ts";

/** Orders that await the first program: paid, no test, neither earned nor ruled out. */
const AWAITING = Prisma.sql`o.paid_at IS NOT NULL AND NOT o.test AND o.program_version IS NULL AND o.unearned IS NULL`;

/**
 * The set-based road of a first publication: the simple orders of these members earn as the ledger would let them earn one
 * by one. It fills the working tables of the import's road (record-slice-sql.ts) from what is recorded and goes on as that does.
 */
export function createHistorySets(db: Db): HistorySets {
  return {
    async listAwaiting(shopId, after, members) {
      const rows = await db.$queryRaw<{ memberId: string }[]>`
        SELECT DISTINCT o.member_id::text AS "memberId" FROM orders o
        WHERE o.shop_id = ${shopId} AND ${AWAITING} AND o.member_id > ${after ?? NONE}::uuid
        ORDER BY 1 LIMIT ${members}`;
      return rows.map(({ memberId }) => memberId);
    },

    async award(shop, rule, memberIds, now): Promise<AwardedSet> {
      const { shopId, timeZone } = shop;
      const run = (text: string, ...values: unknown[]) => db.$executeRaw(filled(text, values));
      for (const statement of sql.WORKING_TABLES.split(";").filter((text) => text.trim() !== ""))
        await run(statement);
      await run("SET LOCAL work_mem = '64MB'");
      await run("SET LOCAL default_statistics_target = 10"); // the planner wants the sizes alone
      // Whose books or orders ask for more goes the ledger's own road: debts, points that are due, changes, orders of after the program.
      await db.$executeRaw`
        INSERT INTO slice_people (person, member_id, takes_part, joined_on, base_seq, base_balance, base_pending)
        SELECT m.member_id::text, m.member_id, m.participation = 'member', m.joined_on, m.last_seq, m.balance, m.pending
        FROM (SELECT k.* FROM members k WHERE k.shop_id = ${shopId} AND k.member_id = ANY (${memberIds}::uuid[])
              ORDER BY k.member_id FOR UPDATE) m
        WHERE m.deficit = 0 AND m.merged_into IS NULL
          AND NOT EXISTS (SELECT FROM lots l WHERE l.shop_id = ${shopId} AND l.member_id = m.member_id AND l.remaining > 0
            AND (l.slide_months IS NOT NULL OR l.expires_at <= ${now} OR l.matures_at <= ${now}))
          AND NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = ${shopId} AND o.member_id = m.member_id AND ${AWAITING}
            AND (o.cancelled_at IS NOT NULL OR o.deleted_at IS NOT NULL OR o.refunded_minor <> 0 OR o.goods_left_minor <> o.goods_minor
              OR o.paid_at >= ${rule.rulesFrom} OR o.processed_at >= ${rule.rulesFrom}
              OR EXISTS (SELECT FROM order_changes c WHERE c.shop_id = ${shopId} AND c.order_id = o.order_id)))`;
      await run("ANALYZE slice_people");
      await db.$executeRaw`
        INSERT INTO slice_orders (order_id, person, processed_at, business_date, paid_at, test)
        SELECT o.order_id, p.person, o.processed_at, o.business_date, o.paid_at, false
        FROM slice_people p JOIN orders o ON o.shop_id = ${shopId} AND o.member_id = p.member_id AND ${AWAITING}`;
      await run("ANALYZE slice_orders");
      await db.$executeRaw`
        INSERT INTO slice_lines (order_id, line_id, position, gift_card, net_minor, goods_minor)
        SELECT l.order_id, l.line_id, row_number() OVER lines - 1, l.gift_card, l.net_minor,
          coalesce(sum(l.net_minor) FILTER (WHERE NOT l.gift_card) OVER (PARTITION BY l.order_id), 0)::bigint
        FROM slice_orders o JOIN order_lines l ON l.shop_id = ${shopId} AND l.order_id = o.order_id
        WINDOW lines AS (PARTITION BY l.order_id ORDER BY l.position)`;
      await run("ANALYZE slice_lines");
      await run(sql.LEAVE_EXTREME_MEMBERS, largestGoods(rule));
      await run(
        sql.EARN,
        timeZone,
        rule.points,
        rule.perMinor,
        rule.expiryMonths,
        rule.earnsFrom,
        rule.earns,
        true,
      );
      await run("ANALYZE slice_earnings");
      await run(sql.NUMBER_ENTRIES, now);
      await run("ANALYZE slice_entries");
      const awarded = await run(sql.AWARD_ORDERS, shopId, rule.programVersion);
      await run(sql.AWARD_LINES, shopId);
      await run(sql.WRITE_ENTRIES, shopId, rule.programVersion);
      await run(sql.WRITE_LOTS, shopId, now);
      await run(sql.AWARD_MEMBERS, shopId);
      return { orders: awarded };
    },
  };
}

const NONE = "00000000-0000-0000-0000-000000000000";

/** A statement written with `$1`, `$2` … and its values. */
function filled(text: string, values: readonly unknown[]): Prisma.Sql {
  const parts = text.split(/\$(\d+)/);
  const strings = parts.filter((_, index) => index % 2 === 0);
  const taken = parts.filter((_, index) => index % 2 === 1).map((number) => values[Number(number) - 1]);
  return new Prisma.Sql(strings, taken);
}
