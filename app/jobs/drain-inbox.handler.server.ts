import { drainInbox } from "#app/usecases/inbox/drain-inbox.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

/** Events that wait for another try wake the job themselves when they are due so soon; later ones are found by the schedule. */
const WAKE_WITHIN_MS = 60_000;

export const handleDrainInbox =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) => {
    await drainInbox(app, shopId, signal);
    const next = await app.inbox.nextDueAt(shopId);
    const waitMs = next === null ? Infinity : next.getTime() - app.clock.now().getTime();
    if (waitMs < WAKE_WITHIN_MS) setTimeout(() => app.wake.inbox(shopId), Math.max(0, waitMs)).unref();
  };
