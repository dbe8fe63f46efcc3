import pg from "pg";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";

export type BenchServer = { url(database: string): string; template: string; folder: string };

export const BENCH_SHOP = "bench.myshopify.com";

/** 5.00 off for 500 points, good for thirty days, for everybody, as often as they like. */
export const BENCH_REWARD: Reward = {
  ...{ id: "five-off", kind: "amount-off", name: "5 off", points: 500, value: "5.00", slider: null },
  ...{ minimumOrder: null, appliesTo: { productIds: [], collectionIds: [] }, product: null },
  combinesWith: { order: false, product: false, shipping: false },
  ...{ validDays: 30, perMember: null, total: null, customerTags: [], tierIds: [] },
  ...{ enabled: true, from: null, until: null },
};
export const BENCH_SCOPES = ["write_discounts"];

/** The shop that the measurements run in: installed, its program published. */
export async function makeBenchShop(client: pg.Client | pg.Pool): Promise<void> {
  await client.query(
    "INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, 'Bench', 'USD', 'America/New_York', now())",
    [BENCH_SHOP],
  );
  await client.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, now(), 'bench', $2)",
    [BENCH_SHOP, JSON.stringify({ ...DEFAULT_PROGRAM, rewards: [BENCH_REWARD] })],
  );
}

