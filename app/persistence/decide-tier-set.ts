import { givesOnEntry } from "#app/domain/tiers/entry-rewards.ts";
import { measuresOf } from "#app/domain/tiers/decide-member.ts";
import type { ChangingMember, SetDecision, SetMoves } from "#app/usecases/tiers/tier-store-ports.ts";
import { toRows } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";
import type { Db } from "./statements.ts";
import { date, figuresOfSet, type SetOfMembers, spansOf } from "./tier-facts-sql.ts";
import { CHANGES, decided, entered, figures } from "./tier-review-sql.ts";

/**
 * Who stands otherwise than the rule would have it, in order of id, with what was counted of them. Nothing is locked: whoever it names
 * is decided on once more.
 */
export async function listChangingTiers(
  db: Db,
  shopId: string,
  decision: SetDecision,
  after: string | null,
  limit: number,
): Promise<ChangingMember[]> {
  const members: SetOfMembers = (column) =>
    after === null ? Prisma.sql`true` : Prisma.sql`${column} > ${after}::uuid`;
  const counted = figureNames(decision).map((name) => Prisma.sql`d.${Prisma.raw(name)}::text`);
  // One pass over everything: room for its sums; to compile it costs more than it saves.
  await db.$executeRaw`SET LOCAL work_mem = '64MB'`;
  await db.$executeRaw`SET LOCAL jit = off`;
  return db.$queryRaw<ChangingMember[]>`
    SELECT d.member_id::text AS "memberId", d.row_version AS "rowVersion", ARRAY[${Prisma.join(counted)}] AS counted
    FROM (${decided(shopId, decision, members)}) d
    WHERE ${CHANGES} ORDER BY d.member_id LIMIT ${limit}`;
}

/** The sums of `figuresOfSet`, in one order. */
function figureNames(decision: SetDecision): string[] {
  return spansOf(decision).flatMap((_, index) =>
    [...measuresOf(decision.ladder)].map((measure) => `${measure}${index}`),
  );
}

/**
 * Locks these members, decides on them and writes what changes. Whose row is still the version that was looked at has been counted:
 * whatever changes what somebody has bought or earned changes their row. Of the others it is counted anew.
 */
export async function decideTierSet(
  db: Db,
  shopId: string,
  decision: SetDecision,
  found: readonly ChangingMember[],
  { now, programVersion, silent, liveFrom }: SetMoves,
): Promise<number> {
  if (found.length === 0) return 0;
  const memberIds = found.map(({ memberId }) => memberId);
  const members: SetOfMembers = (column) => Prisma.sql`${column} = ANY (${memberIds}::uuid[])`;
  const locked = await db.$queryRaw<{ memberId: string; rowVersion: string }[]>`
    SELECT member_id::text AS "memberId", xmin::text AS "rowVersion" FROM members
    WHERE shop_id = ${shopId} AND ${members(Prisma.sql`member_id`)} ORDER BY member_id FOR UPDATE`;
  const versions = new Map(locked.map(({ memberId, rowVersion }) => [memberId, rowVersion]));
  const counted = figuresFound(
    shopId,
    decision,
    found.filter(({ memberId, rowVersion }) => versions.get(memberId) === rowVersion),
    found.filter(({ memberId, rowVersion }) => versions.get(memberId) !== rowVersion),
  );
  const { ladder } = decision;
  const isSilent = silent
    ? Prisma.sql`true`
    : Prisma.sql`(NOT d.placed AND NOT coalesce(d.joined_on >= ${liveFrom}::date, false))`;
  return db.$executeRaw`
    WITH changing AS MATERIALIZED (
      SELECT d.*, ${isSilent} AS silent FROM (${decided(shopId, decision, members, counted)}) d WHERE ${CHANGES}
    ),
    written AS (
      INSERT INTO member_tiers AS t (shop_id, member_id, tier_id, since, hold_tier, hold_until, hold_kind, hold_exact, missed_on, rewarded, moves)
      SELECT ${shopId}, member_id, to_tier, CASE WHEN moved OR NOT placed THEN ${date(decision.today)} ELSE since END,
        to_hold, to_until, to_kind, to_exact, to_missed,
        CASE WHEN silent THEN ${entered(ladder, () => true)} ELSE '{}' END, moved::integer
      FROM changing
      ON CONFLICT (shop_id, member_id) DO UPDATE SET tier_id = excluded.tier_id, since = excluded.since, hold_tier = excluded.hold_tier,
        hold_until = excluded.hold_until, hold_kind = excluded.hold_kind, hold_exact = excluded.hold_exact, missed_on = excluded.missed_on,
        rewarded = CASE WHEN excluded.rewarded = '{}' THEN t.rewarded
          ELSE ARRAY (SELECT DISTINCT tier FROM unnest(t.rewarded || excluded.rewarded) AS all_of_them (tier) ORDER BY tier) END,
        moves = t.moves + excluded.moves,
        warned_for = CASE WHEN excluded.moves = 0 THEN t.warned_for END
      RETURNING t.member_id, t.moves
    )
    INSERT INTO tier_moves (shop_id, member_id, n, at, from_tier, to_tier, because, figures, program_version, silent, benefits_due, mail_due)
    SELECT ${shopId}, c.member_id, w.moves, ${now}, c.tier_id, c.to_tier, c.because, ${figures(decision)}, ${programVersion}::integer, c.silent,
      NOT c.silent AND cardinality(${entered(ladder, givesOnEntry)}) > 0, NOT c.silent
    FROM changing c JOIN written w ON w.member_id = c.member_id WHERE c.moved`;
}

/** What was counted of some is as it was; of others it is counted now, under their locks. */
function figuresFound(
  shopId: string,
  decision: SetDecision,
  counted: readonly ChangingMember[],
  changed: readonly ChangingMember[],
): Prisma.Sql {
  const names = figureNames(decision);
  const ids = changed.map(({ memberId }) => memberId);
  const rows = counted.map(({ memberId, counted: digits }) => ({
    ...Object.fromEntries(names.map((name, index) => [name, digits[index] ?? "0"] as const)),
    memberId,
  }));
  const columns = Prisma.raw(names.map((name) => `${name} bigint`).join(", "));
  const known = Prisma.sql`SELECT r."memberId" AS member_id, ${Prisma.raw(names.map((name) => `r.${name}`).join(", "))}
    FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("memberId" uuid, ${columns})`;
  if (ids.length === 0) return known;
  const anew = figuresOfSet(shopId, decision, (column) => Prisma.sql`${column} = ANY (${ids}::uuid[])`);
  return Prisma.sql`${known} UNION ALL
    SELECT c.member_id, ${Prisma.raw(names.map((name) => `c.${name}`).join(", "))} FROM (${anew}) c`;
}
