import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Expires the lots whose day has come, and matures the pending ones. */
export const expirePointsJob = defineJob({
  name: "expire-points",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
