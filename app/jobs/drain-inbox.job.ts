import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/**
 * Works off the webhooks that stand in the inbox and are due. One worker a shop: events of one moment are about the same customers
 * and orders, and two workers would only wait for each other's locks.
 */
export const drainInboxJob = defineJob({
  name: "drain-inbox",
  data: shopData,
  concurrency: 4,
  guardedBy: "queue",
  expiresAfterSeconds: 10 * 60,
  retries: 5,
});
