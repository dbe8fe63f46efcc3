import { reviewTiers } from "#app/usecases/tiers/review-tiers.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

export const handleReviewTiers =
  (app: App): ShopJobHandler =>
  ({ shopId }) =>
    reviewTiers(app, shopId);
