import type { Pool } from "pg";
import type { ImportProblem } from "#app/usecases/imports/import-ports.ts";

/**
 * What a file's rows mean only together: the second order of a name or id is set aside, lines that stand apart from their
 * order find it by its name, and an order's goods (its subtotal after all discounts) are shared over its lines. One
 * transaction: a kill leaves the rows as they were loaded.
 * @returns at most `limit` of the problems, by row, and how many there are
 */
export async function settleStagedFile(
  pool: Pool,
  shopId: string,
  importId: string,
  limit: number,
): Promise<{ problems: ImportProblem[]; problemCount: number }> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("BEGIN");
    const problems: ImportProblem[] = [];
    for (const statement of [SET_DUPLICATES_ASIDE, SET_LONE_LINES_ASIDE]) {
      const { rows } = await client.query<ImportProblem>(statement, [shopId, importId]);
      problems.push(...rows);
    }
    for (const statement of [BRING_LINES_HOME, RENUMBER_LINES, KNOW_BY_ID, ADD_MISSING_LINES, SHARE_GOODS])
      await client.query(statement, [shopId, importId]);
    await client.query("COMMIT");
    isBroken = false;
    return {
      problems: problems.sort((a, b) => a.row - b.row).slice(0, limit),
      problemCount: problems.length,
    };
  } finally {
    client.release(isBroken);
  }
}

/** Lines of a duplicate lie between its own row and that of the next order. */
const SET_DUPLICATES_ASIDE = `
WITH heads AS (
  SELECT order_id, name, row_number AS row, lead(row_number) OVER (ORDER BY row_number) AS next_row,
    min(row_number) OVER (PARTITION BY order_id) AS first_row
  FROM staged_orders WHERE shop_id = $1 AND import_id = $2
), duplicates AS (SELECT * FROM heads WHERE row > first_row),
lines AS (
  DELETE FROM staged_lines l USING duplicates d
  WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id = d.order_id AND l.position >= d.row AND l.position < coalesce(d.next_row, 2147483647)
), orders AS (
  DELETE FROM staged_orders s USING duplicates d WHERE s.shop_id = $1 AND s.import_id = $2 AND s.row_number = d.row
)
SELECT row, 'duplicate-order' AS code, jsonb_build_object('name', name, 'firstRow', first_row) AS data FROM duplicates`;

const SET_LONE_LINES_ASIDE = `
DELETE FROM staged_lines l
WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id LIKE 'name:%'
  AND NOT EXISTS (SELECT FROM staged_orders s WHERE s.shop_id = $1 AND s.import_id = $2 AND s.name = substr(l.order_id, 6))
RETURNING l.position AS row, 'line-without-order' AS code, jsonb_build_object('name', substr(l.order_id, 6)) AS data`;

const BRING_LINES_HOME = `
UPDATE staged_lines l SET order_id = s.order_id, line_id = 'apart'
FROM (SELECT name, min(order_id) AS order_id FROM staged_orders WHERE shop_id = $1 AND import_id = $2 GROUP BY name) s
WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id = 'name:' || s.name`;

/** Numbered in the order of their rows, so that the same file gives the same ids. */
const RENUMBER_LINES = `
UPDATE staged_lines l SET line_id = n.order_id || '/' || n.number
FROM (
  SELECT position, order_id, row_number() OVER (PARTITION BY order_id ORDER BY position) AS number FROM staged_lines
  WHERE shop_id = $1 AND import_id = $2
    AND order_id IN (SELECT order_id FROM staged_lines WHERE shop_id = $1 AND import_id = $2 AND line_id = 'apart')
) n
WHERE l.shop_id = $1 AND l.import_id = $2 AND l.position = n.position`;

/** An order that Shopify told us of is known by its id, though the file knows its name only. */
const KNOW_BY_ID = `
UPDATE staged_orders s SET order_id = o.order_id
FROM orders o
WHERE s.shop_id = $1 AND s.import_id = $2 AND s.order_id LIKE 'csv:%' AND o.shop_id = $1 AND o.name = s.name AND o.order_id NOT LIKE 'csv:%'`;

/** An order whose rows name no goods has its subtotal as one line. */
const ADD_MISSING_LINES = `
INSERT INTO staged_lines (shop_id, import_id, order_id, line_id, position, title, quantity, gift_card, net_minor, tax_minor)
SELECT $1, $2, s.order_id, s.order_id || '/1', s.row_number, s.name, 1, false, s.goods_minor, 0
FROM staged_orders s
WHERE s.shop_id = $1 AND s.import_id = $2 AND s.goods_minor > 0
  AND NOT EXISTS (SELECT FROM staged_lines l WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id = s.order_id)`;

/** By largest remainder, ties by line order; goods without any priced line fall to the first one. */
const SHARE_GOODS = `
UPDATE staged_lines l SET net_minor = shared.net_minor
FROM (
  SELECT order_id, position, base + CASE
      WHEN total = 0 THEN CASE WHEN place = 1 THEN goods ELSE 0 END
      WHEN row_number() OVER (PARTITION BY order_id ORDER BY remainder DESC, position) <= goods - sum(base) OVER (PARTITION BY order_id) THEN 1
      ELSE 0 END AS net_minor
  FROM (
    SELECT order_id, position, goods, total, row_number() OVER (PARTITION BY order_id ORDER BY position) AS place,
      CASE WHEN total = 0 THEN 0 ELSE trunc(goods * net / total) END AS base, CASE WHEN total = 0 THEN 0 ELSE goods * net % total END AS remainder
    FROM (
      SELECT l.order_id, l.position, l.net_minor::numeric AS net, s.goods_minor::numeric AS goods,
        sum(l.net_minor) OVER (PARTITION BY l.order_id) AS total
      FROM staged_lines l
      JOIN staged_orders s ON s.shop_id = $1 AND s.import_id = $2 AND s.order_id = l.order_id AND s.goods_minor IS NOT NULL
      WHERE l.shop_id = $1 AND l.import_id = $2
    ) w
    WHERE total <> goods
  ) r
) shared
WHERE l.shop_id = $1 AND l.import_id = $2 AND l.order_id = shared.order_id AND l.position = shared.position`;
