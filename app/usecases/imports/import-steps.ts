import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { isWrittenBySets, plainRule } from "#app/domain/earning/plain-program.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { rulesFrom } from "#app/domain/program/ruling-version.ts";
import { parseMoney } from "#app/domain/shared/money.ts";
import { accept, type Outcome, type Refusal } from "#app/domain/shared/outcome.ts";
import { completeProducts } from "../orders/complete-products.ts";
import { PROBLEMS_KEPT } from "./import-file-ports.ts";
import {
  DownloadError,
  type ImportFailure,
  type ImportRun,
  type ImportRunChange,
  type OrderExport,
  type Origin,
  type Slice,
  type StagedRule,
} from "./import-ports.ts";
import type { ShopRecord } from "../ports.ts";
import type { ImportPorts } from "./run-import.ts";
import { setAside, type Unreadable, withoutUnreadable } from "./set-aside.ts";
import { offlineSessionId } from "../shops/session-ports.ts";

/** What one step of an import came to. */
export type Step =
  | { readonly kind: "next"; readonly change: ImportRunChange }
  /** Shopify is not ready yet. */
  | { readonly kind: "wait" }
  /** It went wrong in a way that another try may mend. */
  | {
      readonly kind: "again";
      readonly failure: ImportFailure;
      readonly detail: string;
      readonly change: ImportRunChange;
    }
  | { readonly kind: "failed"; readonly failure: ImportFailure; readonly detail: string };

/** A slice holds about this many orders, and an import at most `SLICES` slices: each reads all of staging once. */
const ORDERS_PER_SLICE = 50_000;
const SLICES = 16;
/** Orders recorded one by one, a batch a round. */
const BATCH = 100;
/**
 * Reconciling begins this long before the moment up to which everything is known: Shopify's search index may lag behind an
 * order's update, and its clock is not ours.
 */
export const RECONCILE_OVERLAP_MS = 10 * 60_000;
/** Without `read_all_orders` an app sees only orders of the last 60 days; a day less leaves room for the export's own duration. */
const VISIBLE_DAYS = 59;

const next = (change: ImportRunChange): Step => ({ kind: "next", change });
const WAIT: Step = { kind: "wait" };

export async function requestExport(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  if (run.kind === "csv") return next({ status: "loading" });
  const started = await ports.exports.start(shop.shopId, {
    importId: run.importId,
    attempt: run.attempts,
    since: run.since,
  });
  if (started.ok) return next({ status: "exporting", operationId: started.value.operationId });
  return started.refusals[0].code === "export-busy"
    ? WAIT
    : refused(started.refusals[0], { status: "requested" });
}

export async function awaitExport(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  const read = await ports.exports.read(shop.shopId, run.operationId ?? "");
  if (!read.ok) return refused(read.refusals[0], {});
  const found = read.value;
  switch (found?.state) {
    case "completed":
      return next({ status: "loading", ordersTotal: found.orderCount });
    case "failed":
    case undefined:
      return exportLost(found);
    case "running":
      if (found.orderCount !== run.ordersTotal)
        await ports.runs.update(shop.shopId, run.importId, { ordersTotal: found.orderCount });
      return WAIT;
  }
}

export async function loadExport(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  const read = await ports.exports.read(shop.shopId, run.operationId ?? "");
  if (!read.ok) return refused(read.refusals[0], {});
  const found = read.value;
  if (found?.state !== "completed") return exportLost(found);
  try {
    const rows =
      found.url === null ? none() : ports.exports.rows(found.url, shop.currency, found.objectCount);
    const unreadable: Unreadable = new Map();
    const loaded = await ports.staging.load(shop.shopId, run.importId, withoutUnreadable(rows, unreadable));
    const aside = await setAside(ports, shop.shopId, run.importId, unreadable);
    const orphans = await ports.staging.countOrphans(shop.shopId, run.importId);
    if (orphans > 0)
      throw new DownloadError("truncated", `${orphans} lines belong to no order of the result`);
    const ordersTotal =
      unreadable.size === 0 ? loaded.orders : await ports.staging.countOrders(shop.shopId, run.importId);
    return next({ ...aside, status: "recording", ordersTotal, ordersDone: 0 });
  } catch (problem) {
    if (!(problem instanceof DownloadError)) throw problem;
    return problem.code === "expired"
      ? again("export-expired", problem.message, { status: "requested", operationId: null })
      : again(problem.code === "truncated" ? "export-truncated" : "download-failed", problem.message, {});
  }
}

