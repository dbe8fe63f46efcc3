import { moveTiers } from "#app/usecases/tiers/move-tiers.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleMoveTiers =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    moveTiers(app, shopId);
