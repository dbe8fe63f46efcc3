import { complianceDueAt } from "./answer-data-request.ts";
import { eraseShop } from "./erase-shop.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock, Logger, ShopRecord } from "../ports.ts";
import type { Privacy } from "./privacy-ports.ts";

export type RedactShopPorts = {
  readonly ledger: Ledger;
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
  readonly privacy: Privacy;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * `shop/redact`, 48 hours after an uninstall: everything of the shop goes, its books too. Only the fact that it was done stays.
 * A merchant who has come back since keeps everything: Shopify does not mean the new installation.
 */
export async function redactShop(ports: RedactShopPorts, shopId: string, triggeredAt: Date): Promise<void> {
  const shop = await ports.shops.get(shopId);
  if (shop !== null && shop.uninstalledAt === null && shop.installedAt > triggeredAt) {
    ports.log.info({ shopId, triggeredAt }, "an erasure asked for before the present installation: ignored");
    return;
  }
  const doneAt = ports.clock.now();
  await eraseShop(ports, shopId);
  await ports.privacy.forgetShop(shopId);
  await ports.privacy.record(shopId, {
    requestId: "shop-redact",
    topic: "shop/redact",
    customerId: null,
    ...{ receivedAt: triggeredAt, doneAt, export: null },
    dueAt: complianceDueAt(triggeredAt),
  });
  ports.log.info({ shopId }, "shop erased");
}
