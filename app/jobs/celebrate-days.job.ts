import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Gives what birthdays and anniversaries earn. */
export const celebrateDaysJob = defineJob({
  name: "celebrate-days",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
