import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../embedded-postgres.ts";
import { deployMigrations } from "../prisma.ts";
import { say, type House } from "./house.ts";

/**
 * The migrated database of a run: the one of DATABASE_URL, else one on the embedded server in the data directory.
 * @returns its connection string
 */
export async function provideDatabase(
  house: House,
  dataDirectory: string,
  databaseUrl: string | null,
): Promise<string> {
  const url = databaseUrl ?? (await startEmbedded(house, dataDirectory));
  say("bringing the database to the newest migration …");
  await deployMigrations(url);
  return url;
}

async function startEmbedded(house: House, dataDirectory: string): Promise<string> {
  say("starting PostgreSQL …");
  const server = await startEmbeddedPostgres({ dataDirectory: join(dataDirectory, "postgres") }, say);
  house.addDatabase(server);
  await createDatabaseOnce(server, "perennial");
  return server.url("perennial");
}

async function createDatabaseOnce(server: EmbeddedPostgres, name: string): Promise<void> {
  const client = new pg.Client(server.url());
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** True when Perennial has already worked on this database. */
export async function isDatabaseUsed(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ used: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS used",
    );
    return rows[0]?.used ?? false;
  } finally {
    await client.end();
  }
}
