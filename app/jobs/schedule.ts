import { drainInboxJob } from "./drain-inbox.job.ts";
import { expirePointsJob } from "./expire-points.job.ts";
import { purgeInboxJob } from "./purge-inbox.job.ts";
import { reconcileJob } from "./reconcile.job.ts";
import { runBulkGrantsJob } from "./run-bulk-grants.job.ts";
import { runImportJob } from "./run-import.job.ts";
import { syncMetafieldsJob } from "./sync-metafields.job.ts";

export const jobs = [
  drainInboxJob,
  runImportJob,
  reconcileJob,
  expirePointsJob,
  syncMetafieldsJob,
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
  { job: "sync-metafields", cron: "*/5 * * * *", duringClockMove: true },
  { job: "reconcile", cron: "40 */6 * * *", duringClockMove: false },
  { job: "run-bulk-grants", cron: "*/2 * * * *", duringClockMove: false }, // files that a killed worker left behind
  { job: "purge-inbox", cron: "10 3 * * *", duringClockMove: true },
];
