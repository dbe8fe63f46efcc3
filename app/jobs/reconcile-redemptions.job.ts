import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Compares the codes that should stand with what Shopify has: heals what webhooks lost. */
export const reconcileRedemptionsJob = defineJob({
  name: "reconcile-redemptions",
  data: shopData,
  concurrency: 1,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 3,
});
