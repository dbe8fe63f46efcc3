import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Decides which mails new entries, issued rewards and coming expiries cause. */
export const planMailsJob = defineJob({
  name: "plan-mails",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
