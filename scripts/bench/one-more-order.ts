import { createIds } from "#app/ids.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { BENCH_SHOP, type BenchServer, fillOrders, freshDatabase } from "./bench-shop.ts";
import { orderFactsOf } from "./order-facts.ts";
import { median, type Row } from "./table.ts";

const ORDERS_A_MEMBER = 10;
const SMALL = 1_000;
const ORDERS_A_ROUND = 300;

/** What one more order costs in a large shop, against the same in a small one; the two take turns, order by order. */
export async function benchOneMoreOrder(
  server: BenchServer,
  { runs, orders }: { runs: number; orders: number },
  say: (line: string) => void,
): Promise<Row[]> {
  say(
    `filling a shop with ${orders.toLocaleString("en")} orders and one with ${SMALL.toLocaleString("en")} …`,
  );
  const [large, small] = [
    await openShop(server, "bench_large", orders),
    await openShop(server, "bench_small", SMALL),
  ];
  const times = { large: [] as number[], small: [] as number[] };
  await record(large, 50);
  await record(small, 50);
  for (let round = 1; round <= runs; round++) {
    const took = { large: [] as number[], small: [] as number[] };
    for (let order = 0; order < ORDERS_A_ROUND; order++) {
      took.large.push(await record(large, 1));
      took.small.push(await record(small, 1));
    }
    times.large.push(median(took.large));
    times.small.push(median(took.small));
    say(`round ${round}: ${times.large.at(-1)!.toFixed(2)} ms against ${times.small.at(-1)!.toFixed(2)} ms`);
  }
  await large.database.close();
  await small.database.close();
  return [
    {
      figure: `one more order in a shop of ${orders / 1000}k`,
      measured: `${median(times.large).toFixed(2)} ms`,
      anchor: `in a shop of ${SMALL / 1000}k ${median(times.small).toFixed(2)} ms`,
      ratio: median(times.large) / median(times.small),
      most: 1.2,
    },
  ];
}

type Shop = { readonly database: Database; readonly members: number; next: number };

async function openShop(server: BenchServer, name: string, orders: number): Promise<Shop> {
  const database = createDatabase(await freshDatabase(server, name), { maxConnections: 2 });
  await fillOrders(database.pool, orders / ORDERS_A_MEMBER, ORDERS_A_MEMBER);
  return { database, members: orders / ORDERS_A_MEMBER, next: 0 };
}

/** Records so many orders, one after another, of members who have bought before; milliseconds. */
async function record(shop: Shop, orders: number): Promise<number> {
  const clock = { now: () => new Date() };
  const ports = {
    ledger: createLedger(shop.database),
    clock,
    ids: createIds(),
    wake: { metafields: () => undefined, redemptions: () => undefined },
  };
  const started = performance.now();
  for (let order = 0; order < orders; order++) {
    shop.next += 1;
    const member = 1 + Math.floor(Math.random() * shop.members);
    await recordOrders(ports, BENCH_SHOP, [orderFactsOf(shop.next, member, clock.now())]);
  }
  return performance.now() - started;
}
