import { readdirSync } from "node:fs";
import type pg from "pg";

/** Migrations of this version of the app that the database lacks, in order. */
export async function listMissingMigrations(pool: pg.Pool, directory: string): Promise<string[]> {
  const expected = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const { rows: tables } = await pool.query<{ present: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`);
  if (tables[0]?.present !== true) return expected;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Set(rows.map((row) => row.name));
  return expected.filter((name) => !applied.has(name));
}
