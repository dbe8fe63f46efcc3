import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { createDatabase } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { awardSets } from "#app/usecases/program/award-history.ts";
import { BENCH_SHOP, type BenchServer, fillOrders, freshDatabase } from "./bench-shop.ts";
import { runImport } from "./import.ts";
import { writeSyntheticResult } from "./synthetic-orders.ts";
import { median, type Row } from "./table.ts";

const ORDERS_A_MEMBER = 10;
/** A first publication takes minutes: it is timed over a tenth of the orders. */
const PUBLISHED_SHARE = 10;

type Sizes = { readonly runs: number; readonly orders: number };

/**
 * What it costs to give very many orders their points: the set-based statements that do it while the orders are taken in, timed one by
 * one inside a whole import (points reckoned, entries numbered and written, lots, totals of members), against a plain INSERT … SELECT of
 * the very entries into one table with a primary key and one unique key.
 * The rows of members whom the import meets for the first time stand apart: they are written once, with a program or without one, and the
 * points ride in them; with a dozen indexes each, they tell how many new customers a history has, not what its points cost.
 * Beside it, without a limit, a first publication over orders that were recorded before: it must also rewrite each of those orders and
 * lines, which is most of its time.
 */
export async function benchAwardSet(
  server: BenchServer,
  { runs, orders }: Sizes,
  say: (line: string) => void,
): Promise<Row[]> {
  const resultPath = join(server.folder, "award-set.jsonl");
  say(`writing ${orders.toLocaleString("en")} synthetic orders …`);
  const objects = await writeSyntheticResult(resultPath, orders);
  const times = { award: [] as number[], books: [] as number[], plain: [] as number[] };
  let entries = 0;
  for (let round = 1; round <= runs; round++) {
    const databaseUrl = await freshDatabase(server, "bench_award_set");
    const { awardSeconds, newMemberSeconds, seconds } = await runImport({
      databaseUrl,
      resultPath,
      orders,
      objects,
    });
    const plain = await insertPlainly(databaseUrl);
    entries = plain.entries;
    times.award.push(awardSeconds);
    times.books.push(awardSeconds - newMemberSeconds);
    times.plain.push(plain.seconds);
    say(
      `round ${round}: award ${awardSeconds.toFixed(1)} s of an import's ${seconds.toFixed(1)} s, plain insert ${plain.seconds.toFixed(1)} s`,
    );
  }
  await rm(resultPath);

  const recorded = orders / PUBLISHED_SHARE;
  const first = await publishFirst(server, recorded);
  say(`first publication: ${first.award.toFixed(1)} s, plain insert ${first.plain.toFixed(1)} s`);
  return [
    {
      figure: `award of ${orders / 1000}k orders in an import`,
      measured: `${median(times.books).toFixed(1)} s`,
      anchor: `plain insert of ${Math.round(entries / 1000)}k entries ${median(times.plain).toFixed(1)} s`,
      ratio: median(times.books) / median(times.plain),
      most: 2.6,
    },
    {
      figure: "with the rows of its new members, beside",
      measured: `${median(times.award).toFixed(1)} s`,
      anchor: `the same ${median(times.plain).toFixed(1)} s`,
      ratio: median(times.award) / median(times.plain),
      most: null,
    },
    {
      figure: `first publication over ${recorded / 1000}k recorded orders, beside`,
      measured: `${first.award.toFixed(1)} s`,
      anchor: `plain insert ${first.plain.toFixed(1)} s`,
      ratio: first.award / first.plain,
      most: null,
    },
  ];
}

/** The entries of a database once more, into a table of their own. */
async function insertPlainly(url: string): Promise<{ seconds: number; entries: number }> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `CREATE TABLE plain_entries (LIKE entries);
     ALTER TABLE plain_entries ADD PRIMARY KEY (shop_id, member_id, seq);
     CREATE UNIQUE INDEX plain_entries_key ON plain_entries (shop_id, key);
     CHECKPOINT`,
  );
  let entries = 0;
  const took = await seconds(async () => {
    const done = await client.query(
      "INSERT INTO plain_entries SELECT * FROM entries ORDER BY member_id, seq",
    );
    entries = done.rowCount ?? 0;
  });
  await client.end();
  return { seconds: took, entries };
}

async function publishFirst(server: BenchServer, orders: number): Promise<{ award: number; plain: number }> {
  const url = await freshDatabase(server, "bench_award_set");
  const client = new pg.Client(url);
  await client.connect();
  await fillOrders(client, orders / ORDERS_A_MEMBER, ORDERS_A_MEMBER);
  await client.query("CHECKPOINT");
  await client.end();
  const took = await seconds(() => award(url));
  const plain = await insertPlainly(url);
  if (plain.entries !== orders) throw new Error(`${plain.entries} of ${orders} orders were awarded`);
  return { award: took, plain: plain.seconds };
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
