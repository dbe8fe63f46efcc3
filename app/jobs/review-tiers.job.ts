import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Reviews where members stand, once a day of the shop. */
export const reviewTiersJob = defineJob({
  name: "review-tiers",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
