import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Hands the mails that are due to the mail server. */
export const sendMailsJob = defineJob({
  name: "send-mails",
  data: shopData,
  concurrency: 2,
  guardedBy: "queue",
  expiresAfterSeconds: 60 * 60,
  retries: 5,
});
