import type { Pool } from "pg";
import type { ImportLock, ImportRun, ImportRunChange, ImportRuns } from "#app/usecases/import-ports.ts";

const COLUMNS = `import_id AS "importId", kind, status, since, operation_id AS "operationId", file_name AS "fileName",
  orders_total AS "ordersTotal", orders_done AS "ordersDone", attempts, problems, problem_count AS "problemCount", confirmed, failure,
  started_at AS "startedAt", finished_at AS "finishedAt"`;

const OPEN = "('requested', 'exporting', 'loading', 'recording', 'fetching')";

/** Column of each field that a step may change. */
const CHANGEABLE: Readonly<Record<keyof ImportRunChange, string>> = {
  status: "status",
  operationId: "operation_id",
  ordersTotal: "orders_total",
  ordersDone: "orders_done",
  attempts: "attempts",
  problems: "problems",
  problemCount: "problem_count",
  confirmed: "confirmed",
  failure: "failure",
  finishedAt: "finished_at",
};

export function createImportRunsStore(pool: Pool): ImportRuns {
  return {
    async create(shopId, run) {
      await pool.query(
        `INSERT INTO import_runs (shop_id, import_id, kind, status, since, file_name, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (shop_id, import_id) DO NOTHING`,
        [shopId, run.importId, run.kind, run.status, run.since, run.fileName, run.at],
      );
    },

    async get(shopId, importId) {
      const { rows } = await pool.query<ImportRun>(`SELECT ${COLUMNS} FROM import_runs WHERE shop_id = $1 AND import_id = $2`, [shopId, importId]);
      return rows[0] ?? null;
    },

    async list(shopId, limit) {
      const { rows } = await pool.query<ImportRun>(
        `SELECT ${COLUMNS} FROM import_runs WHERE shop_id = $1 ORDER BY started_at DESC, import_id DESC LIMIT $2`,
        [shopId, limit],
      );
      return rows;
    },

    async nextOpen(shopId) {
      const { rows } = await pool.query<ImportRun>(
        `SELECT ${COLUMNS} FROM import_runs WHERE shop_id = $1 AND status IN ${OPEN} ORDER BY started_at, import_id LIMIT 1`,
        [shopId],
      );
      return rows[0] ?? null;
    },

    async update(shopId, importId, change) {
      const fields = (Object.keys(change) as (keyof ImportRunChange)[]).filter((field) => change[field] !== undefined);
      if (fields.length === 0) return;
      const sets = fields.map((field, index) => `${CHANGEABLE[field]} = $${index + 3}`);
      const values = fields.map((field) => (field === "problems" ? JSON.stringify(change.problems) : change[field]));
      await pool.query(`UPDATE import_runs SET ${sets.join(", ")} WHERE shop_id = $1 AND import_id = $2`, [shopId, importId, ...values]);
    },
  };
}

/** A session lock of PostgreSQL: the server lets go of it when the connection of a killed process ends. */
export function createImportLock(pool: Pool): ImportLock {
  return {
    async hold(shopId, work) {
      const client = await pool.connect();
      try {
        const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock(hashtextextended('import ' || $1, 0)) AS held", [shopId]);
        if (rows[0]?.held !== true) return false;
        try {
          await work();
          return true;
        } finally {
          await client.query("SELECT pg_advisory_unlock(hashtextextended('import ' || $1, 0))", [shopId]);
        }
      } finally {
        client.release();
      }
    },
  };
}
