import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Brings the metafields of members whose books have moved in step. */
export const syncMetafieldsJob = defineJob({
  name: "sync-metafields",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
