import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Works off the webhooks that stand in the inbox and are due. */
export const drainInboxJob = defineJob({
  name: "drain-inbox",
  data: shopData,
  concurrency: 4,
  guardedBy: "work",
  expiresAfterSeconds: 10 * 60,
  retries: 5,
});
