import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { handlersOf } from "./jobs/handlers.server.ts";
import { importPorts } from "./jobs/import-ports.server.ts";
import { mustSucceed } from "./jobs/must-succeed.ts";
import { schedule } from "./jobs/schedule.ts";
import { reconcileRedemptions } from "./usecases/rewards/reconcile-redemptions.ts";
import { isLadderOutOfStep } from "./usecases/tiers/sync-tier-marks.ts";
import { reconcileOrders } from "./usecases/orders/reconcile-orders.ts";
import { isOpen, runImports } from "./usecases/imports/run-import.ts";
import type { App } from "./wiring.server.ts";

/**
 * What a local store asks of the app and Shopify never does: what is unfinished, sweeps now, reconcile now. The three routes
 * `local-store.*` exist with a local store only; elsewhere they answer 404, without the store's secret 401.
 */
export function requireLocalStore(app: App, request: Request): void {
  if (app.environment.localStore === null) throw new Response(null, { status: 404 });
  const given = request.headers.get("X-Local-Store-Secret") ?? "";
  if (!timingSafeEqual(digest(given), digest(app.environment.shopify.apiSecret)))
    throw new Response(null, { status: 401 });
}

/** Of equal length whatever was given, as the constant-time comparison asks. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** A redemption whose answer was lost is looked up again in a moment: until then the store is not quiet. */
const LOOKED_UP_WITHIN_MS = 60_000;

/** Everything that is due and not done, in words; empty = quiet. */
export async function listPending(app: App): Promise<string[]> {
  const pending: string[] = [];
  const add = (what: string, count: number, shopId: string): void => {
    if (count > 0) pending.push(`${what}: ${count} (${shopId})`);
  };
  for (const shopId of await app.shops.listInstalled()) {
    const shop = await app.shops.get(shopId);
    add("inbox", await app.inbox.countOpen(shopId), shopId);
    add("campaigns", await app.campaignReads.countDue(shopId, app.clock.now()), shopId);
    add("imports", (await app.runs.list(shopId, 50)).filter(isOpen).length, shopId);
    const soon = new Date(app.clock.now().getTime() + LOOKED_UP_WITHIN_MS);
    add("redemptions", await app.redemptionQueue.countDue(shopId, soon), shopId);
    const checks = await app.ledger.transaction(({ tiers }) => tiers.listChecks(shopId, 1));
    add("members to move between tiers", checks.length, shopId);
    if (shop?.launchedAt != null) {
      add("mails to decide", await app.mailPlans.countUndecided(shopId), shopId);
      if (app.mailSending !== null) add("mails", await app.mails.countDue(shopId, app.clock.now()), shopId);
    }
    // What a dead token keeps from the storefront waits for the merchant, not for us.
    if (shop?.launchedAt != null && shop.tokenProblem === null) {
      add("ladder in Shopify", (await isLadderOutOfStep(app, shop)) ? 1 : 0, shopId);
      add("tiers in Shopify", await app.tierMarks.countDue(shopId), shopId);
      add("metafields", (await app.publications.listUnpublished(shopId, app.clock.now(), 25)).length, shopId);
    }
  }
  for (const { job, count } of await app.queue.listOpen()) pending.push(`job ${job}: ${count}`);
  return pending;
}

/** Every sweep that a moved clock can make due in these shops, in the schedule's order; returns when all are done. */
export async function runDueSweeps(app: App, shopIds: ReadonlySet<string>): Promise<void> {
  const handlers = handlersOf(app);
  const shops = (await app.shops.listInstalled()).filter((shopId) => shopIds.has(shopId));
  const signal = new AbortController().signal;
  for (const { job, duringClockMove } of schedule) {
    if (!duringClockMove) continue;
    // Shops have nothing in common.
    await Promise.all(shops.map((shopId) => handlers[job]({ shopId }, signal)));
  }
}

const POLL_MS = 200;
const POLLS = 3_000;

/**
 * One complete reconcile pass in every shop, which also finds what was deleted; returns when all have ended, also where the worker
 * is at it and carries the pass on.
 */
export async function reconcileAll(app: App): Promise<void> {
  const ports = importPorts(app);
  for (const shopId of await app.shops.listInstalled()) {
    await reconcileOrders(ports, shopId, { complete: true });
    for (let poll = 0; await isUnderWay(app, shopId); poll += 1) {
      if (poll === POLLS) throw new Error(`reconciling ${shopId} does not end`);
      await wait(POLL_MS);
      await runImports(ports, shopId);
    }
    // After the orders: they tell which codes were used.
    mustSucceed(await reconcileRedemptions(app, shopId));
  }
}

async function isUnderWay(app: App, shopId: string): Promise<boolean> {
  return (await app.runs.list(shopId, 50)).some((run) => run.kind !== "csv" && isOpen(run));
}
