import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { createIds } from "#app/ids.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createInboxStore } from "#app/persistence/inbox-store.server.ts";
import { createKnownOrdersStore } from "#app/persistence/known-orders-store.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { createPrivacyStore } from "#app/persistence/privacy-store.ts";
import { createProductsStore } from "#app/persistence/products-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createPublicationsStore } from "#app/persistence/publications-store.ts";
import { createRedemptionQueue } from "#app/persistence/redemption-queue-store.ts";
import { createTierDiscountsStore } from "#app/persistence/tier-benefits-store.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createShopAdmin } from "#app/shopify/shop-admin.server.ts";
import { createShopifyCustomers } from "#app/shopify/fetch-customers.server.ts";
import { createShopifyProducts } from "#app/shopify/fetch-products.server.ts";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import { readWebhook, SUBSCRIBED_TOPICS } from "#app/shopify/read-webhook.ts";
import { createImportRunsStore } from "#app/persistence/import-runs-store.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopifyMetafields } from "#app/shopify/metafields.server.ts";
import { drainInbox, type DrainPorts } from "#app/usecases/inbox/drain-inbox.ts";
import type { Webhook } from "#app/usecases/inbox/inbox-ports.ts";
import { payloadOf } from "#dev-store/webhooks/payload.ts";
import { createTestDatabase } from "../support/database.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import type { Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo } from "../shopify/gateway-to-store.ts";
import { noWake } from "#test/support/no-wake.ts";

export const SHOP = "perennial-demo.myshopify.com";

/** Every webhook that the store sends from now on, in order. */
export function recordWebhooks({ store, state }: Fixture): Webhook[] {
  const sent: Webhook[] = [];
  let events = 0;
  store.onEvent((_, event) => {
    if (!SUBSCRIBED_TOPICS.includes(event.topic)) return;
    const payload = JSON.stringify(payloadOf(state.shop, event, store.nowInstant()));
    const eventId = `event-${++events}`;
    sent.push({ shopId: SHOP, topic: event.topic, eventId, triggeredAt: store.now(), payload });
  });
  return sent;
}

/** The app's side of the wire on a database of its own: the real inbox, ledger and gateway, against a local store. */
export async function openHouse(fixture: Fixture, { installedAt = new Date("2026-01-01T00:00:00Z") } = {}) {
  const testDatabase = await createTestDatabase();
  const database: Database = createDatabase(testDatabase.url);
  const log = createMemoryLog();
  const clock = { now: () => fixture.store.now() };
  const shops = createShopsStore(database.prisma);
  const inbox = createInboxStore(database.pool);
  const ledger = createLedger(database);
  const privacy = createPrivacyStore(database.prisma);
  const programs = createProgramStore(database.prisma);
  const publications = createPublicationsStore(database.prisma);
  const gateway = gatewayTo(fixture, { logger: log });
  const wake = noWake;
  await shops.install(
    { shopId: SHOP, name: "Perennial Demo", currency: "USD", timeZone: "America/New_York" },
    installedAt,
  );
  await ledger.transaction(({ programs }) =>
    programs.insert(SHOP, {
      version: 1,
      publishedAt: installedAt,
      publishedBy: "test",
      body: DEFAULT_PROGRAM,
    }),
  );

  const parts = {
    database,
    ledger,
    clock,
    ids: createIds(),
    wake,
    shops,
    inbox,
    privacy,
    programs,
    publications,
    log,
  };
  const ports = {
    ...parts,
    readWebhook,
    knownOrders: createKnownOrdersStore(database.prisma),
    shopifyOrders: createShopifyOrders(gateway),
    shopifyProducts: createShopifyProducts(gateway),
    knownProducts: createProductsStore(database.prisma),
    shopifyCustomers: createShopifyCustomers(gateway),
    metafields: createShopifyMetafields(gateway),
    sessions: createSessionsStore(database),
    admin: createShopAdmin(gateway),
    runs: createImportRunsStore(database.pool),
    redemptionQueue: createRedemptionQueue(database.prisma),
    tierDiscounts: createTierDiscountsStore(database.prisma),
    tierReads: createTierReads(database.prisma),
  } satisfies DrainPorts & { tierReads: unknown };
  return {
    ...parts,
    ports,
    deliver: async (webhooks: readonly Webhook[]) => {
      for (const webhook of webhooks)
        await inbox.put({ ...webhook, receivedAt: clock.now(), evenUninstalled: true });
    },
    drain: () => drainInbox(ports, SHOP),
    query: async <Row>(text: string, values: unknown[] = []) =>
      (await database.pool.query<Row & Record<string, unknown>>(text, values)).rows as Row[],
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;

/** All of one customer's that may not depend on which deliveries came when. */
export async function booksOf(house: House, customerId: string) {
  const ofCustomer = [customerId];
  return {
    orders: await house.query(
      `SELECT order_id, financial_status, goods_left_minor, refunded_minor, is_purchase, paid_at, cancelled_at,
              deleted_at IS NOT NULL AS deleted, kept_points, state_digest
       FROM orders WHERE customer_id = $1 ORDER BY order_id`,
      ofCustomer,
    ),
    lines: await house.query(
      `SELECT l.line_id, l.quantity, l.net_minor, l.refunded_minor, l.kept_points
       FROM order_lines l JOIN orders o USING (shop_id, order_id) WHERE o.customer_id = $1 ORDER BY l.line_id`,
      ofCustomer,
    ),
    members: await house.query(
      "SELECT participation, balance, pending, deficit, orders_count, spent_minor FROM members WHERE customer_id = $1",
      ofCustomer,
    ),
    open: await house.query(
      "SELECT topic, event_id, failure FROM inbox_events WHERE due_at IS NOT NULL OR failure IS NOT NULL",
    ),
  };
}
