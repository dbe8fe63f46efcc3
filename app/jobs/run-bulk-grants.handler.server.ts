import { runBulkGrants } from "#app/usecases/points/run-bulk-grants.ts";
import { runTierFiles } from "#app/usecases/tiers/run-tier-files.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

/** Files that a merchant has confirmed: of points, and of tiers. */
export const handleRunBulkGrants =
  (app: App): ShopJobHandler =>
  async ({ shopId }) => {
    await runBulkGrants(app, shopId);
    await runTierFiles(app, shopId);
  };
