import type { Clock, Wake } from "../ports.ts";
import type { ShopPresence } from "./presence-ports.ts";

export type PresencePorts = {
  readonly presence: ShopPresence;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "metafields" | "redemptions">;
};

/**
 * Removes everything of ours from Shopify, while the app still has access: the jobs that keep it in step find that nothing should be
 * there. They may be killed and run again anywhere, and what is left to do is what `presence.count` counts.
 */
export async function leaveShopify(ports: PresencePorts, shopId: string, by: string): Promise<void> {
  await ports.presence.leave(shopId, by, ports.clock.now());
  ports.wake.metafields(shopId);
  ports.wake.redemptions(shopId);
}

/** Puts it back: members, tiers and balances are shown as they stand now. */
export async function returnToShopify(ports: PresencePorts, shopId: string, by: string): Promise<void> {
  await ports.presence.comeBack(shopId, by, ports.clock.now());
  ports.wake.metafields(shopId);
}
