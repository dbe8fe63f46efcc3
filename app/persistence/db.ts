import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

/** What a store works on: the client, or the transaction that a use case opened. */
export type Db = Pick<Prisma.TransactionClient, "$queryRaw" | "$executeRaw">;

export type Database = {
  readonly prisma: PrismaClient;
  /** The pool under the client: for `COPY`, session locks and `LISTEN`, which Prisma lacks. */
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one READ COMMITTED transaction; a throw rolls everything back. When the database ended it in favour of
   * another one (deadlock, serialization), it runs again from its start: `work` touches nothing but the database.
   */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A transaction may wait this long for a free connection, and run this long, before it is given up. */
const WAIT_MS = 30_000;
const RUN_MS = 120_000;
const ATTEMPTS = 5;

/** One pool and one Prisma client over it. `maxConnections` is per process: web, worker and import share a server. */
export function createDatabase(url: string, { maxConnections = 10 } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // An idle connection that the server ends (restart, failover) is replaced by the pool; unheard, it would end the process.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" });
  return {
    prisma,
    pool,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await prisma.$transaction((tx) => work(tx), { maxWait: WAIT_MS, timeout: RUN_MS });
        } catch (error) {
          if (attempt === ATTEMPTS || !lostToAnother(error)) throw error;
        }
      }
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** PostgreSQL's `serialization_failure` and `deadlock_detected`, however Prisma wraps them. */
function lostToAnother(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2034" || /\b(40001|40P01)\b/.test(`${JSON.stringify(error.meta)} ${error.message}`);
}
