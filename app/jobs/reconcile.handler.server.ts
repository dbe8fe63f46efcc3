import { awardHistory } from "#app/usecases/program/award-history.ts";
import { reconcileOrders } from "#app/usecases/orders/reconcile-orders.ts";
import type { App } from "#app/wiring.server.ts";
import { importPorts } from "./import-ports.server.ts";
import type { ShopJobHandler } from "./job.ts";
import { mustSucceed } from "./must-succeed.ts";

export const handleReconcile = (app: App): ShopJobHandler => {
  const ports = importPorts(app);
  return async ({ shopId }, signal) => {
    // A publication that was killed half-way left orders behind that still wait for the first program.
    mustSucceed(await awardHistory(app, shopId));
    await reconcileOrders(ports, shopId, { complete: false }, signal);
    const withheld = await app.admin.findWithheldData(shopId);
    if (withheld.ok) await app.shops.setDataWithheld(shopId, withheld.value);
  };
};
