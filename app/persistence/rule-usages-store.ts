import type { RuleUsages } from "#app/usecases/ledger-ports.ts";
import { count, toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";

/** What capped rules have given, by member and day. */
export function createRuleUsagesStore(db: Db): RuleUsages {
  return {
    async list(shopId, memberIds, ruleIds) {
      const rows = await db.$queryRaw<{ memberId: string; ruleId: string; day: string; points: bigint }[]>`
        SELECT member_id::text AS "memberId", rule_id AS "ruleId", day::text, points FROM rule_usage
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) AND rule_id = ANY (${ruleIds})`;
      return rows.map((row) => ({ ...row, points: count(row.points) }));
    },

    async add(shopId, uses) {
      await db.$executeRaw`
        INSERT INTO rule_usage (shop_id, member_id, rule_id, day, points)
        SELECT ${shopId}, "memberId", "ruleId", day, sum(points)
        FROM jsonb_to_recordset(${toRows(uses)}::jsonb) AS r ("memberId" uuid, "ruleId" text, day date, points bigint)
        GROUP BY "memberId", "ruleId", day ORDER BY "memberId", "ruleId", day
        ON CONFLICT (shop_id, member_id, rule_id, day) DO UPDATE SET points = rule_usage.points + excluded.points`;
    },
  };
}
