import type { App } from "#app/wiring.server.ts";
import type { ShopJobHandler } from "./job.ts";

/** Longer than Shopify repeats a delivery, so that a repeated event is still known. */
const KEEP_DONE_MS = 14 * 24 * 60 * 60 * 1000;

export const handlePurgeInbox =
  (app: App): ShopJobHandler =>
  async ({ shopId }) => {
    await app.inbox.purge(shopId, new Date(app.clock.now().getTime() - KEEP_DONE_MS));
  };
