import { celebrateDaysJob } from "./celebrate-days.job.ts";
import { drainInboxJob } from "./drain-inbox.job.ts";
import { expirePointsJob } from "./expire-points.job.ts";
import { moveTiersJob } from "./move-tiers.job.ts";
import { planMailsJob } from "./plan-mails.job.ts";
import { purgeInboxJob } from "./purge-inbox.job.ts";
import { reconcileRedemptionsJob } from "./reconcile-redemptions.job.ts";
import { reconcileJob } from "./reconcile.job.ts";
import { reviewTiersJob } from "./review-tiers.job.ts";
import { runBulkGrantsJob } from "./run-bulk-grants.job.ts";
import { runCampaignsJob } from "./run-campaigns.job.ts";
import { runImportJob } from "./run-import.job.ts";
import { sendMailsJob } from "./send-mails.job.ts";
import { settleRedemptionsJob } from "./settle-redemptions.job.ts";
import { syncMetafieldsJob } from "./sync-metafields.job.ts";
import { syncTiersJob } from "./sync-tiers.job.ts";

export const jobs = [
  drainInboxJob,
  runImportJob,
  reconcileJob,
  expirePointsJob,
  runCampaignsJob,
  celebrateDaysJob,
  moveTiersJob,
  reviewTiersJob,
  settleRedemptionsJob,
  reconcileRedemptionsJob,
  syncMetafieldsJob,
  syncTiersJob,
  planMailsJob,
  sendMailsJob,
  purgeInboxJob,
  runBulkGrantsJob,
] as const;

export type JobName = (typeof jobs)[number]["name"];

/**
 * Every cron of the house (UTC). Each tick asks for the job in every shop that has the app; what is due there, the job finds by
 * `clock.now()`. `duringClockMove`: also run, in this order, when the local store's clock is moved.
 */
export const schedule: readonly {
  readonly job: JobName;
  readonly cron: string;
  readonly duringClockMove: boolean;
}[] = [
  { job: "drain-inbox", cron: "* * * * *", duringClockMove: true }, // events whose wake-up was lost, and retries that are due
  { job: "run-import", cron: "*/2 * * * *", duringClockMove: false }, // imports that a killed worker left behind
  { job: "expire-points", cron: "*/15 * * * *", duringClockMove: true }, // shops lie in many zones: their midnights too
  { job: "run-campaigns", cron: "* * * * *", duringClockMove: true }, // begin and end at their dates
  { job: "celebrate-days", cron: "*/15 * * * *", duringClockMove: true }, // after the campaigns that may reward a birthday
  { job: "move-tiers", cron: "* * * * *", duringClockMove: true }, // after what members have done
  { job: "review-tiers", cron: "*/15 * * * *", duringClockMove: true }, // shops lie in many zones: their midnights too
  { job: "settle-redemptions", cron: "* * * * *", duringClockMove: true }, // lost answers, codes past their end
  { job: "sync-metafields", cron: "*/5 * * * *", duringClockMove: true },
  { job: "sync-tiers", cron: "* * * * *", duringClockMove: true }, // after the moves; answers that were lost
  { job: "plan-mails", cron: "* * * * *", duringClockMove: true }, // after what moves the books
  { job: "send-mails", cron: "* * * * *", duringClockMove: true }, // also what could not be sent before
  { job: "reconcile-redemptions", cron: "20 4 * * *", duringClockMove: false }, // codes deleted or used, untold
  { job: "reconcile", cron: "40 */6 * * *", duringClockMove: false },
  { job: "run-bulk-grants", cron: "*/2 * * * *", duringClockMove: false }, // files that a killed worker left behind
  { job: "purge-inbox", cron: "10 3 * * *", duringClockMove: true },
];
