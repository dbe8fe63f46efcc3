import { defineJob } from "./job.ts";
import { shopData } from "./shop-data.ts";

/** Answers the compliance requests that are due: export, erasure of a customer, erasure of a shop. */
export const answerPrivacyRequestsJob = defineJob({ name: "answer-privacy-requests", data: shopData, concurrency: 1, expiresAfterSeconds: 60 * 60, retries: 10 });
