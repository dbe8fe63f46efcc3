import type { App } from "#app/wiring.server.ts";
import { handleDrainInbox } from "./drain-inbox.handler.server.ts";
import { handleExpirePoints } from "./expire-points.handler.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { handlePurgeInbox } from "./purge-inbox.handler.server.ts";
import { handleReconcile } from "./reconcile.handler.server.ts";
import { handleRunImport } from "./run-import.handler.server.ts";
import { handleRunBulkGrants } from "./run-bulk-grants.handler.server.ts";
import type { JobName } from "./schedule.ts";
import { handleSyncMetafields } from "./sync-metafields.handler.server.ts";

/** What each job does. */
export function handlersOf(app: App): Record<JobName, ShopJobHandler> {
  return {
    "drain-inbox": handleDrainInbox(app),
    "run-import": handleRunImport(app),
    reconcile: handleReconcile(app),
    "expire-points": handleExpirePoints(app),
    "sync-metafields": handleSyncMetafields(app),
    "purge-inbox": handlePurgeInbox(app),
    "run-bulk-grants": handleRunBulkGrants(app),
  };
}
