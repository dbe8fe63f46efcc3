import { celebrateDays } from "#app/usecases/occasions/celebrate-days.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleCelebrateDays =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    celebrateDays(app, shopId);