/** A new export is needed. What a failed one holds of data is not used: an import that looks complete and is not would be a lie. */
function exportLost(found: OrderExport | null): Step {
  const isExpired = found === null || found.errorCode === "EXPIRED";
  const detail =
    found === null ? "Shopify no longer knows the export" : (found.errorCode ?? "no reason given");
  return again(isExpired ? "export-expired" : "export-failed", detail, {
    status: "requested",
    operationId: null,
  });
}

async function* none(): AsyncGenerator<never[]> {
  // an export without a single order has no file
}

/** What of a file could be used goes into staging; a file with problems waits for the merchant's word. */
export async function loadFile(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  const reading = ports.orderCsv.read(
    () => ports.importFiles.read(shop.shopId, run.importId),
    shop,
    run.startedAt,
  );
  await ports.staging.load(shop.shopId, run.importId, reading.rows());
  const inRows = reading.report();
  const together = await ports.staging.settleFile(shop.shopId, run.importId, PROBLEMS_KEPT);
  const ordersTotal = await ports.staging.countOrders(shop.shopId, run.importId);
  const problemCount = inRows.problemCount + together.problemCount;
  const problems = [...inRows.problems, ...together.problems]
    .sort((a, b) => a.row - b.row)
    .slice(0, PROBLEMS_KEPT);
  const found = { ordersTotal, ordersDone: 0, problems, problemCount };
  if (inRows.unreadable || ordersTotal === 0) {
    const failure = inRows.unreadable ? "file-unreadable" : "file-without-orders";
    return next({ ...found, status: "failed", failure, finishedAt: ports.clock.now() });
  }
  return next({ ...found, status: problemCount > 0 && !run.confirmed ? "review" : "recording" });
}

/** The many: simple orders of history, set by set. */
export async function recordSlices(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  if ((await ports.staging.countOrders(shop.shopId, run.importId)) !== run.ordersTotal)
    return next({ status: "loading" });
  const of = Math.min(Math.max(Math.ceil(run.ordersTotal / ORDERS_PER_SLICE), 1), SLICES);
  for (let index = 0; index < of; index++) {
    await recordSlice(ports, shop.shopId, { importId: run.importId, index, of, origin: originOf(run) });
    await ports.runs.update(shop.shopId, run.importId, {
      ordersDone: Math.floor((run.ordersTotal * (index + 1)) / of),
    });
  }
  // Where more decides than sets can compute, they have recorded the orders, which now wait for their points.
  const awarded = await ports.awardHistory(shop.shopId);
  return awarded.ok ? next({ status: "fetching" }) : refused(awarded.refusals[0], {});
}

/** By the rules of this moment: the merchant may publish the first program, or choose who takes part, while an import runs. */
async function recordSlice(ports: ImportPorts, shopId: string, slice: Omit<Slice, "at">): Promise<void> {
  for (;;) {
    const shop = await ports.shops.get(shopId);
    if (shop === null) throw new Error(`${shopId} was erased while its orders were imported`);
    const campaigns = await ports.knownProducts.listCampaignTerms(shopId);
    const rule = stagedRule(shop, (await ports.programs.list(shopId))[0] ?? null, campaigns.length > 0);
    const result = await ports.staging.recordSlice(shop, rule, { ...slice, at: ports.clock.now() });
    if (result !== "outdated") return;
  }
}

