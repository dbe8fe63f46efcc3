import { reconcileRedemptions } from "#app/usecases/rewards/reconcile-redemptions.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { mustSucceed } from "./must-succeed.ts";

export const handleReconcileRedemptions =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) =>
    mustSucceed(await reconcileRedemptions(app, shopId, signal));
