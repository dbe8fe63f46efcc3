import pg from "pg";
import { createIds } from "#app/ids.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import { BENCH_SHOP, type BenchServer, freshDatabase } from "./bench-shop.ts";
import { fillTiers, ORDERS_A_MEMBER, REVIEWED_ON } from "./fill-tiers.ts";
import { orderFactsOf } from "./order-facts.ts";
import { median, type Row } from "./table.ts";

const SMALL = 1_000;
const MOVES = 200;

/**
 * The nightly review of very many members with ten orders each, of whom 5 % move, both ways, and 1 % begin their grace days, against one
 * plain sum over the same window; and a move after an order in that shop against the same in a small one, turn by turn.
 */
export async function benchTiers(
  server: BenchServer,
  { members }: { members: number },
  say: (line: string) => void,
): Promise<Row[]> {
  say(
    `filling a shop with ${members.toLocaleString("en")} members of ${ORDERS_A_MEMBER} orders and one with ${SMALL.toLocaleString("en")} …`,
  );
  const urls = {
    large: await freshDatabase(server, "bench_large"),
    small: await freshDatabase(server, "bench_small"),
  };
  await fillTiers(urls.large, members);
  await fillTiers(urls.small, SMALL);
  const moves = await compareMoves(urls, members, say);
  const sums: number[] = [];
  sums.push(await sum(urls.large), await sum(urls.large));
  const review = await timeReview(urls.large);
  sums.push(await sum(urls.large));
  say(
    `review ${review.seconds.toFixed(1)} s, ${review.moved} moved; one sum ${sums.map((one) => one.toFixed(1)).join(", ")} s`,
  );
  return [
    {
      figure: `review of ${members / 1000}k members, ${((100 * review.moved) / members).toFixed(1)} % moving`,
      measured: `${review.seconds.toFixed(1)} s`,
      anchor: `one sum over the same window ${median(sums).toFixed(1)} s`,
      ratio: review.seconds / median(sums),
      most: 3,
    },
    moves,
  ];
}

async function timeReview(url: string): Promise<{ seconds: number; moved: number }> {
  const database = createDatabase(url);
  const took = await seconds(() =>
    reviewTiers(portsOf(database, new Date(`${REVIEWED_ON}T12:00:00Z`)), BENCH_SHOP),
  );
  const { rows } = await database.pool.query<{ moved: number }>(
    "SELECT count(*)::int AS moved FROM tier_moves WHERE shop_id = $1 AND at >= $2",
    [BENCH_SHOP, `${REVIEWED_ON}T12:00:00Z`],
  );
  await database.close();
  return { seconds: took, moved: rows[0]?.moved ?? 0 };
}

/** What every member has spent within the window, and nothing more. */
async function sum(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const took = await seconds(() =>
    client.query(
      `SELECT count(*), sum(spent) FROM (
         SELECT member_id, sum(goods_left_minor) AS spent FROM orders
         WHERE shop_id = $1 AND is_purchase AND business_date >= $2 AND business_date <= $3 GROUP BY member_id) sums`,
      [BENCH_SHOP, "2025-06-01", REVIEWED_ON],
    ),
  );
  await client.end();
  return took;
}

/** An order that raises its member, and the move that follows it; the two shops take turns. */
async function compareMoves(
  urls: { readonly large: string; readonly small: string },
  members: number,
  say: (line: string) => void,
): Promise<Row> {
  const shops = {
    large: { database: createDatabase(urls.large, { maxConnections: 2 }), members, next: 0 },
    small: { database: createDatabase(urls.small, { maxConnections: 2 }), members: SMALL, next: 0 },
  };
  const times = { large: [] as number[], small: [] as number[] };
  for (let turn = 0; turn < MOVES + 20; turn++) {
    for (const size of ["large", "small"] as const) {
      const took = await moveOnce(shops[size]);
      if (turn >= 20) times[size].push(took);
    }
  }
  await shops.large.database.close();
  await shops.small.database.close();
  const [large, small] = [median(times.large), median(times.small)];
  say(`a move ${large.toFixed(2)} ms against ${small.toFixed(2)} ms`);
  return {
    figure: `a move after an order in a shop of ${members / 1000}k members`,
    measured: `${large.toFixed(2)} ms`,
    anchor: `in a shop of ${SMALL / 1000}k ${small.toFixed(2)} ms`,
    ratio: large / small,
    most: 1.2,
  };
}

/** Members 2, 6, 10 … hold silver by 500: 500 more make gold. Milliseconds from the order's being told to the move's being written. */
async function moveOnce(shop: {
  readonly database: Database;
  readonly members: number;
  next: number;
}): Promise<number> {
  shop.next += 1;
  const member = 2 + 4 * Math.floor((shop.next * 7919) % (shop.members / 4 - 1));
  const now = new Date(`${REVIEWED_ON}T10:00:00Z`);
  const ports = portsOf(shop.database, now);
  const facts = orderFactsOf(shop.next, member, now);
  const lines = facts.lines.map((line, position) => (position === 0 ? { ...line, netMinor: 50_000n } : line));
  const started = performance.now();
  await recordOrders(ports, BENCH_SHOP, [{ ...facts, lines }]);
  await moveTiers(ports, BENCH_SHOP);
  return performance.now() - started;
}

function portsOf(database: Database, now: Date) {
  return {
    ledger: createLedger(database),
    clock: { now: () => now },
    ids: createIds(),
    wake: { metafields: () => undefined, redemptions: () => undefined },
    tierBenefits: { giveEntryReward: () => Promise.reject(new Error("no tier of the bench gives a reward")) },
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
