import { fork } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { NODE } from "../pinned-node.ts";
import { type BenchServer, freshDatabase } from "./bench-shop.ts";
import type { ImportMeasure, ImportTask } from "./import.process.ts";
import { median, type Row } from "./table.ts";
import { writeSyntheticResult } from "./synthetic-orders.ts";

/**
 * As `npm run start:worker`, with a heap so small that an import whose memory grew with its file could not end: without the
 * cap the collector is lazier the longer a run takes, which tells of the collector and not of the import.
 */
const WORKER_FLAGS = ["--max-semi-space-size=4", "--max-old-space-size=64"];
const PROCESS = fileURLToPath(new URL("./import.process.ts", import.meta.url));
/** Everything that an import writes, parents first. */
const TABLES = ["members", "orders", "order_lines", "entries", "lots"];

/** Import against a plain COPY of the very rows it writes, into the same tables with the same indexes on the same server. */
export async function benchImport(
  server: BenchServer,
  options: { orders: number; runs: number },
  say: (line: string) => void,
): Promise<Row[]> {
  const { orders, runs } = options;
  const result = join(server.folder, "result.jsonl");
  say(`writing ${orders.toLocaleString("en")} synthetic orders …`);
  const objects = await writeSyntheticResult(result, orders);

  const times = {
    import: [] as number[],
    again: [] as number[],
    copy: [] as number[],
    nothing: [] as number[],
  };
  let peak = 0;
  for (let round = 1; round <= runs; round++) {
    const imported = await freshDatabase(server, "bench_import");
    const first = await runImport({ databaseUrl: imported, resultPath: result, orders, objects });
    const again = await runImport({ databaseUrl: imported, resultPath: result, orders, objects });
    if (round === 1) await dump(imported, server.folder);
    const copied = await freshDatabase(server, "bench_copy");
    times.import.push(first.seconds);
    times.again.push(again.seconds);
    times.copy.push(await load(copied, server.folder));
    times.nothing.push(await selectOne(copied));
    peak = Math.max(peak, first.peakMegabytes, again.peakMegabytes);
    say(
      `round ${round}: import ${first.seconds.toFixed(1)} s, again ${again.seconds.toFixed(1)} s, COPY ${times.copy.at(-1)!.toFixed(1)} s`,
    );
  }

  say(`the same with ${(2 * orders).toLocaleString("en")} orders, for the memory …`);
  const twice = await writeSyntheticResult(result, 2 * orders);
  const large = await runImport({
    databaseUrl: await freshDatabase(server, "bench_import"),
    resultPath: result,
    orders: 2 * orders,
    objects: twice,
  });
  await rm(result);

  const copy = median(times.copy);
  const size = `${orders / 1000}k orders`;
  return [
    {
      figure: `import of ${size}`,
      measured: `${median(times.import).toFixed(1)} s`,
      anchor: `COPY of its rows ${copy.toFixed(1)} s`,
      ratio: median(times.import) / copy,
      most: 2,
    },
    {
      figure: "import of the same file again",
      measured: `${median(times.again).toFixed(1)} s`,
      anchor: `COPY of its rows ${copy.toFixed(1)} s`,
      ratio: median(times.again) / copy,
      most: 1,
    },
    {
      figure: `peak memory, ${size}`,
      measured: `${peak.toFixed(0)} MB`,
      anchor: "250 MB",
      ratio: peak / 250,
      most: 1,
    },
    // Two runs of one size differ by a tenth: what the collector has not yet taken away.
    {
      figure: `peak memory, ${(2 * orders) / 1000}k orders`,
      measured: `${large.peakMegabytes.toFixed(0)} MB`,
      anchor: `${peak.toFixed(0)} MB`,
      ratio: large.peakMegabytes / peak,
      most: 1.1,
    },
    {
      figure: "SELECT 1, beside",
      measured: `${(median(times.nothing) * 1000).toFixed(2)} ms`,
      anchor: "",
      ratio: null,
      most: null,
    },
  ];
}

export async function runImport(task: ImportTask): Promise<ImportMeasure> {
  const child = fork(PROCESS, [JSON.stringify(task)], {
    execPath: NODE,
    execArgv: WORKER_FLAGS,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const measure = await new Promise<ImportMeasure>((resolve, reject) => {
    child.once("message", (message) => resolve(message as ImportMeasure));
    child.once("exit", (code) => reject(new Error(`the import's process ended with ${code}`)));
  });
  if (measure.status !== "done" || measure.orders !== task.orders)
    throw new Error(`the import ended as ${measure.status} after ${measure.orders} orders`);
  return measure;
}

async function dump(url: string, folder: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const table of TABLES)
    await pipeline(
      client.query(copyTo(`COPY ${table} TO STDOUT`)),
      createWriteStream(join(folder, `${table}.copy`)),
    );
  await client.end();
}

async function load(url: string, folder: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query("CHECKPOINT");
  const started = performance.now();
  for (const table of TABLES)
    await pipeline(
      createReadStream(join(folder, `${table}.copy`), { highWaterMark: 256 * 1024 }),
      client.query(copyFrom(`COPY ${table} FROM STDIN`)),
    );
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return seconds;
}

async function selectOne(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const started = performance.now();
  for (let index = 0; index < 1000; index++) await client.query("SELECT 1");
  const seconds = (performance.now() - started) / 1000 / 1000;
  await client.end();
  return seconds;
}
