import type { ZodType } from "zod";

/**
 * What a job is: its name, the shape of its payload, and how the queue treats it. What it does stands in
 * `<name>.handler.server.ts`. Every payload carries its shop.
 */
export type JobDefinition<Data extends { readonly shopId: string }, Name extends string = string> = {
  readonly name: Name;
  readonly data: ZodType<Data>;
  /** How many shops at once in one worker process. */
  readonly concurrency: number;
  /**
   * Who sees to it that a shop's job does not run twice at once. `queue`: one waits and one runs; after a worker's death the queue
   * needs its heartbeat's time to notice. `work`: the work holds a lock of its own, which dies with the worker, so that the next
   * one goes on at once.
   */
  readonly guardedBy: "queue" | "work";
  /** Longer than this, and the queue gives the job to another worker. */
  readonly expiresAfterSeconds: number;
  /** After a failure, with growing pauses; then it stands among the failed ones, to be retried by hand. */
  readonly retries: number;
};

export function defineJob<Data extends { readonly shopId: string }, const Name extends string>(
  job: JobDefinition<Data, Name>,
): JobDefinition<Data, Name> {
  return job;
}

/** Does the work of one job. Every handler may run twice for the same payload. */
export type JobHandler<Data> = (data: Data, signal: AbortSignal) => Promise<void>;

export type ShopJobHandler = JobHandler<{ readonly shopId: string }>;
