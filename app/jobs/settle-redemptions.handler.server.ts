import { settleRedemptions } from "#app/usecases/rewards/settle-redemptions.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

/** What is due so soon wakes the job itself; later steps are found by the schedule. */
const WAKE_WITHIN_MS = 60_000;

export const handleSettleRedemptions =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) => {
    await settleRedemptions(app, shopId, signal);
    const next = await app.redemptionQueue.nextDueAt(shopId);
    const waitMs = next === null ? Infinity : next.getTime() - app.clock.now().getTime();
    if (waitMs < WAKE_WITHIN_MS)
      setTimeout(() => app.wake.redemptions(shopId), Math.max(1_000, waitMs)).unref();
  };
