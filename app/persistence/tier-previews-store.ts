import type { Ladder } from "#app/domain/tiers/ladder.ts";
import type { TierMover, TierPreviews } from "#app/usecases/tiers/tier-preview-ports.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./statements.ts";
import type { SetOfMembers } from "./tier-facts-sql.ts";
import { decided, entered, figures } from "./tier-review-sql.ts";

const EVERYBODY: SetOfMembers = () => Prisma.sql`true`;

/** Who moves which way: `target` and `cur` are ranks on the ladder that is looked at. */
const DIRECTION = Prisma.sql`CASE WHEN NOT c.moved THEN 'none' WHEN c.target > c.cur THEN 'up' WHEN c.target < c.cur THEN 'down' ELSE 'over' END`;

type Cell = {
  readonly now: string | null;
  readonly then: string | null;
  readonly direction: "none" | "up" | "down" | "over";
  readonly entered: string[];
  readonly members: number;
};

export function createTierPreviewsStore(db: Db): TierPreviews {
  return {
    async spread(shopId, decision) {
      const cells = await db.$queryRaw<Cell[]>`
        SELECT c.tier_id AS now, c.to_tier AS "then", ${DIRECTION} AS direction, ${unrewarded(decision.ladder)} AS entered, count(*)::int AS members
        FROM (${decided(shopId, decision, EVERYBODY)}) c
        LEFT JOIN member_tiers t ON t.shop_id = ${shopId} AND t.member_id = c.member_id
        GROUP BY 1, 2, 3, 4`;
      const sum = (of: readonly Cell[]) => of.reduce((total, { members }) => total + members, 0);
      const by = <K>(keysOf: (cell: Cell) => readonly K[]) => {
        const counts = new Map<K, number>();
        for (const cell of cells)
          for (const key of keysOf(cell)) counts.set(key, (counts.get(key) ?? 0) + cell.members);
        return counts;
      };
      const moving = (direction: Cell["direction"]) =>
        sum(cells.filter((cell) => cell.direction === direction));
      return {
        now: by(({ now }) => [now]),
        then: by(({ then }) => [then]),
        moves: { up: moving("up"), down: moving("down"), over: moving("over") },
        entries: by((cell) => cell.entered),
        entering: sum(cells.filter((cell) => cell.entered.length > 0)),
      };
    },

    listMovers: (shopId, decision, { direction, after, limit }) => {
      const members: SetOfMembers = (column) =>
        after === null ? Prisma.sql`true` : Prisma.sql`${column} > ${after}::uuid`;
      return db.$queryRaw<TierMover[]>`
        SELECT c.member_id::text AS "memberId", m.name, m.email, c.tier_id AS "from", c.to_tier AS "to", ${figures(decision)} AS figures
        FROM (SELECT c.* FROM (${decided(shopId, decision, members)}) c WHERE ${DIRECTION} = ${direction}
              ORDER BY c.member_id LIMIT ${limit}) c
        JOIN members m ON m.shop_id = ${shopId} AND m.member_id = c.member_id
        ORDER BY c.member_id`;
    },
  };
}

/** Of the tiers on a member's way up, those that give something which this member has not had. */
function unrewarded(ladder: Ladder): Prisma.Sql {
  const gives = entered(
    ladder,
    ({ entryPoints, entryRewardId }) => entryPoints !== null || entryRewardId !== null,
  );
  return Prisma.sql`CASE WHEN c.moved AND c.target > c.cur
    THEN ARRAY (SELECT e.id FROM unnest(${gives}) AS e (id) WHERE e.id <> ALL (coalesce(t.rewarded, '{}')) ORDER BY e.id) ELSE '{}' END`;
}
