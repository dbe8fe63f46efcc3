import { setTimeout as wait } from "node:timers/promises";
import { awardHistory } from "#app/usecases/program/award-history.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import type { ReconcilePorts } from "#app/usecases/orders/reconcile-orders.ts";
import type { App } from "#app/wiring.server.ts";

/** What imports and reconciling ask for besides what the app has. */
export function importPorts(app: App): ReconcilePorts {
  return {
    ...app,
    recordOrders: (shopId, facts) => recordOrders(app, shopId, facts),
    awardHistory: (shopId) => awardHistory(app, shopId),
    deleteOrder: (shopId, orderId, at) => deleteOrder(app, shopId, orderId, at),
    async pause(ms, signal) {
      try {
        await wait(ms, undefined, signal === undefined ? {} : { signal });
      } catch (problem) {
        if (signal?.aborted !== true) throw problem; // asked to stop: the pause ends early
      }
    },
  };
}
