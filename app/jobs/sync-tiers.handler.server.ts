import { syncTierMarks } from "#app/usecases/tiers/sync-tier-marks.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { mustSucceed } from "./must-succeed.ts";

export const handleSyncTiers =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) =>
    mustSucceed(await syncTierMarks(app, shopId, signal));
