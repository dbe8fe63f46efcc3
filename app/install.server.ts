import type { ShopRecord } from "./usecases/ports.ts";
import { installShop } from "./usecases/shops/install-shop.ts";
import { publishProgram } from "./usecases/program/publish-program.ts";
import { setUpLocalShop } from "./usecases/shops/set-up-local-shop.ts";
import { startImport } from "./usecases/imports/start-import.ts";
import type { App } from "./wiring.server.ts";

/** A page's loaders run side by side: they share one installation. */
const running = new Map<string, Promise<ShopRecord>>();

/** The shop whose admin opens the app, made known at first sight. @throws when Shopify does not tell who it is */
export function requireInstalledShop(app: App, shopId: string): Promise<ShopRecord> {
  const started = running.get(shopId) ?? install(app, shopId).finally(() => running.delete(shopId));
  running.set(shopId, started);
  return started;
}

async function install(app: App, shopId: string): Promise<ShopRecord> {
  const installed = await installShop(app, shopId);
  if (!installed.ok) throw new Error(`${shopId} can't be installed: ${installed.refusals[0].detail}`);
  const { shop, isNew } = installed.value;
  const { localStore } = app.environment;
  if (localStore !== null && (isNew || (await app.runs.list(shopId, 1)).length === 0)) {
    const launch = shopId === localStore.shop;
    await setUpLocalShop(
      {
        ...app,
        publish: (body, by) => publishProgram(app, shopId, { body, by }),
        startImport: () => startImport(app, shopId),
      },
      shopId,
      { launch },
    );
    return (await app.shops.get(shopId)) ?? shop;
  }
  if (!isNew) return shop;
  // Coming back: what has changed meanwhile is asked for, and what shoppers saw is shown again.
  if (shop.reconciledUntil !== null) await app.queue.send("reconcile", shopId);
  app.wake.metafields(shopId);
  return shop;
}
