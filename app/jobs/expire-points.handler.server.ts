import { expirePoints } from "#app/usecases/points/expire-points.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

/**
 * While history is being imported it waits: an order still to come may have kept points alive that expire by inactivity.
 * Nothing depends on when it runs.
 */
export const handleExpirePoints =
  (app: App): ShopJobHandler =>
  async ({ shopId }) => {
    const run = await app.runs.nextOpen(shopId);
    if (run === null || run.kind === "reconcile") await expirePoints(app, shopId);
  };
