import type { Logger } from "../ports.ts";
import type { Sessions } from "./session-ports.ts";

export type UninstallPorts = {
  readonly shops: { uninstall(shopId: string, triggeredAt: Date): Promise<boolean> };
  readonly sessions: Pick<Sessions, "removeOfShop">;
  readonly log: Logger;
};

/**
 * The merchant has removed the app: its tokens are dead and are forgotten, its work stops (every sweep asks for installed shops).
 * The books stay until Shopify asks for their erasure (`shop/redact`, 48 hours later). An event triggered before the present
 * installation comes late and is ignored.
 */
export async function uninstallShop(ports: UninstallPorts, shopId: string, triggeredAt: Date): Promise<void> {
  if (!(await ports.shops.uninstall(shopId, triggeredAt))) {
    ports.log.info(
      { shopId, triggeredAt },
      "an uninstall of an earlier installation, or a repeated one: ignored",
    );
    return;
  }
  await ports.sessions.removeOfShop(shopId);
  ports.log.info({ shopId, triggeredAt }, "shop uninstalled");
}
