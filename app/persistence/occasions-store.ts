import type { BirthdayFacts } from "#app/domain/earning/occasions/birthday.ts";
import type { BonusOrder, HeldBonus } from "#app/domain/earning/occasions/order-bonus.ts";
import { daysRememberedOn, monthDaysKeptOn } from "#app/domain/earning/occasions/yearly.ts";
import type { MemberPage, Occasions } from "#app/usecases/occasions/occasion-ports.ts";
import { count, toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

type BonusRow = Omit<BonusOrder, "held"> & {
  readonly memberId: string;
  readonly bonusPoints: bigint;
  readonly bonusRule: string | null;
  readonly bonusChanges: number;
};

const NO_MEMBER = "00000000-0000-0000-0000-000000000000";

export function createOccasionsStore(db: Db): Occasions {
  return {
    async listUsedKeys(shopId, keys) {
      if (keys.length === 0) return new Set();
      const rows = await db.$queryRaw<{ key: string }[]>`
        SELECT key FROM entries WHERE shop_id = ${shopId} AND key = ANY (${keys})`;
      return new Set(rows.map(({ key }) => key));
    },

    async listMergedIds(shopId, memberIds) {
      const rows = await db.$queryRaw<{ into: string; memberId: string }[]>`
        SELECT merged_into::text AS into, member_id::text AS "memberId" FROM members
        WHERE shop_id = ${shopId} AND merged_into = ANY (${memberIds}::uuid[]) ORDER BY member_id`;
      const merged = new Map<string, string[]>();
      for (const { into, memberId } of rows) merged.set(into, [...(merged.get(into) ?? []), memberId]);
      return merged;
    },

    async listFirstOrders(shopId, memberIds) {
      const rows = await db.$queryRaw<{ memberId: string; at: Date }[]>`
        SELECT member_id::text AS "memberId", min(processed_at) AS at FROM orders
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND NOT test GROUP BY member_id`;
      return new Map(rows.map(({ memberId, at }) => [memberId, at]));
    },

    listBirthdays(shopId, day, page) {
      const monthDays = monthDaysKeptOn(day);
      const year = Number(day.slice(0, 4));
      return membersOf(
        db,
        shopId,
        { kind: "birthday", day, page },
        Prisma.sql`
          SELECT b.member_id FROM members b WHERE b.shop_id = ${shopId} AND b.birthday = ANY (${monthDays})
            AND (b.next_birthday_year IS NULL OR b.next_birthday_year > ${year})
          UNION ALL
          SELECT b.member_id FROM members b WHERE b.shop_id = ${shopId} AND b.next_birthday = ANY (${monthDays})
            AND b.next_birthday_year <= ${year}`,
      );
    },

    listAnniversaries(shopId, day, page) {
      return membersOf(
        db,
        shopId,
        { kind: "anniversary", day, page },
        Prisma.sql`
          SELECT o.member_id FROM orders o
          WHERE o.shop_id = ${shopId} AND o.business_date = ANY (${daysRememberedOn(day)}::date[]) AND o.is_purchase
            AND NOT EXISTS (SELECT FROM orders e WHERE e.shop_id = ${shopId} AND e.member_id = o.member_id AND e.is_purchase
              AND e.business_date < o.business_date)`,
      );
    },

    async getBirthday(shopId, memberId) {
      const rows = await db.$queryRaw<BirthdayFacts[]>`
        SELECT birthday, next_birthday AS "nextBirthday", next_birthday_year AS "nextBirthdayYear"
        FROM members WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      return rows[0] ?? null;
    },

    async setBirthday(shopId, memberId, { birthday, nextBirthday, nextBirthdayYear }) {
      await db.$executeRaw`
        UPDATE members SET birthday = ${birthday}, next_birthday = ${nextBirthday}, next_birthday_year = ${nextBirthdayYear}
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
    },

    async followMerge(shopId, from, into) {
      await db.$executeRaw`
        UPDATE members m SET birthday = g.birthday, next_birthday = g.next_birthday, next_birthday_year = g.next_birthday_year
        FROM members g
        WHERE m.shop_id = ${shopId} AND m.member_id = ${into}::uuid AND g.shop_id = ${shopId} AND g.member_id = ${from}::uuid
          AND m.birthday IS NULL AND m.next_birthday IS NULL AND (g.birthday IS NOT NULL OR g.next_birthday IS NOT NULL)`;
      await db.$executeRaw`
        WITH gone AS (DELETE FROM rule_usage WHERE shop_id = ${shopId} AND member_id = ${from}::uuid RETURNING rule_id, day, points)
        INSERT INTO rule_usage (shop_id, member_id, rule_id, day, points)
        SELECT ${shopId}, ${into}::uuid, rule_id, day, points FROM gone
        ON CONFLICT (shop_id, member_id, rule_id, day) DO UPDATE SET points = rule_usage.points + excluded.points`;
    },

    async listBonusOrders(shopId, memberIds) {
      const rows = await db.$queryRaw<BonusRow[]>`
        SELECT member_id::text AS "memberId", order_id AS "orderId", processed_at AS "processedAt", is_purchase AS "isPurchase",
          goods_minor AS "goodsMinor", source, program_version AS "programVersion", earned_at AS "earnedAt", paid_at AS "paidAt",
          fulfilled_at AS "fulfilledAt", bonus_points AS "bonusPoints", bonus_rule AS "bonusRule", bonus_changes AS "bonusChanges"
        FROM orders
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND (is_purchase OR bonus_rule IS NOT NULL)
        ORDER BY member_id, processed_at, order_id`;
      return rows.map(({ bonusPoints, bonusRule, bonusChanges, ...order }) => ({
        ...order,
        held: { points: count(bonusPoints), rule: bonusRule, changes: bonusChanges },
      }));
    },

    async getHeldBonus(shopId, orderId) {
      const rows = await db.$queryRaw<{ points: bigint; rule: string | null; changes: number }[]>`
        SELECT bonus_points AS points, bonus_rule AS rule, bonus_changes AS changes
        FROM orders WHERE shop_id = ${shopId} AND order_id = ${orderId}`;
      const [held] = rows;
      return held === undefined
        ? { points: 0, rule: null, changes: 0 }
        : { ...held, points: count(held.points) };
    },

    async setHeldBonuses(shopId, bonuses) {
      if (bonuses.length === 0) return;
      const rows = bonuses.map(({ orderId, next }: { orderId: string; next: HeldBonus }) => ({
        orderId,
        ...next,
      }));
      await db.$executeRaw`
        UPDATE orders o SET bonus_points = r.points, bonus_rule = r.rule, bonus_changes = r.changes
        FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("orderId" text, points bigint, rule text, changes integer)
        WHERE o.shop_id = ${shopId} AND o.order_id = r."orderId"`;
    },

    async countRewarded(shopId, memberIds, ruleId) {
      const rows = await db.$queryRaw<{ times: bigint }[]>`
        SELECT count(*) AS times FROM entries
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND reason = 'action-rewarded' AND source_id = ${ruleId}`;
      return Number(rows[0]?.times ?? 0);
    },

    async getUsage(shopId, memberId, ruleId, day) {
      const rows = await db.$queryRaw<{ day: bigint | null; month: bigint | null }[]>`
        SELECT sum(points) FILTER (WHERE day = ${day}::date)::bigint AS day, sum(points)::bigint AS month FROM rule_usage
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND rule_id = ${ruleId}
          AND day >= date_trunc('month', ${day}::date) AND day < date_trunc('month', ${day}::date) + interval '1 month'`;
      return { day: count(rows[0]?.day ?? 0), month: count(rows[0]?.month ?? 0) };
    },

    async addUsage(shopId, memberId, ruleId, day, points) {
      await db.$executeRaw`
        INSERT INTO rule_usage (shop_id, member_id, rule_id, day, points)
        VALUES (${shopId}, ${memberId}::uuid, ${ruleId}, ${day}::date, ${points})
        ON CONFLICT (shop_id, member_id, rule_id, day) DO UPDATE SET points = rule_usage.points + excluded.points`;
    },
  };
}

/** Of these candidates, who takes part since that day at the latest and has not had the year's points, also not as somebody merged. */
async function membersOf(
  db: Db,
  shopId: string,
  { kind, day, page }: { kind: "birthday" | "anniversary"; day: string; page: MemberPage },
  candidates: Prisma.Sql,
): Promise<string[]> {
  const rest = `/${kind}:${day.slice(0, 4)}`;
  const rows = await db.$queryRaw<{ memberId: string }[]>`
    WITH candidates AS (${candidates})
    SELECT m.member_id::text AS "memberId" FROM members m
    WHERE m.shop_id = ${shopId} AND m.member_id IN (SELECT member_id FROM candidates)
      AND m.member_id > ${page.after ?? NO_MEMBER}::uuid AND m.participation = 'member' AND m.joined_on <= ${day}::date
      AND NOT EXISTS (SELECT FROM entries e WHERE e.shop_id = ${shopId} AND e.key = 'member:' || m.member_id || ${rest})
      AND NOT EXISTS (SELECT FROM members g JOIN entries e ON e.shop_id = ${shopId} AND e.key = 'member:' || g.member_id || ${rest}
        WHERE g.shop_id = ${shopId} AND g.merged_into = m.member_id)
    ORDER BY m.member_id LIMIT ${page.limit}`;
  return rows.map(({ memberId }) => memberId);
}
