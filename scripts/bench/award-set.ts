import pg from "pg";
import { createDatabase } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { awardSets } from "#app/usecases/award-history.ts";
import { BENCH_SHOP, type BenchServer, fillOrders, freshDatabase } from "./bench-shop.ts";
import { median, type Row } from "./table.ts";

const ORDERS_A_MEMBER = 10;

/**
 * A first publication awards very many recorded orders: entries, lots, what each order and line earned, members' totals.
 * Against a plain INSERT … SELECT of as many entries into one table with a primary key and one unique key.
 */
export async function benchAwardSet(
  server: BenchServer,
  { runs, orders }: { runs: number; orders: number },
  say: (line: string) => void,
): Promise<Row[]> {
  const times = { award: [] as number[], plain: [] as number[] };
  for (let round = 1; round <= runs; round++) {
    const url = await freshDatabase(server, "bench_award_set");
    const client = new pg.Client(url);
    await client.connect();
    await fillOrders(client, orders / ORDERS_A_MEMBER, ORDERS_A_MEMBER);
    await client.query("CHECKPOINT");
    times.award.push(await seconds(() => award(url)));
    const { rows } = await client.query<{ entries: number }>("SELECT count(*)::int AS entries FROM entries");
    if (rows[0]?.entries !== orders) throw new Error(`${rows[0]?.entries} of ${orders} orders were awarded`);
    await client.query(
      `CREATE TABLE plain_entries (LIKE entries);
       ALTER TABLE plain_entries ADD PRIMARY KEY (shop_id, member_id, seq);
       CREATE UNIQUE INDEX plain_entries_key ON plain_entries (shop_id, key);
       CHECKPOINT`,
    );
    times.plain.push(
      await seconds(() =>
        client.query("INSERT INTO plain_entries SELECT * FROM entries ORDER BY member_id, seq"),
      ),
    );
    await client.end();
    say(
      `round ${round}: award ${times.award.at(-1)!.toFixed(1)} s, plain insert ${times.plain.at(-1)!.toFixed(1)} s`,
    );
  }
  return [
    {
      figure: `set-based award of ${orders / 1000}k orders`,
      measured: `${median(times.award).toFixed(1)} s`,
      anchor: `plain insert ${median(times.plain).toFixed(1)} s`,
      ratio: median(times.award) / median(times.plain),
      most: 2.6,
    },
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function award(url: string): Promise<void> {
  const database = createDatabase(url);
  const unasked = () => Promise.reject(new Error("a plain program asks for no product"));
  const ports = {
    ledger: createLedger(database),
    clock: { now: () => new Date() },
    wake: { metafields: () => undefined },
    knownProducts: { listCampaignTerms: () => Promise.resolve([]), list: unasked, remember: unasked },
    shopifyProducts: { fetchProducts: unasked },
  };
  await awardSets(ports, BENCH_SHOP, 1);
  await database.close();
}
