import { createHash, timingSafeEqual } from "node:crypto";
import type { App } from "./wiring.server.ts";
import { handlersOf } from "./jobs/handlers.server.ts";
import { schedule } from "./jobs/schedule.ts";

/**
 * What a local store asks of the app and Shopify never does: what is unfinished, sweeps now, reconcile now. The three routes
 * `local-store.*` exist with a local store only; elsewhere they answer 404, without the store's secret 401.
 */
export function requireLocalStore(app: App, request: Request): void {
  if (app.environment.localStore === null) throw new Response(null, { status: 404 });
  const given = request.headers.get("X-Local-Store-Secret") ?? "";
  if (!timingSafeEqual(digest(given), digest(app.environment.shopify.apiSecret))) throw new Response(null, { status: 401 });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Everything that is due and not done, in words; empty = quiet. */
export async function listPending(app: App): Promise<string[]> {
  const pending: string[] = [];
  const add = (what: string, count: number, shopId: string): void => {
    if (count > 0) pending.push(`${what}: ${count} (${shopId})`);
  };
  for (const shopId of await app.shops.listInstalled()) {
    add("inbox", await app.inbox.countOpen(shopId), shopId);
  }
  for (const { job, count } of await app.queue.listOpen()) pending.push(`job ${job}: ${count}`);
  return pending;
}

/** Every sweep that a moved clock can make due, shop by shop, in the schedule's order; returns when all are done. */
export async function runDueSweeps(app: App): Promise<void> {
  const handlers = handlersOf(app);
  for (const { job, duringClockMove } of schedule) {
    if (!duringClockMove) continue;
    for (const shopId of await app.shops.listInstalled()) await handlers[job]({ shopId }, new AbortController().signal);
  }
}
