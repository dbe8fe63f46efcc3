import { DatabaseError, type Pool } from "pg";
import type {
  ImportLock,
  ImportRun,
  ImportRunChange,
  ImportRuns,
} from "#app/usecases/imports/import-ports.ts";

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
      const { rows } = await pool.query<ImportRun>(
        `SELECT ${COLUMNS} FROM import_runs WHERE shop_id = $1 AND import_id = $2`,
        [shopId, importId],
      );
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
      const fields = (Object.keys(change) as (keyof ImportRunChange)[]).filter(
        (field) => change[field] !== undefined,
      );
      if (fields.length === 0) return;
      const sets = fields.map((field, index) => `${CHANGEABLE[field]} = $${index + 3}`);
      const values = fields.map((field) =>
        field === "problems" ? JSON.stringify(change.problems) : change[field],
      );
      await pool.query(`UPDATE import_runs SET ${sets.join(", ")} WHERE shop_id = $1 AND import_id = $2`, [
        shopId,
        importId,
        ...values,
      ]);
    },
  };
}

/** The server takes a moment to notice that the process at the other end of a connection was killed. */
const PATIENCE_MS = 5_000;
const LOCK_NOT_AVAILABLE = "55P03";

/** A session lock of PostgreSQL: the server lets go of it when the connection of a killed process ends. */
export function createImportLock(pool: Pool, { patienceMs = PATIENCE_MS } = {}): ImportLock {
  return {
    async hold(shopId, work) {
      const client = await pool.connect();
      try {
        await client.query(`SET lock_timeout = ${patienceMs}`);
        await client.query("SELECT pg_advisory_lock(hashtextextended('import ' || $1, 0))", [shopId]);
      } catch (problem) {
        client.release(true);
        if (problem instanceof DatabaseError && problem.code === LOCK_NOT_AVAILABLE) return false;
        throw problem;
      }
      try {
        await work();
        return true;
      } finally {
        client.release(true); // ends the session, and the lock with it
      }
    },
  };
}
