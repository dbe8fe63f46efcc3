import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Gives, or takes back, what the merchant's confirmed files say. */
export const runBulkGrantsJob = defineJob({
  name: "run-bulk-grants",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
