import pg from "pg";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
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
import { gather } from "./gather.ts";
import { insertRedemptions } from "./redemption-rows.ts";
import { type Db, statementsOn } from "./statements.ts";

/** Tries without a lock; then the member's row is locked, and nobody can be faster. */
const ATTEMPTS = 3;
/** Effects that come while others are on their way share the next statements: under load one commit serves many, alone nothing waits. */
const TOGETHER = { atOnce: 2, most: 50 };

type Read = Found & { readonly rowVersion: string | null };
type Change = WrittenBooks & {
  readonly rowVersion: string;
  readonly redemption?: Redemption | undefined;
};
type Statements = {
  read(wanted: Wanted): Promise<Read>;
  /** False: the member's row has changed since it was read, or somebody holds it; nothing was written. */
  write(change: Change): Promise<boolean>;
};

/**
 * Single effects, each read by one statement and written by one, without a transaction around them. What the effect was
 * decided on is still true when `xmin`, the version of the member's row, is the same: whoever changes a member's lots
 * appends an entry, and with it the row's `last_seq`.
 */
export function createEffects(database: Pick<Database, "pool" | "transaction">): Effects {
  const db = statementsOn(database.pool);
  const programs = createProgramCache();
  const shops = new Map<string, Statements>();
  const together = (shopId: string): Statements => {
    const known = shops.get(shopId);
    if (known !== undefined) return known;
    const made = {
      read: gather((wanted: readonly Wanted[]) => readAll(db, programs, shopId, wanted), TOGETHER),
      write: gather((changes: readonly Change[]) => writeAll(db, shopId, changes), TOGETHER),
    };
    shops.set(shopId, made);
    return made;
  };

  async function attempt<Result>(
    { read, write }: Statements,
    wanted: Wanted,
    decide: (found: Found) => Effect<Result>,
  ): Promise<{ readonly result: Result } | "overtaken"> {
    const { rowVersion, ...found } = await read(wanted);
    const effect = decide(found);
    const { books, redemption } = effect;
    if (books === null) return effect;
    invariant(rowVersion !== null, "an effect has its member");
    return (await write({ ...books, rowVersion, redemption })) ? effect : "overtaken";
  }

  return {
    async apply(shopId, wanted, decide) {
      for (let tried = 1; tried <= ATTEMPTS; tried++) {
        try {
          const done = await attempt(together(shopId), wanted, decide);
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
        const alone: Statements = {
          read: async (one) => onlyOne(await readAll(locked, programs, shopId, [one])),
          write: async (one) => onlyOne(await writeAll(locked, shopId, [one])),
        };
        const done = await attempt(alone, wanted, decide);
        invariant(done !== "overtaken", "a locked row stays as it is");
        return done.result;
      });
    },
  };
}

function onlyOne<Item>([item]: readonly Item[]): Item {
  invariant(item !== undefined, "one was asked for");
  return item;
}

type Row = MemberRow & {
  readonly timeZone: string;
  readonly currency: string;
  readonly program: string | null;
  readonly rowVersion: string | null;
  readonly tierId: string | null;
  readonly lots: readonly InJson[] | null;
  readonly before: InJson | null;
  readonly isRedeemed: boolean;
};

/**
 * In the order in which they were asked for. What is asked for goes as one JSON: of an array PostgreSQL sees how long it is, and plans the
 * statement anew each time for that.
 */
