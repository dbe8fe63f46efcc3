import { runBulkGrants } from "#app/usecases/points/run-bulk-grants.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleRunBulkGrants =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    runBulkGrants(app, shopId);
