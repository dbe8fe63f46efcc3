import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Carries the shop's open import on from where it stands, to its end. */
export const runImportJob = defineJob({
  name: "run-import",
  data: shopData,
  concurrency: 2,
  guardedBy: "work",
  expiresAfterSeconds: 6 * 60 * 60,
  retries: 5,
});
