/**
 * Prisma's command line on its WebAssembly schema engine: no native binary is fetched or run (docs/decisions/006).
 *
 * `migrate deploy` and `migrate status` work on the database that DATABASE_URL names. `migrate diff` needs scratch
 * databases only: PGlite, in memory. The corrections below are for the versions pinned in package.json.
 */
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg-7";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { defineConfig } from "prisma/config";

// The engine's ten-second limit on taking its advisory lock is a timer that it never clears: it must not hold the
// finished command open.
const ADVISORY_LOCK_LIMIT_MS = 10_000;
const setTimer = globalThis.setTimeout;
globalThis.setTimeout = ((callback: () => void, delayMs?: number) => {
  const timer = setTimer(callback, delayMs);
  return delayMs === ADVISORY_LOCK_LIMIT_MS ? timer.unref() : timer;
}) as typeof setTimeout;

async function connect() {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new Error("Set DATABASE_URL to the database that this command works on.");
  const pool = new pg.Pool({ connectionString: url, idleTimeoutMillis: 50 });
  const adapter = await new PrismaPg(pool).connect();
  // The adapter splits a script at every semicolon, also inside a function's body. PostgreSQL takes a whole script.
  adapter.executeScript = async (script: string) => void (await pool.query(script));
  return adapter;
}

function connectToScratch() {
  const database = new PGlite();
  const query = database.query.bind(database);
  // A migration is many statements, which a prepared statement refuses and `exec` takes.
  database.query = async <Row>(sql: string, values?: unknown[], options?: Parameters<typeof query>[2]) => {
    if (values?.length) return query<Row>(sql, values, options);
    const results = await database.exec(sql, options);
    return results.at(-1) as Awaited<ReturnType<typeof query<Row>>>;
  };
  return new PrismaPGlite(database).connect();
}

const needsScratchOnly = process.argv.includes("diff");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  experimental: { adapter: true, externalTables: true },
  // Staging tables of the import: filled by COPY, read by SQL, unknown to the Prisma client.
  tables: { external: ["public.staged_orders", "public.staged_lines"] },
  engine: "js",
  // The adapters are typed for other versions of the interface than Prisma's own; what is used of it is the same.
  adapter: async () =>
    ({
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: needsScratchOnly ? connectToScratch : connect,
      connectToShadowDb: connectToScratch,
    }) as unknown as SqlMigrationAwareDriverAdapterFactory,
});