async function readAll(
  db: Db,
  programs: ProgramCache,
  shopId: string,
  wanted: readonly Wanted[],
): Promise<Read[]> {
  const asked = wanted.map(({ memberId, key, redemptionKey = null }, n) => ({
    ...{ n, memberId: UUID.test(memberId) ? memberId : null, key, redemptionKey },
  }));
  const rows = await db.$queryRaw<Row[]>`
    SELECT s.currency, s.time_zone AS "timeZone",
      (SELECT version || ' ' || p.xmin FROM program_versions p WHERE p.shop_id = ${shopId} ORDER BY version DESC LIMIT 1) AS program,
      m.*, (SELECT tier_id FROM member_tiers t WHERE t.shop_id = ${shopId} AND t.member_id = w."memberId" AND m.participation = 'member') AS "tierId",
      (SELECT jsonb_agg(to_jsonb(l)) FROM (
        SELECT ${LOT_COLUMNS} FROM lots
        WHERE shop_id = ${shopId} AND member_id = w."memberId" AND (remaining > 0 OR expired > expired_reversed)
        ORDER BY seq, n) l) AS lots,
      (SELECT to_jsonb(e) FROM (SELECT ${ENTRY_COLUMNS} FROM entries WHERE shop_id = ${shopId} AND key = w.key) e) AS before,
      EXISTS (SELECT FROM redemptions WHERE shop_id = ${shopId} AND idempotency_key = w."redemptionKey") AS "isRedeemed"
    FROM jsonb_to_recordset(${toRows(asked)}::jsonb) AS w (n integer, "memberId" uuid, key text, "redemptionKey" text)
      JOIN shops s ON s.shop_id = ${shopId}
      LEFT JOIN LATERAL (
        SELECT m.xmin::text AS "rowVersion", ${MEMBER_COLUMNS} FROM members m
        WHERE m.shop_id = ${shopId} AND m.member_id = w."memberId" OFFSET 0) m ON true
    ORDER BY w.n`;
  invariant(rows.length === wanted.length, `${shopId} is installed`);
  const found: Read[] = [];
  for (const row of rows) {
    const { currency, timeZone, program, rowVersion, tierId, lots, before, isRedeemed, ...member } = row;
    found.push({
      rowVersion,
      shop: { currency, timeZone },
      program: program === null ? null : await programs.get(db, shopId, program),
      member: rowVersion === null ? null : toMember(member),
      tierId,
      lots: (lots ?? []).map(lotOfJson),
      before: before == null ? null : entryOfJson(before),
      isRedeemed,
    });
  }
  return found;
}

/** Which of them were written. Of several changes of one member only the first can be: it makes the others' row another version. */
async function writeAll(db: Db, shopId: string, changes: readonly Change[]): Promise<boolean[]> {
  const first = new Map<string, Change>();
  for (const change of changes)
    if (!first.has(change.member.memberId)) first.set(change.member.memberId, change);
  const taken = [...first.values()];
  const totals = taken.map(
    ({ rowVersion, member: { memberId, balance, pending, deficit, earnedTotal, lastSeq } }) => ({
      ...{ memberId, rowVersion, balance, pending, deficit, earnedTotal, lastSeq },
    }),
  );
  const books = taken.map(({ member: { memberId }, entries, lots }) => ({ memberId, entries, lots }));
  const redemptions = taken.flatMap(({ redemption }) => redemption ?? []);
  const done = await db.$queryRaw<{ memberId: string }[]>`
    WITH locked AS MATERIALIZED (
      -- A member whose row somebody holds keeps nobody else waiting: they are tried again, at last alone.
      SELECT r.* FROM jsonb_to_recordset(${toRows(totals)}::jsonb) AS r ("memberId" uuid, "rowVersion" text, balance bigint,
        pending bigint, deficit bigint, "earnedTotal" bigint, "lastSeq" bigint)
      JOIN members m ON m.shop_id = ${shopId} AND m.member_id = r."memberId" FOR UPDATE OF m SKIP LOCKED
    ),
    written AS (
      UPDATE members m SET balance = r.balance, pending = r.pending, deficit = r.deficit, earned_total = r."earnedTotal",
        last_seq = r."lastSeq"
      FROM locked r WHERE m.shop_id = ${shopId} AND m.member_id = r."memberId" AND m.xmin = r."rowVersion"::xid
      RETURNING m.member_id
    ),
    appended AS (${insertEntries(shopId, books, WRITTEN)}),
    kept AS (${upsertLots(shopId, books, WRITTEN)})
    ${redemptions.length === 0 ? Prisma.empty : Prisma.sql`, redeemed AS (${insertRedemptions(shopId, redemptions, WRITTEN)})`}
    SELECT member_id::text AS "memberId" FROM written`;
  const written = new Set(done.map(({ memberId }) => memberId));
  return changes.map(
    (change) => first.get(change.member.memberId) === change && written.has(change.member.memberId),
  );
}

const WRITTEN = Prisma.sql`JOIN written ON written.member_id = r."memberId"`;

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
