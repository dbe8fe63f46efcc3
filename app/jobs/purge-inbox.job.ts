import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Forgets webhooks that were done long ago. */
export const purgeInboxJob = defineJob({
  name: "purge-inbox",
  data: shopData,
  concurrency: 1,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 3,
});
