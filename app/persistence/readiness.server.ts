import type pg from "pg";

/** Those of `expected` that are not applied to this database, in order. @throws when it can't be reached */
export async function listMissingMigrations(pool: pg.Pool, expected: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  if (tables[0]?.present !== true) return [...expected].sort();
  const { rows } = await pool.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Set(rows.map((row) => row.name));
  return expected.filter((name) => !applied.has(name)).sort();
}
