/** One import as the worker runs it, from a result that lies ready; tells how long it took and the peak of its memory. */
import { createReadStream } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { Readable } from "node:stream";
import { accept } from "#app/domain/shared/outcome.ts";
import { createIds } from "#app/ids.server.ts";
import { orderCsvReader } from "#app/order-csv/read-order-csv.server.ts";
import { createDatabase } from "#app/persistence/db.ts";
import { createImportFilesStore } from "#app/persistence/import-files-store.ts";
import { createImportLock, createImportRunsStore } from "#app/persistence/import-runs-store.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { createProductsStore } from "#app/persistence/products-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import * as slice from "#app/persistence/record-slice-sql.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createStagingStore } from "#app/persistence/staging-store.ts";
import { createOrderExports } from "#app/shopify/bulk/order-exports.server.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import type { OrderExport } from "#app/usecases/imports/import-ports.ts";
import { awardHistory } from "#app/usecases/program/award-history.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { runImports, type ImportPorts } from "#app/usecases/imports/run-import.ts";
import { BENCH_SHOP } from "./bench-shop.ts";
import { timeStatements } from "./statement-times.ts";

export type ImportTask = { databaseUrl: string; resultPath: string; orders: number; objects: number };
export type ImportMeasure = {
  seconds: number;
  peakMegabytes: number;
  status: string;
  orders: number;
  /** Of the seconds, those in which the statements ran that give the orders their points. */
  awardSeconds: number;
  /** Of those, what the rows of new members took: they are written once, with their totals. */
  newMemberSeconds: number;
};

/** From the orders taken in to entries, lots and members with their totals; what it takes to know their sizes included. */
const AWARD = [
  slice.EARN,
  "ANALYZE slice_earnings",
  slice.NUMBER_ENTRIES,
  "ANALYZE slice_entries",
  slice.WRITE_ENTRIES,
  slice.WRITE_LOTS,
  slice.WRITE_NEW_MEMBERS,
  slice.UPDATE_KNOWN_MEMBERS,
];

const task = JSON.parse(process.argv[2] ?? "") as ImportTask;
const database = createDatabase(task.databaseUrl, { maxConnections: 5 });
const statements = timeStatements(database.pool);
const ledger = createLedger(database);
const clock = { now: () => new Date() };
const ids = createIds();
const wake = {
  inbox: () => undefined,
  imports: () => undefined,
  metafields: () => undefined,
  mails: () => undefined,
  redemptions: () => undefined,
  campaigns: () => undefined,
  grants: () => undefined,
  tiers: () => undefined,
};
const said = (fields: Record<string, unknown>, message: string) =>
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);

const completed: OrderExport = {
  operationId: "gid://shopify/BulkOperation/1",
  state: "completed",
  errorCode: null,
  url: "http://result.invalid/",
  objectCount: task.objects,
  orderCount: task.orders,
};
const unreachable = () => Promise.reject(new Error("a measured import asks nobody"));
const fromDisk: typeof fetch = () =>
  Promise.resolve(new Response(Readable.toWeb(createReadStream(task.resultPath)) as ReadableStream));

const products = {
  shopifyProducts: { fetchProducts: unreachable },
  knownProducts: createProductsStore(database.prisma),
};

const runs = createImportRunsStore(database.pool);
const ports: ImportPorts = {
  clock,
  log: { info: () => undefined, warn: said, error: said },
  wake,
  runs,
  importLock: createImportLock(database.pool),
  staging: createStagingStore(database.pool),
  exports: {
    ...createOrderExports({ gateway: { run: unreachable }, fetch: fromDisk }),
    start: () => Promise.resolve(accept(completed)),
    read: () => Promise.resolve(accept(completed)),
  },
  importFiles: createImportFilesStore(database.pool),
  orderCsv: orderCsvReader,
  shopifyOrders: { fetchOrders: unreachable },
  ...products,
  shops: createShopsStore(database.prisma),
  sessions: createSessionsStore(database),
  programs: createProgramStore(database.prisma),
  recordOrders: (shopId, facts) => recordOrders({ ledger, clock, ids, wake }, shopId, facts),
  awardHistory: (shopId) => awardHistory({ ledger, clock, wake, ...products }, shopId),
  deleteOrder: (shopId, orderId, at) => deleteOrder({ ledger, clock, wake }, shopId, orderId, at),
  pause: (ms) => wait(ms),
};

const importId = ids.next(clock.now());
await runs.create(BENCH_SHOP, {
  importId,
  kind: "first",
  status: "loading",
  since: null,
  fileName: null,
  at: clock.now(),
});
const started = performance.now();
await runImports(ports, BENCH_SHOP);
const seconds = (performance.now() - started) / 1000;
const run = await runs.get(BENCH_SHOP, importId);
await database.close();
const measure: ImportMeasure = {
  seconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  status: run?.status ?? "gone",
  orders: run?.ordersDone ?? 0,
  awardSeconds: statements.read(AWARD),
  newMemberSeconds: statements.read([slice.WRITE_NEW_MEMBERS]),
};
process.send?.(measure);
