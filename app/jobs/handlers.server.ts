import type { App } from "#app/wiring.server.ts";
import { handleCelebrateDays } from "./celebrate-days.handler.server.ts";
import { handleDrainInbox } from "./drain-inbox.handler.server.ts";
import { handleExpirePoints } from "./expire-points.handler.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { handleMoveTiers } from "./move-tiers.handler.server.ts";
import { handlePlanMails } from "./plan-mails.handler.server.ts";
import { handlePurgeInbox } from "./purge-inbox.handler.server.ts";
import { handleReconcileRedemptions } from "./reconcile-redemptions.handler.server.ts";
import { handleReconcile } from "./reconcile.handler.server.ts";
import { handleReviewTiers } from "./review-tiers.handler.server.ts";
import { handleRunCampaigns } from "./run-campaigns.handler.server.ts";
import { handleRunImport } from "./run-import.handler.server.ts";
import { handleRunBulkGrants } from "./run-bulk-grants.handler.server.ts";
import type { JobName } from "./schedule.ts";
import { handleSendMails } from "./send-mails.handler.server.ts";
import { handleSettleRedemptions } from "./settle-redemptions.handler.server.ts";
import { handleSyncMetafields } from "./sync-metafields.handler.server.ts";
import { handleSyncTiers } from "./sync-tiers.handler.server.ts";

/** What each job does. */
export function handlersOf(app: App): Record<JobName, ShopJobHandler> {
  return {
    "drain-inbox": handleDrainInbox(app),
    "run-import": handleRunImport(app),
    reconcile: handleReconcile(app),
    "expire-points": handleExpirePoints(app),
    "run-campaigns": handleRunCampaigns(app),
    "celebrate-days": handleCelebrateDays(app),
    "move-tiers": handleMoveTiers(app),
    "review-tiers": handleReviewTiers(app),
    "settle-redemptions": handleSettleRedemptions(app),
    "reconcile-redemptions": handleReconcileRedemptions(app),
    "sync-metafields": handleSyncMetafields(app),
    "sync-tiers": handleSyncTiers(app),
    "plan-mails": handlePlanMails(app),
    "send-mails": handleSendMails(app),
    "purge-inbox": handlePurgeInbox(app),
    "run-bulk-grants": handleRunBulkGrants(app),
  };
}