/** The few: refunded, edited, cancelled, changed since, or of members whose books need the ledger's own road. */
export async function recordRemaining(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Step> {
  const { shopId } = shop;
  const { importId } = run;
  if ((await ports.staging.countOrders(shopId, importId)) !== run.ordersTotal)
    return next({ status: "loading" });
  let left = await ports.staging.countRemaining(shopId, importId, originOf(run));
  for (let after = ""; ;) {
    await ports.runs.update(shopId, importId, { ordersDone: Math.max(0, run.ordersTotal - left) });
    const orderIds = await ports.staging.listRemaining(shopId, importId, originOf(run), after, BATCH);
    const last = orderIds.at(-1);
    if (last === undefined) break;
    const told = await factsOf(ports, shop, run, orderIds);
    if (!told.ok) return refused(told.refusals[0], {});
    const complete = await completeProducts(ports, shopId, told.value);
    if (!complete.ok) return refused(complete.refusals[0], {});
    await ports.recordOrders(shopId, complete.value);
    after = last;
    left -= orderIds.length;
  }
  if (run.kind !== "csv" && run.since === null)
    await recordAbsent(ports, shop, run, await visibleFrom(ports, shop, run));
  if (run.kind !== "csv") await ports.shops.setReconciledUntil(shopId, run.startedAt);
  await ports.staging.clear(shopId, importId);
  if (run.kind === "csv") await ports.importFiles.remove(shopId, importId);
  ports.wake.metafields(shopId);
  return next({ status: "done", ordersDone: run.ordersTotal, finishedAt: ports.clock.now() });
}

async function factsOf(
  ports: ImportPorts,
  shop: ShopRecord,
  { kind, importId }: ImportRun,
  orderIds: readonly string[],
): Promise<Outcome<readonly OrderFacts[]>> {
  if (kind === "csv") return accept(await ports.staging.listFacts(shop, importId, orderIds));
  const fetched = await ports.shopifyOrders.fetchOrders(shop.shopId, orderIds);
  return fetched.ok ? accept([...fetched.value.values()]) : fetched;
}

/** A complete export also tells by its silence: orders known here and absent there may have been deleted; Shopify is asked. */
async function recordAbsent(ports: ImportPorts, shop: ShopRecord, run: ImportRun, from: Date): Promise<void> {
  const setAside = new Set(run.problems.map(({ data }) => data["orderId"]));
  for (let after = ""; ;) {
    const absent = await ports.staging.listAbsent(shop.shopId, run.importId, from, after, BATCH);
    const last = absent.at(-1);
    if (last === undefined) return;
    const orderIds = absent.filter((orderId) => !setAside.has(orderId));
    const fetched = await ports.shopifyOrders.fetchOrders(shop.shopId, orderIds);
    if (!fetched.ok) return; // the next complete pass asks again
    for (const orderId of orderIds)
      if (!fetched.value.has(orderId)) await ports.deleteOrder(shop.shopId, orderId, run.startedAt);
    after = last;
  }
}

async function visibleFrom(ports: ImportPorts, shop: ShopRecord, run: ImportRun): Promise<Date> {
  const session = await ports.sessions.get(offlineSessionId(shop.shopId));
  const seesAll = session?.scope?.split(",").includes("read_all_orders") === true;
  return seesAll ? new Date(0) : new Date(run.startedAt.getTime() - VISIBLE_DAYS * 86_400_000);
}

/**
 * How version 1, which rules history, earns on orders: by the import's sets where one statement computes it, otherwise by
 * the ledger's own road (`defers`).
 */
export function stagedRule(
  shop: Pick<ShopRecord, "currency" | "historyEarns" | "historyFrom">,
  first: ProgramVersion | null,
  hasCampaigns: boolean,
): StagedRule | null {
  if (first === null) return null;
  const { body, version } = first;
  const rule = plainRule(body);
  const perMinor = rule?.per == null ? null : parseMoney(rule.per, shop.currency);
  const defers = hasCampaigns || !isWrittenBySets(body);
  const earning = defers || rule === null || perMinor === null ? null : { points: rule.points, perMinor };
  return {
    ...{ programVersion: version, rulesFrom: rulesFrom(first), defers },
    ...(earning ?? { points: 0, perMinor: 1n }),
    expiryMonths: body.expiry.mode === "per-lot" ? body.expiry.months : null,
    ...{ earns: shop.historyEarns, earnsFrom: shop.historyFrom },
  };
}

function originOf(run: ImportRun): Origin {
  return run.kind === "csv" ? "csv" : "shopify";
}

function again(failure: ImportFailure, detail: string, change: ImportRunChange): Step {
  return { kind: "again", failure, detail, change };
}

/** What the gateway refuses it has already tried several times. */
function refused(refusal: Refusal, change: ImportRunChange): Step {
  switch (refusal.code) {
    case "reconnect":
    case "access-denied":
    case "export-refused":
      return { kind: "failed", failure: refusal.code, detail: refusal.detail };
    case "answer-lost":
      return again("export-failed", refusal.detail, change);
    default:
      return again("shopify-unreachable", refusal.detail, change);
  }
}
