import { expirePoints } from "#app/usecases/expire-points.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleExpirePoints =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    expirePoints(app, shopId);