/** An empty database with the shop in it; nobody pays for what another one wrote. */
export async function freshDatabase(server: BenchServer, name: string): Promise<string> {
  const client = new pg.Client(server.url("postgres"));
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${server.template}`);
  await client.query("CHECKPOINT");
  await client.end();
  const url = server.url(name);
  const own = new pg.Client(url);
  await own.connect();
  await makeBenchShop(own);
  await own.end();
  return url;
}

export const memberIdOf = (number: number) =>
  `01900000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;
const MEMBER_ID = "('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid";

/**
 * Members 1 … `members`, each with one lot of a million points that never expires and a redemption of long ago. All is published and
 * mailed, as it is in a shop a moment after an entry.
 */
export async function fillMembers(client: pg.Client | pg.Pool, members: number): Promise<void> {
  const numbers = `generate_series(1, ${members}) AS i`;
  await client.query(`
    INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, joined_on, balance, last_seq,
      published_seq, mailed_seq, updated_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 'gid://shopify/Customer/' || 6000000000000 + i, e, e, n, lower(n) || ' ' || e, '2025-01-01',
      1000000, 2, 2, 2, '2025-01-01'
    FROM ${numbers}, LATERAL (VALUES ('customer' || i || '@example.com', 'First' || i || ' Last' || i)) AS who (e, n);
    INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
      reason, source_type, source_id, movements)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 1, 'adjust:opening-' || i, 'opening', timestamptz '2025-01-01', 'adjust', 1000500, 0, 1000500, 0,
      'Opening balance', 'adjustment', 'opening-' || i, '[{"lot": "1.1", "points": 1000500, "expiresAt": null}]'::jsonb
    FROM ${numbers}
    UNION ALL
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 2, 'redemption:' || ${MEMBER_ID} || '/redeem', 'once', '2025-02-01', 'redeem', -500, 0, 1000000, 0,
      'reward-redeemed', 'redemption', ${MEMBER_ID}::text, '[{"lot": "1.1", "points": -500, "expiresAt": null}]'
    FROM ${numbers};
    INSERT INTO lots (shop_id, member_id, seq, n, points, remaining, earned_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 1, 1, 1000500, 1000000, '2025-01-01' FROM ${numbers};
    INSERT INTO redemptions (shop_id, redemption_id, member_id, reward_id, program_version, reward, points, value_minor, status, code, issued_id,
      idempotency_key, input_hash, entry_seq, requested_by, reserved_at, asked_at, issued_at, used_at, order_id, mailed_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, ${MEMBER_ID}, '${BENCH_REWARD.id}', 1, '${JSON.stringify(BENCH_REWARD)}', 500, 500, 'used',
      upper(substr(md5(i::text), 1, 12)), 'gid://shopify/DiscountCodeNode/' || i, md5('once' || i), 'once', 2, 'shopper',
      at, at, at, at, 'gid://shopify/Order/' || 4000000000000 + i, at
    FROM ${numbers}, LATERAL (VALUES (timestamptz '2025-02-01' + i * interval '1 second')) AS times (at)`);
  for (const table of ["members", "entries", "lots", "redemptions"])
    await client.query(`VACUUM ANALYZE ${table}`);
}

/** Members with so many lots of 100 points each, all of them due at `dueOn`. */
export async function fillDueLots(
  client: pg.Client | pg.Pool,
  members: number,
  lotsEach: number,
  what: "mature" | "expire",
  dueOn: string,
): Promise<void> {
  const [balance, pending] = what === "expire" ? [100 * lotsEach, 0] : [0, 100 * lotsEach];
  await client.query(`
    INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, joined_on, balance, pending, earned_total,
      last_seq, published_seq, mailed_seq, updated_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 'gid://shopify/Customer/' || 6000000000000 + i, e, e, n, lower(n) || ' ' || e, '2025-01-01',
      ${balance}, ${pending}, ${100 * lotsEach}, ${lotsEach}, ${lotsEach}, ${lotsEach}, '2025-01-01'
    FROM generate_series(1, ${members}) AS i, LATERAL (VALUES ('customer' || i || '@example.com', 'First' || i || ' Last' || i)) AS who (e, n)`);
  const each = `generate_series(1, ${members}) AS i, generate_series(1, ${lotsEach}) AS seq`;
  await client.query(`
    INSERT INTO entries (shop_id, member_id, seq, key, input_hash, at, kind, points, pending_points, balance_after, pending_after,
      reason, source_type, source_id, program_version, movements)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, seq, 'order:' || o || '/earn', '100@v1', '2025-06-01', 'earn',
      ${what === "expire" ? "100, 0, 100 * seq, 0" : "0, 100, 0, 100 * seq"}, 'order-earned', 'order', 'gid://shopify/Order/' || o, 1,
      ('[{"lot":"' || seq || '.1","points":100,"expiresAt":null}]')::jsonb
    FROM ${each}, LATERAL (VALUES (4000000000000 + i * ${lotsEach}::bigint + seq)) AS orders (o);
    INSERT INTO lots (shop_id, member_id, seq, n, order_id, points, remaining, earned_at, ${what}s_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, seq, 1, 'gid://shopify/Order/' || 4000000000000 + i * ${lotsEach}::bigint + seq, 100, 100,
      '2025-06-01', '${dueOn}'
    FROM ${each}`);
  for (const table of ["members", "entries", "lots"]) await client.query(`VACUUM ANALYZE ${table}`);
}

/** Members with so many orders each, two lines an order, recorded before there was a program. */
export async function fillOrders(
  client: pg.Client | pg.Pool,
  members: number,
  ordersEach: number,
): Promise<void> {
  await client.query(`
    INSERT INTO members (shop_id, member_id, customer_id, email_key, email, name, search_text, joined_on, orders_count, spent_minor,
      last_order_on, published_seq, updated_at)
    SELECT '${BENCH_SHOP}', ${MEMBER_ID}, 'gid://shopify/Customer/' || 6000000000000 + i, e, e, n, lower(n) || ' ' || e, '2022-01-01',
      ${ordersEach}, ${ordersEach} * 4998, '2024-01-01', 0, '2025-01-01'
    FROM generate_series(1, ${members}) AS i, LATERAL (VALUES ('customer' || i || '@example.com', 'First' || i || ' Last' || i)) AS who (e, n);
    INSERT INTO orders (shop_id, order_id, name, member_id, customer_id, processed_at, business_date, paid_at, test, financial_status, source,
      goods_minor, goods_left_minor, tax_minor, shipping_minor, total_minor, is_purchase, origin, shopify_updated_at)
    SELECT '${BENCH_SHOP}', 'gid://shopify/Order/' || o, '#' || o, ${MEMBER_ID}, 'gid://shopify/Customer/' || 6000000000000 + i, at, at::date, at,
      false, 'paid', 'web', 4998, 4998, 400, 500, 5898, true, 'shopify', at
    FROM generate_series(1, ${members}) AS i, generate_series(1, ${ordersEach}) AS k,
      LATERAL (VALUES (4000000000000 + i * ${ordersEach}::bigint + k, timestamptz '2022-01-01 12:00Z' + k * interval '60 days')) AS told (o, at);
    INSERT INTO order_lines (shop_id, order_id, line_id, position, title, quantity, product_id, gift_card, net_minor, tax_minor, earned_net_minor)
    SELECT '${BENCH_SHOP}', o.order_id, 'gid://shopify/LineItem/' || substr(o.order_id, 21) || p, p, 'Product number ' || p, 1,
      'gid://shopify/Product/' || 700000 + p, false, 2499, 200, 2499
    FROM orders o, generate_series(0, 1) AS p`);
  for (const table of ["members", "orders", "order_lines"]) await client.query(`VACUUM ANALYZE ${table}`);
}
