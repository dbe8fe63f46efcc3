import { PgBoss, type JobWithMetadata } from "pg-boss";
import type { Logger } from "#app/usecases/ports.ts";
import type { JobDefinition, JobHandler } from "./job.ts";

/** A job that ran out of retries. */
export type FailedJob = {
  readonly id: string;
  readonly job: string;
  readonly failedAt: Date;
  readonly attempts: number;
  /** The last error's message, for the merchant's eyes and the log. */
  readonly failure: string;
};

export type JobQueue = {
  /** Connects; the worker also keeps the queue in order (retries, expiry, schedules). */
  start(): Promise<void>;
  /** Asks for a run; one that already waits for the same shop is enough. */
  send(job: string, shopId: string): Promise<void>;
  work<Data extends { readonly shopId: string }>(
    job: JobDefinition<Data>,
    handler: JobHandler<Data>,
  ): Promise<void>;
  /** Runs `tick` on this cron (UTC), in one worker process of all. */
  everyTime(name: string, cron: string, tick: () => Promise<void>): Promise<void>;
  /** Jobs that are due or running now, counted by name. */
  listOpen(): Promise<{ job: string; count: number }[]>;
  listFailed(shopId: string): Promise<FailedJob[]>;
  /** False when there is no such failed job in this shop. */
  retry(shopId: string, job: string, id: string): Promise<boolean>;
  /** Work that runs is finished, or handed back when it takes too long. */
  stop(): Promise<void>;
};

const SCHEMA = "pgboss";
const STOP_LIMIT_MS = 20_000;
const POLLING_SECONDS = 2;
const KEEP_DONE_SECONDS = 24 * 60 * 60;
/** A worker that is killed can't hand its jobs back: after this silence the queue gives them to another. */
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 10;

/**
 * pg-boss behind a narrow door. It wakes, spreads and retries work; what there is to do stands in our own tables, so a lost
 * wake-up loses nothing. `role: "sender"` (web) only sends; `role: "worker"` works, retries and keeps schedules.
 */
export function createJobQueue(parts: {
  databaseUrl: string;
  role: "sender" | "worker";
  jobs: readonly JobDefinition<{ readonly shopId: string }>[];
  log: Logger;
}): JobQueue {
  const { log, jobs } = parts;
  const isWorker = parts.role === "worker";
  const boss = new PgBoss({
    connectionString: parts.databaseUrl,
    schema: SCHEMA,
    application_name: `perennial-queue-${parts.role}`,
    max: isWorker ? 4 : 2,
    supervise: isWorker,
    schedule: isWorker,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    useListenNotify: isWorker,
    registerInstance: false,
  });
  boss.on("error", (problem) => log.error({ err: problem }, "the job queue reports an error"));
  boss.on("warning", (warning) => log.warn({ warning: warning.message }, "the job queue warns"));
  let started: Promise<void> | null = null;
  const stopping = new AbortController();

  async function open(): Promise<void> {
    await boss.start();
    for (const job of jobs) {
      const options = {
        retryLimit: job.retries,
        retryDelay: 2,
        retryBackoff: true,
        retryDelayMax: 15 * 60,
        expireInSeconds: job.expiresAfterSeconds,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: KEEP_DONE_SECONDS,
        notify: true,
      };
      const policy = job.guardedBy === "queue" ? "stately" : "short";
      // A queue keeps the policy it was made with. Made anew it loses its jobs, and the next sweep asks for them again.
      const before = await boss.getQueue(job.name);
      if (before !== null && before.policy !== policy) await boss.deleteQueue(job.name);
      await boss.createQueue(job.name, { policy, ...options });
      await boss.updateQueue(job.name, options);
    }
  }
  const start = (): Promise<void> => (started ??= open());

  const failedOf = (job: string, shopId: string): Promise<JobWithMetadata<object>[]> =>
    boss
      .findJobs<object>(job, { key: shopId, limit: 1000 })
      .then((found) => found.filter((one) => one.state === "failed"));

  return {
    start,

    async send(job, shopId) {
      await start();
      await boss.send(job, { shopId }, { singletonKey: shopId });
    },

    async work(job, handler) {
      await start();
      await boss.work<object>(
        job.name,
        {
          localConcurrency: job.concurrency,
          pollingIntervalSeconds: POLLING_SECONDS,
          notifyPollingIntervalSeconds: POLLING_SECONDS,
        },
        async ([one]) => {
          if (one === undefined) return;
          const data = job.data.parse(one.data);
          const startedAt = performance.now();
          try {
            await handler(data, AbortSignal.any([one.signal, stopping.signal]));
            const ms = Math.round(performance.now() - startedAt);
            log.info(
              { job: job.name, shopId: data.shopId, ms },
              stopping.signal.aborted ? "job handed back" : "job done",
            );
          } catch (problem) {
            log.error(
              { job: job.name, shopId: data.shopId, attempt: one.retryCount + 1, err: problem },
              "job failed",
            );
            throw problem;
          }
          // Long work ends early when the process is asked to stop: as a failed attempt, another worker goes on with it.
          if (stopping.signal.aborted) throw new Error("the worker was stopped");
        },
      );
    },

    async everyTime(name, cron, tick) {
      await start();
      const queue = `schedule-${name}`;
      await boss.createQueue(queue, {
        policy: "short",
        retryLimit: 0,
        deleteAfterSeconds: KEEP_DONE_SECONDS,
        expireInSeconds: 5 * 60,
      });
      await boss.schedule(queue, cron, {});
      await boss.work(
        queue,
        { pollingIntervalSeconds: POLLING_SECONDS, notifyPollingIntervalSeconds: POLLING_SECONDS },
        async () => {
          try {
            await tick();
          } catch (problem) {
            log.error({ schedule: name, err: problem }, "a scheduled sweep failed; the next one tries again");
            throw problem;
          }
        },
      );
    },

    async listOpen() {
      await start();
      const { rows } = await boss.getDb().executeSql(
        `SELECT name AS job, count(*)::int AS count FROM ${SCHEMA}.job
         WHERE state IN ('created', 'retry', 'active') AND start_after <= now() AND name = ANY ($1)
         GROUP BY name ORDER BY name`,
        [jobs.map((job) => job.name)],
      );
      return rows as { job: string; count: number }[];
    },

    async listFailed(shopId) {
      await start();
      const found = await Promise.all(jobs.map((job) => failedOf(job.name, shopId)));
      return found.flat().map((one) => ({
        id: one.id,
        job: one.name,
        failedAt: one.completedOn ?? one.createdOn,
        attempts: one.retryCount + 1,
        failure: messageOf(one.output),
      }));
    },

    async retry(shopId, job, id) {
      await start();
      if (!jobs.some((one) => one.name === job)) return false;
      if (!(await failedOf(job, shopId)).some((one) => one.id === id)) return false;
      await boss.retry(job, id);
      return true;
    },

    async stop() {
      if (started === null) return;
      await started;
      stopping.abort();
      await boss.stop({ graceful: true, timeout: STOP_LIMIT_MS, close: true });
    },
  };
}

function messageOf(output: unknown): string {
  return typeof output === "object" && output !== null && "message" in output
    ? String(output.message)
    : "unknown";
}
