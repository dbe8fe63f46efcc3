import type { Pool, PoolClient } from "pg";
import type { Staging } from "#app/usecases/imports/import-ports.ts";
import { copyField, openCopy } from "./copy-text.ts";
import { recordSlice } from "./record-slice.ts";
import { settleStagedFile } from "./settle-staged-file.ts";
import { listStagedFacts } from "./staged-facts.ts";
import { STAGED_LINE_COLUMNS, STAGED_ORDER_COLUMNS, stagedLineRow, stagedOrderRow } from "./staging-rows.ts";

/**
 * A staged order that the books do not hold in this state. Shopify's word beats a file's; its moments have seconds, in which
 * two states can fall; a file says nothing of when, so it is news where it differs from what an earlier file said.
 * $3: origin of the file.
 */
const REMAINS = `(o.order_id IS NULL OR CASE $3::text
  WHEN 'shopify' THEN o.origin = 'csv' OR o.shopify_updated_at < s.shopify_updated_at OR o.shopify_updated_at = s.shopify_updated_at AND ${differs()}
  ELSE o.origin = 'csv' AND ${differs()} END)`;

function differs(): string {
  const columns = (row: string) =>
    ["financial_status", "total_minor", "refunded_minor", "cancelled_at"]
      .map((column) => `${row}.${column}`)
      .join(", ");
  return `(${columns("o")}) IS DISTINCT FROM (${columns("s")})`;
}

const STAGED_AGAINST_BOOKS = `FROM staged_orders s LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = s.order_id
  WHERE s.shop_id = $1 AND s.import_id = $2 AND ${REMAINS}`;

/** The staging tables: filled by COPY, merged slice by slice, emptied when an import is over. */
export function createStagingStore(pool: Pool): Staging {
  async function clear(shopId: string, importId: string): Promise<void> {
    await pool.query("DELETE FROM staged_orders WHERE shop_id = $1 AND import_id = $2", [shopId, importId]);
    await pool.query("DELETE FROM staged_lines WHERE shop_id = $1 AND import_id = $2", [shopId, importId]);
  }
  async function count(text: string, values: unknown[]): Promise<number> {
    const { rows } = await pool.query<{ count: number }>(text, values);
    return rows[0]!.count;
  }

  return {
    clear,

    /** Two COPYs side by side, since orders and lines come mixed. Memory stays constant: a slow server stops the reading. */
    async load(shopId, importId, batches) {
      await clear(shopId, importId);
      return withClients(pool, async (ordersClient, linesClient) => {
        const prefix = `${copyField(shopId)}\t${copyField(importId)}`;
        const orders = openCopy(ordersClient, `COPY staged_orders (${STAGED_ORDER_COLUMNS}) FROM STDIN`);
        const lines = openCopy(linesClient, `COPY staged_lines (${STAGED_LINE_COLUMNS}) FROM STDIN`);
        try {
          for await (const batch of batches) {
            for (const row of batch) {
              if (row.kind === "order") orders.add(stagedOrderRow(prefix, row.order));
              else lines.add(stagedLineRow(prefix, row.line));
            }
            if (orders.due || lines.due) await Promise.all([orders.flush(), lines.flush()]);
          }
          const counts = { lines: await lines.end(), orders: await orders.end() };
          await ordersClient.query("ANALYZE staged_orders, staged_lines");
          return counts;
        } catch (problem) {
          const reason = problem instanceof Error ? problem : new Error(String(problem));
          await Promise.all([orders.abort(reason), lines.abort(reason)]);
          throw problem;
        }
      });
    },

    async setAside(shopId, importId, orderIds) {
      const which = [shopId, importId, orderIds];
      await pool.query(
        "DELETE FROM staged_lines WHERE shop_id = $1 AND import_id = $2 AND order_id = ANY ($3)",
        which,
      );
      const { rows } = await pool.query<{ id: string; name: string }>(
        "DELETE FROM staged_orders WHERE shop_id = $1 AND import_id = $2 AND order_id = ANY ($3) RETURNING order_id AS id, name",
        which,
      );
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    settleFile: (shopId, importId, limit) => settleStagedFile(pool, shopId, importId, limit),

    countOrders: (shopId, importId) =>
      count("SELECT count(*)::integer AS count FROM staged_orders WHERE shop_id = $1 AND import_id = $2", [
        shopId,
        importId,
      ]),

    countOrphans: (shopId, importId) =>
      count(
        `SELECT count(*)::integer AS count FROM staged_lines l WHERE l.shop_id = $1 AND l.import_id = $2
         AND NOT EXISTS (SELECT FROM staged_orders s WHERE s.shop_id = $1 AND s.import_id = $2 AND s.order_id = l.order_id)`,
        [shopId, importId],
      ),

    recordSlice: (shop, rule, slice) => recordSlice(pool, shop, rule, slice),

    async listRemaining(shopId, importId, origin, after, limit) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT DISTINCT s.order_id AS id ${STAGED_AGAINST_BOOKS} AND s.order_id > $4 ORDER BY 1 LIMIT $5`,
        [shopId, importId, origin, after, limit],
      );
      return rows.map((row) => row.id);
    },

    countRemaining: (shopId, importId, origin) =>
      count(`SELECT count(DISTINCT s.order_id)::integer AS count ${STAGED_AGAINST_BOOKS}`, [
        shopId,
        importId,
        origin,
      ]),

    listFacts: (shop, importId, orderIds) => listStagedFacts(pool, shop, importId, orderIds),

    async listAbsent(shopId, importId, from, after, limit) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT o.order_id AS id FROM orders o
         WHERE o.shop_id = $1 AND o.origin = 'shopify' AND o.deleted_at IS NULL AND o.processed_at >= $3 AND o.order_id > $4
           AND NOT EXISTS (SELECT FROM staged_orders s WHERE s.shop_id = $1 AND s.import_id = $2 AND s.order_id = o.order_id)
         ORDER BY o.order_id LIMIT $5`,
        [shopId, importId, from, after, limit],
      );
      return rows.map((row) => row.id);
    },
  };
}

async function withClients<T>(
  pool: Pool,
  work: (first: PoolClient, second: PoolClient) => Promise<T>,
): Promise<T> {
  const first = await pool.connect();
  const second = await pool.connect().catch((problem: unknown) => {
    first.release();
    throw problem;
  });
  let broken = true; // in the middle of a COPY a connection is of no further use
  try {
    const result = await work(first, second);
    broken = false;
    return result;
  } finally {
    first.release(broken);
    second.release(broken);
  }
}
