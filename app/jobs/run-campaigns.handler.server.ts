import { runCampaigns } from "#app/usecases/campaigns/run-campaigns.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleRunCampaigns =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    runCampaigns(app, shopId);
