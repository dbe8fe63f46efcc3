import pg from "pg";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import { BENCH_SHOP } from "./bench-shop.ts";

const rung = (id: string, from: string, more: Partial<Tier> = {}): Tier => ({
  ...PLAIN_TIER,
  id,
  name: id,
  from,
  ...more,
});

/** Spent within twelve months; who misses a tier has thirty days. */
export const BENCH_TIERS: Tiers = {
  ...{
    measure: "spent",
    join: "any",
    window: { kind: "rolling", months: 12, keepNext: false },
    graceDays: 30,
  },
  ...{ countPending: false, softLanding: false, noticeDays: null, replaced: {} },
  ladder: [rung("bronze", "0"), rung("silver", "500", { entryPoints: 50 }), rung("gold", "1000")],
};

/** The day of the review: all orders lie within the twelve months before it. */
export const REVIEWED_ON = "2026-06-01";
export const ORDERS_A_MEMBER = 10;

const MEMBER = "('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid";

/**
 * Members with ten orders each in a program with tiers, each where they belong but for some: of a hundred three have reached silver, two
 * have missed it for longer than the grace days, one misses it today for the first time.
 */
export async function fillTiers(url: string, members: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  // Versions never change (law 10): the tiers come with a second one.
  await client.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 2, now(), 'bench', $2)",
    [BENCH_SHOP, JSON.stringify({ ...DEFAULT_PROGRAM, tiers: BENCH_TIERS })],
  );
  await client.query("UPDATE shops SET launched_at = '2025-01-01' WHERE shop_id = $1", [BENCH_SHOP]);
  await client.query(
    `INSERT INTO tier_reviews (shop_id, version, is_placing, losers, silent, live_from, reviewed_on)
     VALUES ($1, 2, false, 'apply', true, '2025-01-01', '2026-05-31')`,
    [BENCH_SHOP],
  );
  // What triggers and foreign keys would do for each row is nothing that is measured here.
  await client.query("SET session_replication_role = replica");
  const build = [...(await dropIndexes(client, "members")), ...(await dropIndexes(client, "orders"))];
  await client.query(`
    INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, joined_on, orders_count, spent_minor,
      last_order_on, published_seq, updated_at)
    SELECT '${BENCH_SHOP}', ${MEMBER}, 'gid://shopify/Customer/' || 6000000000000 + i, e, e, n, lower(n) || ' ' || e, '2022-01-01',
      ${ORDERS_A_MEMBER}, ${ORDERS_A_MEMBER} * 2500, '2026-05-01', 0, '2025-01-01'
    FROM generate_series(1, ${members}) AS i, LATERAL (VALUES ('customer' || i || '@example.com', 'First' || i || ' Last' || i)) AS who (e, n)`);
  await client.query(`
    INSERT INTO member_tiers (shop_id, member_id, tier_id, since, missed_on)
    SELECT '${BENCH_SHOP}', ${MEMBER},
      CASE WHEN i % 100 IN (1, 5, 9) THEN 'bronze' WHEN i % 100 IN (0, 4, 8) THEN 'silver'
        ELSE (ARRAY['bronze', 'silver', 'silver', 'gold'])[i % 4 + 1] END,
      '2025-06-01', CASE WHEN i % 100 IN (0, 4) THEN date '2026-05-01' END
    FROM generate_series(1, ${members}) AS i`);
  await client.query(`
      INSERT INTO orders (shop_id, order_id, name, member_id, customer_id, processed_at, business_date, paid_at, test, financial_status,
        source, goods_minor, goods_left_minor, tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at,
        program_version, earned_at, earned_points, kept_points)
      SELECT '${BENCH_SHOP}', 'gid://shopify/Order/' || o, '#' || o, ${MEMBER}, 'gid://shopify/Customer/' || 6000000000000 + i, at, at::date, at,
        false, 'paid', 'web', net, net, 400, 500, net + 900, true, 'shopify', at, 1, at, net / 100, net / 100
      FROM generate_series(1, ${ORDERS_A_MEMBER}) AS k, generate_series(1, ${members}) AS i,
        LATERAL (VALUES (4000000000000 + k * ${members}::bigint + i, timestamptz '2025-06-15 12:00Z' + k * interval '30 days',
          2500 * (i % 4 + 1))) AS told (o, at, net)`);
  await client.query("SET session_replication_role = origin");
  await client.query("SET maintenance_work_mem = '512MB'");
  for (const statement of build) await client.query(statement);
  for (const table of ["members", "orders", "member_tiers"]) await client.query(`VACUUM ANALYZE ${table}`);
  await client.query("CHECKPOINT");
  await client.end();
}

/** Ten million rows are written in a fraction of the time when their indexes are built afterwards: the statements for it. */
async function dropIndexes(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = $1 AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    [table],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}
