import { createLocalStoreClock, createSystemClock } from "./clock.server.ts";
import type { Environment } from "./env.server.ts";
import { createIds } from "./ids.server.ts";
import { createJobQueue } from "./jobs/queue.ts";
import { jobs } from "./jobs/schedule.ts";
import { createWake } from "./jobs/wake.ts";
import { createLogger } from "./logging.server.ts";
import { createApiTokensStore } from "./persistence/api-tokens-store.ts";
import { createDatabase } from "./persistence/db.ts";
import { createInboxStore } from "./persistence/inbox-store.server.ts";
import { createLedger } from "./persistence/ledger.ts";
import { createMemberReads } from "./persistence/member-reads.ts";
import { createProgramStore } from "./persistence/program-store.ts";
import { listMissingMigrations } from "./persistence/readiness.server.ts";
import { createReportsStore } from "./persistence/reports-store.ts";
import { createSessionsStore } from "./persistence/sessions-store.server.ts";
import { createShopsStore } from "./persistence/shops-store.server.ts";
import { createShopifyLibrary } from "./shopify.server.ts";
import { createAdminTokens } from "./shopify/admin-tokens.server.ts";
import { API_VERSION } from "./shopify/api-version.ts";
import { createGateway } from "./shopify/gateway.server.ts";
import { createSessionStorage } from "./shopify/session-storage.server.ts";
import { createShopAdmin } from "./shopify/shop-admin.server.ts";
import { createStoreFetch } from "./shopify/store-fetch.server.ts";
import { createTokenCipher } from "./shopify/token-cipher.server.ts";
import { createWebhookEndpoint } from "./shopify/webhook-endpoint.server.ts";
import { installShop } from "./usecases/install-shop.ts";
import type { Clock, Logger, ShopRecord } from "./usecases/ports.ts";
import { receiveWebhook } from "./usecases/receive-webhook.ts";

export type App = ReturnType<typeof createApp>;

export type AppOverrides = {
  readonly role?: "web" | "worker" | "script";
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly log?: Logger;
  readonly maxConnections?: number;
};

/** The composition root: every adapter is made here, once a process, and handed to the use cases as their ports. Connects to nothing yet. */
export function createApp(environment: Environment, overrides: AppOverrides = {}) {
  const role = overrides.role ?? "web";
  const log = overrides.log ?? createLogger(environment.logLevel, role);
  const { localStore } = environment;
  const clock =
    overrides.clock !== undefined
      ? { ...overrides.clock, refresh: () => Promise.resolve() }
      : localStore === null
        ? createSystemClock()
        : createLocalStoreClock(localStore.url, log);
  const storeFetch = createStoreFetch(localStore, overrides.fetch);
  const database = createDatabase(environment.databaseUrl, { maxConnections: overrides.maxConnections ?? 10 });
  const cipher = createTokenCipher(environment.tokenKeys);
  const sessions = createSessionsStore(database);
  const sessionStorage = createSessionStorage(sessions, cipher);
  const tokens = createAdminTokens({ sessions, cipher, fetch: storeFetch, ...environment.shopify, log });
  const queue = createJobQueue({ databaseUrl: environment.databaseUrl, role: role === "worker" ? "worker" : "sender", jobs, log });
  const wake = createWake(queue, log);
  const gateway = createGateway({ fetch: storeFetch, tokens, apiVersion: API_VERSION, logger: log });
  const shops = createShopsStore(database.prisma);
  const admin = createShopAdmin(gateway);

  const installing = new Map<string, Promise<ShopRecord>>();
  const install = async (shopId: string): Promise<ShopRecord> => {
    const installed = await installShop({ shops, admin, clock, log }, shopId);
    if (!installed.ok) throw new Error(`${shopId} can't be installed: ${installed.refusals[0].detail}`);
    return installed.value.shop;
  };

  const inbox = createInboxStore(database.pool);

  return {
    environment,
    log,
    clock,
    ids: createIds(),
    database,
    queue,
    wake,
    cipher,
    tokens,
    fetch: storeFetch,
    shopify: createShopifyLibrary({ environment, sessionStorage, fetch: storeFetch, log }),
    gateway,
    sessions,
    shops,
    apiTokens: createApiTokensStore(database.prisma),
    demoToken:
      localStore?.apiToken == null ? null : { token: localStore.apiToken, shopId: localStore.shop },
    ledger: createLedger(database),
    program: createProgramStore(database.prisma),
    memberReads: createMemberReads(database.prisma),
    reports: createReportsStore(database.prisma),

    inbox,
    answerWebhook: createWebhookEndpoint({
      apiSecret: environment.shopify.apiSecret,
      receive: (webhook) => receiveWebhook({ inbox, wake, clock }, webhook),
      clock,
      log,
    }),

    /** The shop, installed at first sight; a page's parallel loaders share one installation. */
    installShop(shopId: string): Promise<ShopRecord> {
      const running = installing.get(shopId) ?? install(shopId).finally(() => installing.delete(shopId));
      installing.set(shopId, running);
      return running;
    },

    /** What is missing before the app can work; empty = ready. */
    async listNotReady(): Promise<string[]> {
      const migrations = await listMissingMigrations(database.pool, "prisma/migrations");
      return migrations.map((name) => `migration ${name}`);
    },

    /** Sends what is held back and closes every connection; running jobs are finished first. */
    async stop() {
      await wake.flush();
      await queue.stop();
      await database.close();
    },
  };
}

/** The app of this process: set once by entry.server.tsx and worker.ts, and by tests before they call a route. */
export let app: App;

export function setApp(created: App): void {
  app = created;
}
