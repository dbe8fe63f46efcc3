import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { OwingMove, TierChange, TierReview, TierStore } from "#app/usecases/tiers/tier-store-ports.ts";
import { toRows } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./statements.ts";
import { decideTierSet, listChangingTiers } from "./decide-tier-set.ts";
import { createTierReads } from "./tier-reads.ts";

const FIRST = "00000000-0000-0000-0000-000000000000";

export function createTierStore(db: Db): TierStore {
  return {
    async check(shopId, memberIds, silent) {
      if (memberIds.length === 0) return;
      // Their progress is shown anew: with the entry that was written, else for its own sake.
      await db.$executeRaw`
        WITH wanted AS (
          SELECT member_id FROM unnest(${memberIds}::uuid[]) AS wanted (member_id)
          WHERE EXISTS (SELECT FROM tier_reviews WHERE shop_id = ${shopId})
        ),
        shown AS (
          INSERT INTO tiers_to_show (shop_id, member_id, due_on)
          SELECT ${shopId}, w.member_id, '-infinity' FROM wanted w
          WHERE NOT EXISTS (SELECT FROM members_to_publish q WHERE q.shop_id = ${shopId} AND q.member_id = w.member_id)
          ON CONFLICT (shop_id, member_id) DO UPDATE SET due_on = '-infinity', n = tiers_to_show.n + 1
        )
        INSERT INTO tier_checks (shop_id, member_id, silent)
        SELECT ${shopId}, member_id, ${silent} FROM wanted
        ON CONFLICT (shop_id, member_id) DO UPDATE SET silent = false WHERE tier_checks.silent AND NOT excluded.silent`;
    },

    async listChecks(shopId, limit) {
      const rows = await db.$queryRaw<{ memberId: string }[]>`
        SELECT member_id::text AS "memberId" FROM tier_checks WHERE shop_id = ${shopId} ORDER BY member_id LIMIT ${limit}`;
      return rows.map(({ memberId }) => memberId);
    },

    async takeChecks(shopId, memberIds) {
      return db.$queryRaw<{ memberId: string; silent: boolean }[]>`
        DELETE FROM tier_checks WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[])
        RETURNING member_id::text AS "memberId", silent`;
    },

    listCandidates: createTierReads(db).listCandidates,
    write: (shopId, changes) => writeChanges(db, shopId, changes),

    async listOwing(shopId, after, limit) {
      const rows = await db.$queryRaw<{ memberId: string }[]>`
        SELECT DISTINCT member_id::text AS "memberId" FROM tier_moves
        WHERE shop_id = ${shopId} AND benefits_due AND member_id > ${after ?? FIRST}::uuid ORDER BY 1 LIMIT ${limit}`;
      return rows.map(({ memberId }) => memberId);
    },

    async listOwed(shopId, memberIds) {
      return db.$queryRaw<OwingMove[]>`
        SELECT t.member_id::text AS "memberId", coalesce(m.merged_into, m.member_id)::text AS "holderId", t.n,
          t.from_tier AS "from", t.to_tier AS "to", t.program_version AS "programVersion"
        FROM tier_moves t JOIN members m ON m.shop_id = ${shopId} AND m.member_id = t.member_id
        WHERE t.shop_id = ${shopId} AND t.benefits_due AND t.member_id = ANY (${memberIds}::uuid[])
        ORDER BY t.at, t.member_id, t.n`;
    },

    async listRewarded(shopId, memberIds) {
      const rows = await db.$queryRaw<{ memberId: string; rewarded: string[] }[]>`
        SELECT member_id::text AS "memberId", rewarded FROM member_tiers
        WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[])`;
      return new Map(rows.map(({ memberId, rewarded }) => [memberId, rewarded]));
    },

    async settleOwed(shopId, moves, rewarded) {
      await db.$executeRaw`
        WITH rewarded AS (
          UPDATE member_tiers t SET rewarded = ${united(Prisma.sql`t.rewarded || r."tierIds"`)}
          FROM jsonb_to_recordset(${toRows(rewarded)}::jsonb) AS r ("memberId" uuid, "tierIds" text[])
          WHERE t.shop_id = ${shopId} AND t.member_id = r."memberId"
        )
        UPDATE tier_moves t SET benefits_due = false
        FROM jsonb_to_recordset(${toRows(moves.map(({ memberId, n }) => ({ memberId, n })))}::jsonb) AS r ("memberId" uuid, n integer)
        WHERE t.shop_id = ${shopId} AND t.member_id = r."memberId" AND t.n = r.n`;
    },

    async listHistory(shopId, memberIds) {
      return db.$queryRaw<{ memberId: string; holderId: string; at: Date; to: string | null }[]>`
        SELECT t.member_id::text AS "memberId", coalesce(m.merged_into, m.member_id)::text AS "holderId", t.at, t.to_tier AS "to"
        FROM members m JOIN tier_moves t ON t.shop_id = ${shopId} AND t.member_id = m.member_id
        WHERE m.shop_id = ${shopId} AND (m.member_id = ANY (${memberIds}::uuid[]) OR m.merged_into = ANY (${memberIds}::uuid[]))
        ORDER BY t.at, t.n`;
    },

    getReview: (shopId) => readReview(db, shopId, Prisma.empty),
    holdReview: (shopId) => readReview(db, shopId, Prisma.sql`FOR SHARE`),

    async followProgram(shopId, ladder) {
      if (ladder === null) {
        await db.$executeRaw`DELETE FROM tier_reviews WHERE shop_id = ${shopId}`;
        return;
      }
      const { version, losers, silent } = ladder;
      await db.$executeRaw`
        INSERT INTO tier_reviews (shop_id, version, is_placing, losers, protect_until, silent)
        VALUES (${shopId}, ${version}, true, ${losers.kind}, ${losers.kind === "protect" ? losers.until : null}::date, ${silent})
        ON CONFLICT (shop_id) DO UPDATE SET version = excluded.version, is_placing = true, losers = excluded.losers,
          protect_until = excluded.protect_until, silent = excluded.silent, review_of = NULL, done_until = NULL`;
    },

    async followVersion(shopId, version) {
      await db.$executeRaw`UPDATE tier_reviews SET version = ${version} WHERE shop_id = ${shopId}`;
    },

    async noteProgress(shopId, { placing, liveFrom, reviewedOn, reviewOf, doneUntil }) {
      await db.$executeRaw`
        UPDATE tier_reviews SET is_placing = ${placing}, live_from = ${liveFrom}::date, reviewed_on = ${reviewedOn}::date,
          review_of = ${reviewOf}::date, done_until = ${doneUntil}::uuid
        WHERE shop_id = ${shopId}`;
    },

    listChanging: (shopId, decision, after, limit) => listChangingTiers(db, shopId, decision, after, limit),
    decideSet: (shopId, decision, found, moves) => decideTierSet(db, shopId, decision, found, moves),

    async followMerge(shopId, from, into) {
      await db.$executeRaw`
        UPDATE member_tiers t SET rewarded = ${united(Prisma.sql`t.rewarded || g.rewarded`)}
        FROM member_tiers g
        WHERE t.shop_id = ${shopId} AND t.member_id = ${into}::uuid AND g.shop_id = ${shopId} AND g.member_id = ${from}::uuid`;
      await db.$executeRaw`DELETE FROM member_tiers WHERE shop_id = ${shopId} AND member_id = ${from}::uuid`;
      await db.$executeRaw`DELETE FROM tier_checks WHERE shop_id = ${shopId} AND member_id = ${from}::uuid`;
    },
  };
}

