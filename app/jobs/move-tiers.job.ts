import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Raises members who have done something, and gives what moves owe. */
export const moveTiersJob = defineJob({
  name: "move-tiers",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
