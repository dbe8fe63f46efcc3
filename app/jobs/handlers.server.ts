import type { App } from "#app/wiring.server.ts";
import type { JobHandler } from "./job.ts";
import type { JobName } from "./schedule.ts";

type ShopJob = JobHandler<{ readonly shopId: string }>;

/** What each job does. */
export function handlersOf(app: App): Record<JobName, ShopJob> {
  const notBuilt: ShopJob = async ({ shopId }) => app.log.warn({ shopId }, "this job has no handler yet");
  return {
    "drain-inbox": notBuilt,
    "run-import": notBuilt,
    reconcile: notBuilt,
    "expire-points": notBuilt,
    "sync-metafields": notBuilt,
    "purge-inbox": notBuilt,
  };
}