/** Without repetitions, in one order. */
function united(tiers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`ARRAY (SELECT DISTINCT tier FROM unnest(${tiers}) AS all_of_them (tier) ORDER BY tier)`;
}

type ReviewRow = Omit<TierReview, "losers"> & {
  readonly losers: Losers["kind"];
  readonly protectUntil: string | null;
};

async function readReview(db: Db, shopId: string, lock: Prisma.Sql): Promise<TierReview | null> {
  const [row] = await db.$queryRaw<ReviewRow[]>`
    SELECT version, is_placing AS "placing", losers, protect_until::text AS "protectUntil", silent, live_from::text AS "liveFrom",
      reviewed_on::text AS "reviewedOn", review_of::text AS "reviewOf", done_until::text AS "doneUntil"
    FROM tier_reviews WHERE shop_id = ${shopId} ${lock}`;
  if (row === undefined) return null;
  const { losers: kind, protectUntil, ...review } = row;
  const losers: Losers =
    kind === "protect" && protectUntil !== null
      ? { kind, until: protectUntil }
      : { kind: kind === "keep" ? "keep" : "apply" };
  return { ...review, losers };
}

async function writeChanges(db: Db, shopId: string, changes: readonly TierChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ memberId, state, move, passedOver }) => ({
    ...{ memberId, tierId: state.tierId, since: state.since, missedOn: state.missedOn, passedOver },
    ...{ holdTier: state.hold?.tierId ?? null, holdUntil: state.hold?.until ?? null },
    ...{ holdKind: state.hold?.kind ?? null, holdExact: state.hold?.exact ?? false },
    ...{ moved: move === null ? 0 : 1, ...move },
  }));
  await db.$executeRaw`
    WITH rows AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("memberId" uuid, "tierId" text, since date, "missedOn" date,
        "passedOver" text[], "holdTier" text, "holdUntil" date, "holdKind" text, "holdExact" boolean, moved integer, at timestamptz,
        "from" text, "to" text, because text, figures jsonb, "programVersion" integer, actor text, note text, silent boolean,
        "benefitsDue" boolean)
    ),
    written AS (
      INSERT INTO member_tiers AS t (shop_id, member_id, tier_id, since, hold_tier, hold_until, hold_kind, hold_exact, missed_on, rewarded, moves)
      SELECT ${shopId}, "memberId", "tierId", since, "holdTier", "holdUntil", "holdKind", "holdExact", "missedOn", "passedOver", moved FROM rows
      ON CONFLICT (shop_id, member_id) DO UPDATE SET tier_id = excluded.tier_id, since = excluded.since, hold_tier = excluded.hold_tier,
        hold_until = excluded.hold_until, hold_kind = excluded.hold_kind, hold_exact = excluded.hold_exact, missed_on = excluded.missed_on,
        rewarded = ${united(Prisma.sql`t.rewarded || excluded.rewarded`)}, moves = t.moves + excluded.moves,
        warned_for = CASE WHEN t.tier_id IS DISTINCT FROM excluded.tier_id THEN NULL ELSE t.warned_for END
      RETURNING t.member_id, t.moves
    )
    INSERT INTO tier_moves (shop_id, member_id, n, at, from_tier, to_tier, because, figures, program_version, actor, note, silent,
      benefits_due, mail_due)
    SELECT ${shopId}, r."memberId", w.moves, r.at, r."from", r."to", r.because, r.figures, r."programVersion", r.actor, r.note, r.silent,
      r."benefitsDue", NOT r.silent
    FROM rows r JOIN written w ON w.member_id = r."memberId" WHERE r.moved = 1`;
}
