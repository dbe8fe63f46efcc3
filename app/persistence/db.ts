import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { invariant } from "#app/domain/shared/invariant.ts";
import { PrismaClient } from "./generated/client.ts";
import { type Db, statementsOn } from "./statements.ts";

export type { Db };

export type Database = {
  readonly prisma: PrismaClient;
  /** The pool under the client: for transactions, `COPY`, session locks and `LISTEN`. */
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one READ COMMITTED transaction; a throw rolls everything back. When the database ended it in favour of
   * another one (deadlock, serialization), it runs again from its start: `work` touches nothing but the database.
   */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A free connection is waited for this long; a transaction that then does nothing for so long is given up by the server. */
const WAIT_MS = 30_000;
const IDLE_MS = 120_000;
const ATTEMPTS = 5;

/** One pool and one Prisma client over it. `maxConnections` is per process: web, worker and import share a server. */
export function createDatabase(url: string, { maxConnections = 10 } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: WAIT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
  });
  // An idle connection that the server ends (restart, failover) is replaced by the pool; unheard, it would end the process.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" });
  return {
    prisma,
    pool,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(pool, work);
        } catch (error) {
          if (attempt === ATTEMPTS || !(lostToAnother(error) || isOutdated(error))) throw error;
        }
      }
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (db: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks fails the statement that was on its way; unheard, its event would end the process.
  const heard = () => undefined;
  client.on("error", heard);
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(statementsOn(client));
    const { command } = await client.query("COMMIT");
    invariant(command === "COMMIT", "a refused statement ends its transaction: nobody goes on after it");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((problem: Error) => (broken = problem));
    if (isOutdated(error)) broken = error;
    throw error;
  } finally {
    client.off("error", heard);
    client.release(broken);
  }
}

/** PostgreSQL's `serialization_failure` and `deadlock_detected`. */
function lostToAnother(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === "40001" || error.code === "40P01");
}

/** PostgreSQL's `feature_not_supported`: a statement was prepared before a migration gave its columns another type. Another connection knows. */
function isOutdated(error: unknown): error is Error {
  return error instanceof pg.DatabaseError && error.code === "0A000";
}
