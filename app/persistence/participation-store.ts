import type { ParticipationRules } from "#app/usecases/reports/admin-ports.ts";
import type { ParticipationRule } from "#app/domain/membership/participation.ts";
import { foldCase } from "#app/domain/shared/fold-case.ts";
import type { Database } from "./db.ts";
import { FOLDED_TAG } from "./folded-tag.ts";
import { Prisma } from "./generated/client.ts";
import { lockPublication } from "./shop-locks.ts";

/** A shop's rule of who takes part; a new rule decides about every customer in one statement. */
export function createParticipationStore(
  database: Pick<Database, "prisma" | "transaction">,
): ParticipationRules {
  return {
    async previewRule(shopId, rule) {
      const rows = await database.prisma.$queryRaw<{ next: string; members: number }[]>`
        SELECT next, count(*)::int AS members FROM (${changed(shopId, rule)}) AS c GROUP BY next`;
      const count = (next: string) => rows.find((row) => row.next === next)?.members ?? 0;
      return { joining: count("member"), excluded: count("excluded"), outside: count("outside") };
    },

    async changeRule(shopId, rule, today) {
      await database.transaction(async (db) => {
        // Nobody is recorded under the old rule once this one has decided about everybody.
        await lockPublication(db, shopId);
        await db.$executeRaw`
          UPDATE shops SET participation = ${rule.mode}, excluded_tag = ${rule.excludedTag} WHERE shop_id = ${shopId}`;
        // Locked in the order of ids, like every other writer of members: none waits in a circle.
        await db.$executeRaw`
          WITH changed AS (${changed(shopId, rule)} ORDER BY member_id FOR UPDATE)
          UPDATE members m SET participation = c.next,
                 joined_on = CASE WHEN c.next = 'member' THEN ${today}::date ELSE m.joined_on END
          FROM changed c WHERE m.shop_id = ${shopId} AND m.member_id = c.member_id`;
      });
    },
  };
}

/** Who stands elsewhere under this rule, and where: `participationOf` of the domain as SQL (a test holds the two together). */
function changed(shopId: string, { mode, excludedTag }: ParticipationRule): Prisma.Sql {
  const qualifies = {
    ordered: Prisma.sql`orders_count > 0`,
    account: Prisma.sql`has_account`,
    joined: Prisma.sql`false`,
  }[mode];
  const tagged =
    excludedTag === null
      ? Prisma.sql`false`
      : Prisma.sql`EXISTS (SELECT 1 FROM unnest(tags) AS t(tag) WHERE ${Prisma.raw(FOLDED_TAG)} = ${foldCase(excludedTag)})`;
  const next = Prisma.sql`CASE WHEN ${tagged} THEN 'excluded'
    WHEN participation = 'member' OR ${qualifies} THEN 'member' ELSE 'outside' END`;
  return Prisma.sql`SELECT member_id, ${next} AS next FROM members
    WHERE shop_id = ${shopId} AND participation IN ('member', 'outside', 'excluded') AND participation <> ${next}`;
}
