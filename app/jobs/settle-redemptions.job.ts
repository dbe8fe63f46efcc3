import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Carries on the redemptions whose next step is due. */
export const settleRedemptionsJob = defineJob({
  name: "settle-redemptions",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 30 * 60,
  retries: 5,
});
