import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { Clock, Logger, ShopRecord } from "../ports.ts";

export type ShopDetails = { readonly name: string; readonly currency: string; readonly timeZone: string };

export type InstallPorts = {
  readonly shops: {
    get(shopId: string): Promise<ShopRecord | null>;
    install(shop: ShopDetails & { readonly shopId: string }, at: Date): Promise<void>;
    setDataWithheld(shopId: string, level: ShopRecord["dataWithheld"]): Promise<void>;
  };
  readonly admin: {
    fetchShop(shopId: string): Promise<Outcome<ShopDetails>>;
    findWithheldData(shopId: string): Promise<Outcome<ShopRecord["dataWithheld"]>>;
  };
  readonly clock: Clock;
  readonly log: Logger;
};

export type Installed = { readonly shop: ShopRecord; readonly isNew: boolean };

/**
 * Called when the merchant opens the app: makes the shop known at first sight and after an uninstall; otherwise only reads it.
 * Coming back finds members, books and settings as they were. Imports start when the merchant asks for them.
 */
export async function installShop(ports: InstallPorts, shopId: string): Promise<Outcome<Installed>> {
  const known = await ports.shops.get(shopId);
  if (known !== null && known.uninstalledAt === null) return accept({ shop: known, isNew: false });

  const details = await ports.admin.fetchShop(shopId);
  if (!details.ok) return details;
  await ports.shops.install({ shopId, ...details.value }, ports.clock.now());
  const withheld = await ports.admin.findWithheldData(shopId);
  if (withheld.ok) await ports.shops.setDataWithheld(shopId, withheld.value);
  const shop = await ports.shops.get(shopId);
  if (shop === null) throw new Error(`${shopId} was installed and is gone`);
  ports.log.info({ shopId, again: known !== null }, "shop installed");
  return accept({ shop, isNew: true });
}
