import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Asks Shopify what has changed since the last sweep: heals what webhooks lost. */
export const reconcileJob = defineJob({
  name: "reconcile",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 3,
});
