import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Begins and ends campaigns at their dates, and gives bonuses that are due to many. */
export const runCampaignsJob = defineJob({
  name: "run-campaigns",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
