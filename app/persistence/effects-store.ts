import pg from "pg";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { AuditRecord } from "#app/usecases/audit-ports.ts";
import type { Effect, Effects, Found, Wanted, WrittenBooks } from "#app/usecases/points/effect-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Database } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { MEMBER_COLUMNS, type MemberRow, toMember, UUID } from "./member-rows.ts";
import {
  ENTRY_COLUMNS,
  entryOfJson,
  type InJson,
  insertEntries,
  LOT_COLUMNS,
  lotOfJson,
  upsertLots,
} from "./points-rows.ts";
import { insertRedemption } from "./redemption-rows.ts";
import { type Db, statementsOn } from "./statements.ts";

/** Tries without a lock; then the member's row is locked, and nobody can be faster. */
const ATTEMPTS = 3;

type Read = Found & { readonly rowVersion: string | null };

/**
 * Single effects, each one statement to read and one to write, without a transaction around them. What the effect was
 * decided on is still true when `xmin`, the version of the member's row, is the same: whoever changes a member's lots
 * appends an entry, and with it the row's `last_seq`.
 */
export function createEffects(database: Pick<Database, "pool" | "transaction">): Effects {
  const db = statementsOn(database.pool);
  const programs = createProgramCache();

  async function attempt<Result>(
    on: Db,
    shopId: string,
    wanted: Wanted,
    decide: (found: Found) => Effect<Result>,
  ): Promise<{ readonly result: Result } | "overtaken"> {
    const { rowVersion, ...found } = await read(on, programs, shopId, wanted);
    const effect = decide(found);
    if (effect.books === null) return effect;
    invariant(rowVersion !== null, "an effect has its member");
    return (await write(on, shopId, rowVersion, effect.books, effect)) ? effect : "overtaken";
  }

  return {
    async apply(shopId, wanted, decide) {
      for (let tried = 1; tried <= ATTEMPTS; tried++) {
        try {
          const done = await attempt(db, shopId, wanted, decide);
          if (done !== "overtaken") return done.result;
        } catch (error) {
          // The key was free a moment ago: somebody else has used it since, and is found now.
          if (!isTaken(error)) throw error;
        }
      }
      return database.transaction(async (locked) => {
        await locked.$queryRaw`
          SELECT member_id FROM members
          WHERE shop_id = ${shopId} AND member_id = ${wanted.memberId}::uuid FOR UPDATE`;
        const done = await attempt(locked, shopId, wanted, decide);
        invariant(done !== "overtaken", "a locked row stays as it is");
        return done.result;
      });
    },
  };
}

type Row = MemberRow & {
  readonly timeZone: string;
  readonly currency: string;
  readonly program: string | null;
  readonly rowVersion: string | null;
  readonly tierId: string | null;
  readonly lots: readonly InJson[] | null;
  readonly before?: InJson | null;
  readonly isRedeemed?: boolean;
};

async function read(
  db: Db,
  programs: ProgramCache,
  shopId: string,
  { memberId, key, redemptionKey }: Wanted,
): Promise<Read> {
  const id = UUID.test(memberId) ? memberId : null;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT s.currency, s.time_zone AS "timeZone",
      (SELECT version || ' ' || p.xmin FROM program_versions p WHERE p.shop_id = ${shopId} ORDER BY version DESC LIMIT 1) AS program,
      m.xmin::text AS "rowVersion", ${MEMBER_COLUMNS},
      (SELECT tier_id FROM member_tiers WHERE shop_id = ${shopId} AND member_id = ${id}::uuid AND m.participation = 'member') AS "tierId",
      (SELECT jsonb_agg(to_jsonb(l)) FROM (
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = ${id}::uuid AND (remaining > 0 OR expired > expired_reversed)
        ORDER BY seq, n) l) AS lots
      ${key === null ? Prisma.empty : Prisma.sql`, (SELECT to_jsonb(e) FROM (SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND key = ${key}) e) AS before`}
      ${redemptionKey === undefined ? Prisma.empty : Prisma.sql`, EXISTS (SELECT FROM redemptions WHERE shop_id = ${shopId} AND idempotency_key = ${redemptionKey}) AS "isRedeemed"`}
    FROM shops s LEFT JOIN members m ON m.shop_id = s.shop_id AND m.member_id = ${id}::uuid
    WHERE s.shop_id = ${shopId}`;
  invariant(row !== undefined, `${shopId} is installed`);
  const { currency, timeZone, program, rowVersion, tierId, lots, before, isRedeemed, ...member } = row;
  return {
    rowVersion,
    shop: { currency, timeZone },
    program: program === null ? null : await programs.get(db, shopId, program),
    member: rowVersion === null ? null : toMember(member),
    tierId,
    lots: (lots ?? []).map(lotOfJson),
    before: before == null ? null : entryOfJson(before),
    isRedeemed: isRedeemed ?? false,
  };
}

/** @returns false when the member's row has changed since it was read: then nothing was written. */
async function write(
  db: Db,
  shopId: string,
  rowVersion: string,
  { member, entries, lots }: WrittenBooks,
  { audit, redemption }: Pick<Effect<unknown>, "audit" | "redemption">,
): Promise<boolean> {
  const { memberId, balance, pending, deficit, earnedTotal, lastSeq } = member;
  const changes = [{ memberId, entries, lots }];
  const [done] = await db.$queryRaw<{ written: number }[]>`
    WITH written AS (
      UPDATE members SET balance = ${balance}, pending = ${pending}, deficit = ${deficit}, earned_total = ${earnedTotal},
        last_seq = ${lastSeq}
      WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND xmin = ${rowVersion}::xid
      RETURNING 1
    ),
    appended AS (${insertEntries(shopId, changes, WRITTEN)}),
    kept AS (${upsertLots(shopId, changes, WRITTEN)})
    ${audit === undefined ? Prisma.empty : Prisma.sql`, told AS (${insertAudit(shopId, audit)})`}
    ${redemption === undefined ? Prisma.empty : Prisma.sql`, redeemed AS (${insertRedemption(shopId, redemption, Prisma.sql`FROM written`)})`}
    SELECT count(*)::int AS written FROM written`;
  return done?.written === 1;
}

const WRITTEN = Prisma.sql`written,`;

function insertAudit(shopId: string, audit: AuditRecord): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO audit_log (shop_id, audit_id, at, actor, action, subject, detail)
    SELECT ${shopId}, uuid_v7(at)::text, at, actor, action, subject, detail
    FROM ${WRITTEN} jsonb_to_recordset(${toRows([audit])}::jsonb)
      AS r (at timestamptz, actor text, action text, subject text, detail jsonb)`;
}

function isTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "23505";
}

type ProgramCache = { get(db: Db, shopId: string, name: string): Promise<ProgramVersion> };

/** Versions never change (law 10), so each is read once. Named with the row's `xmin`: an erased shop may come back. */
function createProgramCache(): ProgramCache {
  const known = new Map<string, ProgramVersion>();
  return {
    async get(db, shopId, name) {
      const cached = known.get(`${shopId} ${name}`);
      if (cached !== undefined) return cached;
      const [version] = await db.$queryRaw<ProgramVersion[]>`
        SELECT version, published_at AS "publishedAt", published_by AS "publishedBy", body FROM program_versions
        WHERE shop_id = ${shopId} AND version = ${Number(name.split(" ")[0])}`;
      invariant(version !== undefined, `version ${name} of ${shopId} was just read`);
      if (known.size >= PROGRAMS_MAX) known.clear();
      known.set(`${shopId} ${name}`, version);
      return version;
    },
  };
}

const PROGRAMS_MAX = 500;
