import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Brings tags, metafields and free shipping of tiers in step with where members stand. */
export const syncTiersJob = defineJob({
  name: "sync-tiers",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
