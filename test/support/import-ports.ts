import { setTimeout as wait } from "node:timers/promises";
import { createIds } from "#app/ids.server.ts";
import { orderCsvReader } from "#app/order-csv/read-order-csv.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createImportFilesStore } from "#app/persistence/import-files-store.ts";
import { createImportLock, createImportRunsStore } from "#app/persistence/import-runs-store.ts";
import { createKnownCustomersStore } from "#app/persistence/known-customers-store.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { createProductsStore } from "#app/persistence/products-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopsStore, type ShopsStore } from "#app/persistence/shops-store.server.ts";
import { createStagingStore } from "#app/persistence/staging-store.ts";
import { createOrderExports } from "#app/shopify/bulk/order-exports.server.ts";
import { createCustomerChanges } from "#app/shopify/customer-changes.server.ts";
import { createShopifyCustomers } from "#app/shopify/fetch-customers.server.ts";
import { createShopifyProducts } from "#app/shopify/fetch-products.server.ts";
import { awardHistory } from "#app/usecases/program/award-history.ts";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import type { AuditLog } from "#app/usecases/audit-ports.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import type { ReconcilePorts } from "#app/usecases/orders/reconcile-orders.ts";
import { gatewayTo } from "../shopify/gateway-to-store.ts";
import { noWake } from "./no-wake.ts";

export type TestImport = ReconcilePorts & {
  readonly database: Database;
  readonly shops: ShopsStore;
  readonly audit: AuditLog;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The import as wiring composes it, against a local store; waits are cut to a moment. */
export function composeImport(options: {
  databaseUrl: string;
  storeUrl: string;
  token: string;
  now: () => Date;
}): TestImport {
  const database = createDatabase(options.databaseUrl, { maxConnections: 6 });
  const gateway = gatewayTo({ url: options.storeUrl, token: options.token }, { wait: (ms) => wait(ms) });
  const ledger = createLedger(database);
  const clock = { now: options.now };
  const ids = createIds();
  const wake = noWake;
  const shopifyProducts = createShopifyProducts(gateway);
  const knownProducts = createProductsStore(database.prisma);
  return {
    ...{ shopifyProducts, knownProducts },
    database,
    ledger,
    customerChanges: createCustomerChanges(gateway),
    knownCustomers: createKnownCustomersStore(database.prisma),
    shopifyCustomers: createShopifyCustomers(gateway),
    clock,
    ids,
    wake,
    log: silent,
    runs: createImportRunsStore(database.pool),
    importLock: createImportLock(database.pool),
    staging: createStagingStore(database.pool),
    exports: createOrderExports({ gateway, fetch }),
    audit: createAuditStore(database.prisma),
    importFiles: createImportFilesStore(database.pool),
    orderCsv: orderCsvReader,
    shopifyOrders: createShopifyOrders(gateway),
    shops: createShopsStore(database.prisma),
    sessions: createSessionsStore(database),
    programs: createProgramStore(database.prisma),
    recordOrders: (shopId, facts) => recordOrders({ ledger, clock, ids, wake }, shopId, facts),
    awardHistory: (shopId) => awardHistory({ ledger, clock, wake, shopifyProducts, knownProducts }, shopId),
    deleteOrder: (shopId, orderId, at) => deleteOrder({ ledger, clock, wake }, shopId, orderId, at),
    pause: async (ms) => wait(Math.min(ms, 20)),
  };
}
