import { DatabaseError, type Pool, type PoolClient } from "pg";
import { foldCase } from "#app/domain/shared/fold-case.ts";
import type { Slice, StagedRule } from "#app/usecases/imports/import-ports.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";
import { CHECK_TIERS } from "./check-slice-tiers.ts";
import * as sql from "./record-slice-sql.ts";
import { BUCKETS } from "./staging-rows.ts";

/** The export holds an order twice, or a customer's webhook has just made one of the members: then the slice begins anew, with care. */
const CONFLICTS = new Set(["23505", "40001", "40P01"]); // unique_violation, serialization_failure, deadlock_detected
const TRIES = 5;

/** Records one slice in one transaction; the same slice again changes nothing. Outdated: by now the shop has other rules. */
export async function recordSlice(
  pool: Pool,
  shop: ShopRecord,
  rule: StagedRule | null,
  slice: Slice,
): Promise<"recorded" | "outdated"> {
  const client = await pool.connect();
  try {
    await client.query(sql.WORKING_TABLES);
    for (let tried = 1; ; tried++) {
      await client.query("BEGIN");
      try {
        const isCurrent = await writeSlice(client, shop, rule, slice, { distinct: tried > 1 });
        await client.query("COMMIT");
        return isCurrent ? "recorded" : "outdated";
      } catch (problem) {
        await client.query("ROLLBACK");
        if (!(problem instanceof DatabaseError) || !CONFLICTS.has(problem.code ?? "") || tried === TRIES)
          throw problem;
      }
    }
  } finally {
    client.release();
  }
}

async function writeSlice(
  client: PoolClient,
  shop: ShopRecord,
  rule: StagedRule | null,
  slice: Slice,
  care: sql.Care,
): Promise<boolean> {
  const { shopId, timeZone } = shop;
  const { importId, at } = slice;
  const buckets = [
    Math.floor((slice.index * BUCKETS) / slice.of),
    Math.floor(((slice.index + 1) * BUCKETS) / slice.of),
  ];
  const run = async (text: string, ...values: unknown[]): Promise<number> =>
    (await client.query(text, values)).rowCount ?? 0;

  await run("SET LOCAL work_mem = '64MB'");
  await run("SET LOCAL default_statistics_target = 10"); // the planner wants the sizes alone
  await run(sql.LOCK_BOOKS, shopId);
  const { participation, excludedTag, historyEarns, historyFrom } = shop;
  const settings = [participation, excludedTag, historyEarns, historyFrom, rule?.programVersion];
  const now = await client.query<{ stillRules: boolean }>(sql.STILL_RULES, [shopId, ...settings]);
  if (now.rows[0]?.stillRules !== true) return false;
  const known = await client.query<{ byName: boolean }>(sql.KNOWS_ORDERS_BY_NAME, [shopId]);
  const taken = await run(
    sql.takeOrders(care),
    shopId,
    importId,
    ...buckets,
    timeZone,
    rule?.rulesFrom ?? "infinity",
    known.rows[0]?.byName,
  );
  if (taken === 0) return true;
  await run(sql.GIVE_GUESTS_TO_CUSTOMERS, shopId, importId, ...buckets);
  await run("ANALYZE slice_orders");
  await run(sql.FIND_PEOPLE, shopId, at, shop.participation, shop.excludedTag && foldCase(shop.excludedTag));
  await run(sql.LOCK_KNOWN_MEMBERS, shopId, at, shop.participation);
  await run("ANALYZE slice_people");
  await run(sql.LEAVE_THE_UNUSUAL);
  await run(sql.takeLines(care), shopId, importId);
  await run("ANALYZE slice_lines");
  await run(sql.LEAVE_THE_EXTREME, largestGoods(rule));
  await run(
    sql.EARN,
    timeZone,
    rule?.points ?? 0,
    rule?.perMinor ?? 1n,
    rule?.expiryMonths,
    rule?.earnsFrom,
    rule?.earns ?? false,
    rule !== null && !rule.defers,
  );
  await run("ANALYZE slice_earnings");
  await run(sql.NUMBER_ENTRIES, at);
  await run("ANALYZE slice_entries");
  await run(sql.WRITE_ORDERS, shopId, slice.origin, rule?.programVersion);
  await run(sql.WRITE_LINES, shopId);
  await run(sql.WRITE_ENTRIES, shopId, rule?.programVersion);
  await run(sql.WRITE_LOTS, shopId, at);
  await run(sql.WRITE_NEW_MEMBERS, shopId);
  await run(sql.UPDATE_KNOWN_MEMBERS, shopId);
  await run(sql.LEARN_CUSTOMERS, shopId);
  await run(CHECK_TIERS, shopId);
  return true;
}

/** An order's points are shared over its lines: points × goods² ÷ per has to fit into a bigint (9.2 × 10^18). */
export function largestGoods(rule: StagedRule | null): number {
  const { points, perMinor } = rule ?? { points: 0, perMinor: 1n };
  return points === 0 ? 1e9 : Math.floor(Math.min(1e9, Math.sqrt((9e18 * Number(perMinor)) / points)));
}
