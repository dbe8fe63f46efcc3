import { syncMetafields } from "#app/usecases/members/sync-metafields.ts";
import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { mustSucceed } from "./must-succeed.ts";

export const handleSyncMetafields =
  (app: App): ShopJobHandler =>
  async ({ shopId }, signal) =>
    mustSucceed(await syncMetafields(app, shopId, signal));
