/**
 * `npm run bench`: a table, one row a figure, each a ratio against its anchor measured in the same run on the same server.
 * `npm run bench -- import` (or `webhooks`, `awards`, `award-set`, `due-lots`, `one-more-order`, `redemptions`, `tiers`) measures one part;
 * `--runs 1`, `--orders 20000` (imported) and `--sets 100000` (lots come due, orders awarded), `--members 100000` (reviewed) make it quicker and rougher; `--set-runs 3`
 * repeats the large sets, of which one run takes minutes and evens itself out.
 * Exit code 1 when a limit is broken.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { benchAwardSet } from "./bench/award-set.ts";
import { benchAwards } from "./bench/awards.ts";
import { benchDueLots } from "./bench/due-lots.ts";
import { benchImport } from "./bench/import.ts";
import { holds, renderTable, type Row } from "./bench/table.ts";
import { benchRedemptions } from "./bench/redemptions.ts";
import { benchOneMoreOrder } from "./bench/one-more-order.ts";
import { benchTiers } from "./bench/tiers.ts";
import { benchWebhooks } from "./bench/webhooks.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { deployMigrations } from "./prisma.ts";

/**
 * Millions of rows are kept on a server set up for them: a quarter of the memory for its buffers, checkpoints by the clock and not by
 * volume, whole pages in the log compressed (https://www.postgresql.org/docs/current/runtime-config-resource.html, …-wal.html).
 * Anchors run on the same server.
 */
const SERVER_OF_A_LARGE_SHOP = {
  shared_buffers: `${Math.floor(totalmem() / 4 / 2 ** 20)}MB`,
  max_wal_size: "16GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "3" },
    "set-runs": { type: "string", default: "1" },
    orders: { type: "string", default: "200000" },
    sets: { type: "string", default: "1000000" },
    members: { type: "string", default: "1000000" },
  },
});
const parts =
  positionals.length === 0
    ? ["import", "webhooks", "awards", "award-set", "due-lots", "one-more-order", "redemptions", "tiers"]
    : positionals;
const runs = Number(values.runs);
const setRuns = Number(values["set-runs"]);
const orders = Number(values.orders);
const sets = Number(values.sets);
const say = (line: string) => process.stderr.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), "perennial-bench-"));
const postgres = await startEmbeddedPostgres(
  { dataDirectory: join(folder, "postgres"), settings: SERVER_OF_A_LARGE_SHOP },
  say,
);
const rows: Row[] = [];
try {
  const template = "bench_template";
  const client = new pg.Client(postgres.url());
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  await client.end();
  await deployMigrations(postgres.url(template));
  const server = { url: postgres.url, template, folder };
  if (parts.includes("import")) rows.push(...(await benchImport(server, { orders, runs }, say)));
  if (parts.includes("awards")) rows.push(...(await benchAwards(server, { runs }, say)));
  if (parts.includes("award-set"))
    rows.push(...(await benchAwardSet(server, { runs: setRuns, orders: sets }, say)));
  if (parts.includes("due-lots"))
    rows.push(...(await benchDueLots(server, { runs: setRuns, lots: sets }, say)));
  if (parts.includes("one-more-order"))
    rows.push(...(await benchOneMoreOrder(server, { runs, orders: sets }, say)));
  if (parts.includes("redemptions")) rows.push(...(await benchRedemptions(server, say)));
  if (parts.includes("tiers"))
    rows.push(...(await benchTiers(server, { members: Number(values.members) }, say)));
  if (parts.includes("webhooks")) rows.push(...(await benchWebhooks(server, { runs }, say)));
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`${renderTable(rows)}\n`);
process.exitCode = rows.every(holds) ? 0 : 1;
