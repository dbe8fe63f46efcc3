import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createLocalStoreClock, createSystemClock } from "./clock.server.ts";
import type { Environment } from "./env.server.ts";
import { createIds } from "./ids.server.ts";
import { createJobQueue } from "./jobs/queue.ts";
import { jobs } from "./jobs/schedule.ts";
import { createWake, type DebouncedWake } from "./jobs/wake.ts";
import { createLogger } from "./logging.server.ts";
import { csvWriter } from "./order-csv/write-csv.server.ts";
import { pointsCsvReader } from "./order-csv/read-points-csv.server.ts";
import { tiersCsvReader } from "./order-csv/read-tiers-csv.server.ts";
import { isSignedMailEvent, type SignedMessage } from "./messaging/mail-events-signature.server.ts";
import { createMailLinks } from "./messaging/mail-links.server.ts";
import { mailRenderer } from "./messaging/mail-renderer.ts";
import { createSenderDns } from "./messaging/sender-dns.server.ts";
import { createSmtpMailer } from "./messaging/smtp-mailer.server.ts";
import { orderCsvReader } from "./order-csv/read-order-csv.server.ts";
import { createApiTokensStore } from "./persistence/api-tokens-store.ts";
import { createAuditStore } from "./persistence/audit-store.ts";
import { createBulkGrantsStore } from "./persistence/bulk-grants-store.ts";
import { createCampaignReads } from "./persistence/campaign-reads.ts";
import { createDatabase } from "./persistence/db.ts";
import { createExportsStore } from "./persistence/exports-store.ts";
import { createImportFilesStore } from "./persistence/import-files-store.ts";
import { createImportLock, createImportRunsStore } from "./persistence/import-runs-store.ts";
import { createInboxStore } from "./persistence/inbox-store.server.ts";
import { createKnownCustomersStore } from "./persistence/known-customers-store.ts";
import { createKnownOrdersStore } from "./persistence/known-orders-store.ts";
import { createLatestEntries } from "./persistence/latest-entries.ts";
import { createLedger } from "./persistence/ledger.ts";
import { createConsentsStore } from "./persistence/consents-store.ts";
import { createMailFigures } from "./persistence/mail-figures.ts";
import { createMailPlansStore } from "./persistence/mail-plans-store.ts";
import { createMailSettingsStore } from "./persistence/mail-settings-store.ts";
import { createMailsStore } from "./persistence/mails-store.ts";
import { createMemberList } from "./persistence/member-list.ts";
import { createMemberReads } from "./persistence/member-reads.ts";
import { createOccasionsStore } from "./persistence/occasions-store.ts";
import { createOrderReads } from "./persistence/order-reads.ts";
import { createParticipationStore } from "./persistence/participation-store.ts";
import { createPastOrdersStore } from "./persistence/past-orders-store.ts";
import { createPresenceStore } from "./persistence/presence-store.ts";
import { createPrivacyStore } from "./persistence/privacy-store.ts";
import { createProgramDraftsStore } from "./persistence/program-drafts-store.ts";
import { createProductsStore } from "./persistence/products-store.ts";
import { createProgramStore } from "./persistence/program-store.ts";
import { createPublicationsStore } from "./persistence/publications-store.ts";
import { createRedemptionQueue } from "./persistence/redemption-queue-store.ts";
import { createRedemptionReads } from "./persistence/redemption-reads.ts";
import { createReportsStore } from "./persistence/reports-store.ts";
import { createAudiencesStore, createSegmentsStore } from "./persistence/segments-store.ts";
import { createSessionsStore } from "./persistence/sessions-store.server.ts";
import { createShopFiguresStore } from "./persistence/shop-figures-store.ts";
import { createShopsStore } from "./persistence/shops-store.server.ts";
import { createStagingStore } from "./persistence/staging-store.ts";
import { statementsOn } from "./persistence/statements.ts";
import { createTierCodesStore, createTierDiscountsStore } from "./persistence/tier-benefits-store.ts";
import { createTierMarksStore } from "./persistence/tier-marks-store.ts";
import { createTierMailsStore } from "./persistence/tier-mails-store.ts";
import { createTierFiguresStore } from "./persistence/tier-figures-store.ts";
import { createTierChangesStore } from "./persistence/tier-changes-store.ts";
import { createTierFilesStore } from "./persistence/tier-files-store.ts";
import { createTierPreviewsStore } from "./persistence/tier-previews-store.ts";
import { createTierReads } from "./persistence/tier-reads.ts";
import { createShopifyLibrary } from "./shopify.server.ts";
import { createAdminTokens } from "./shopify/admin-tokens.server.ts";
import { API_VERSION } from "./shopify/api-version.ts";
import { createOrderExports } from "./shopify/bulk/order-exports.server.ts";
import { createCustomerChanges } from "./shopify/customer-changes.server.ts";
import { createShopifyCustomers } from "./shopify/fetch-customers.server.ts";
import { createShopifyOrders } from "./shopify/fetch-orders.server.ts";
import { createShopifyProducts } from "./shopify/fetch-products.server.ts";
import { createCatalogue } from "./shopify/fetch-titles.server.ts";
import { createGateway } from "./shopify/gateway.server.ts";
import { createShopifyMetafields } from "./shopify/metafields.server.ts";
import { readWebhook } from "./shopify/read-webhook.ts";
import { createShopifyFreeShipping } from "./shopify/free-shipping.server.ts";
import { createShopifyRewards } from "./shopify/rewards.server.ts";
import { createShopifyTierMarks } from "./shopify/tier-marks.server.ts";
import { createSessionStorage } from "./shopify/session-storage.server.ts";
import { createShopContact } from "./shopify/shop-contact.server.ts";
import { createShopAdmin } from "./shopify/shop-admin.server.ts";
import { createStaffNames } from "./shopify/staff-token.server.ts";
import { createStoreFetch } from "./shopify/store-fetch.server.ts";
import { createTokenCipher } from "./shopify/token-cipher.server.ts";
import { verifyAppProxy } from "./shopify/verify-app-proxy.ts";
import { createWebhookEndpoint } from "./shopify/webhook-endpoint.server.ts";
import type { Clock, Logger } from "./usecases/ports.ts";
import { receiveWebhook } from "./usecases/inbox/receive-webhook.ts";
import { createTierBenefits } from "./usecases/tiers/give-entry-reward.ts";

export type AppOverrides = {
  readonly role?: "web" | "worker" | "script";
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** How the gateway waits between two attempts; by default in real time. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** What wakes the jobs; by default the queue. */
  readonly wake?: DebouncedWake;
  readonly log?: Logger;
};

/** Whoever redeems waits this long for Shopify; then the redemption is carried on without them. */
const PATIENCE_MS = 4_000;

/** Of Shopify's patience with a shop, the share that each process leaves to the others: in the web process somebody waits. */
const LEAVES = { web: 0, worker: 0.5, script: 0 };

/** Connections to the database a process holds at most; a worker's jobs hold some of theirs for the length of a lock. */
const CONNECTIONS = { web: 10, worker: 20, script: 2 };

/**
 * The composition root: every adapter is made here, once a process, under the name by which the use cases ask for it, so that
 * `useCase(app, shopId, input)` is all it takes. Nothing connects before it is used.
 */
export function createApp(environment: Environment, overrides: AppOverrides = {}) {
  const { localStore, mailEventsSecret } = environment;
  const role = overrides.role ?? "web";
  const log = overrides.log ?? createLogger(environment.logLevel, role);
  const clock = createClock(environment, overrides, log);
  const ids = createIds();
  const storeFetch = createStoreFetch(localStore, overrides.fetch);

  const database = createDatabase(environment.databaseUrl, { maxConnections: CONNECTIONS[role] });
  const db = database.prisma;
  const sessions = createSessionsStore(database);
  const inbox = createInboxStore(database.pool);

  const queue = createJobQueue({
    databaseUrl: environment.databaseUrl,
    role: role === "worker" ? "worker" : "sender",
    jobs,
    log,
  });
  const wake = overrides.wake ?? createWake(queue, log);

  const ledger = createLedger(database);
  const cipher = createTokenCipher(environment.tokenKeys);
  const tokens = createAdminTokens({ sessions, cipher, fetch: storeFetch, ...environment.shopify, log });
  const gateway = createGateway({
    ...{ fetch: storeFetch, tokens, apiVersion: API_VERSION, logger: log },
    random: Math.random,
    leaves: LEAVES[role],
    ...(overrides.wait === undefined ? {} : { wait: overrides.wait }),
  });

  const mailer = environment.mail && createSmtpMailer({ url: environment.mail.smtpUrl, ...environment.mail });
  const mailSending = environment.mail && mailer && { mailer, fromDomain: environment.mail.fromDomain };

  return {
    environment,
    log,
    clock,
    ids,
    queue,
    wake,

    database,
    sessions,
    inbox,
    shops: createShopsStore(db),
    ledger,
    tierBenefits: createTierBenefits({
      ledger,
      clock,
      ids,
      wake,
      randomBytes: (count) => randomBytes(count),
    }),
    programs: createProgramStore(db),
    campaignReads: createCampaignReads(db),
    occasions: createOccasionsStore(db),
    segments: createSegmentsStore(database),
    audiences: createAudiencesStore(db),
    drafts: createProgramDraftsStore(db),
    shopFigures: createShopFiguresStore(db),
    catalogue: createCatalogue(gateway),
    memberReads: createMemberReads(db),
    memberList: createMemberList(db),
    orderReads: createOrderReads(db),
    pastOrders: createPastOrdersStore(statementsOn(database.pool)),
    latestEntries: createLatestEntries(db),
    participation: createParticipationStore(database),
    knownOrders: createKnownOrdersStore(db),
    knownCustomers: createKnownCustomersStore(db),
    publications: createPublicationsStore(db),
    presence: createPresenceStore(database),
    privacy: createPrivacyStore(db),
    reports: createReportsStore(db),
    tierReads: createTierReads(db),
    tierChanges: createTierChangesStore(db),
    tierFiles: createTierFilesStore(db),
    tiersCsv: tiersCsvReader,
    tierPreviews: createTierPreviewsStore(db),
    tierFigures: createTierFiguresStore(db),
    tierMarks: createTierMarksStore(db),
    tierCodes: createTierCodesStore(db),
    tierDiscounts: createTierDiscountsStore(db),
    redemptionReads: createRedemptionReads(db),
    redemptionQueue: createRedemptionQueue(db),
    mailPlans: createMailPlansStore(database),
    tierMailPlans: createTierMailsStore(database),
    mails: { ...createMailsStore(db), ...createMailFigures(db) },
    mailSettings: createMailSettingsStore(db),
    consents: createConsentsStore(db),
    runs: createImportRunsStore(database.pool),
    importLock: createImportLock(database.pool),
    importFiles: createImportFilesStore(database.pool),
    orderCsv: orderCsvReader,
    bulkGrants: createBulkGrantsStore(db),
    memberLookup: createBulkGrantsStore(db),
    pointsCsv: pointsCsvReader,
    exportRows: createExportsStore(db),
    csv: csvWriter,
    staging: createStagingStore(database.pool),
    apiTokens: createApiTokensStore(db),
    audit: createAuditStore(db),
    demoToken: localStore?.apiToken == null ? null : { token: localStore.apiToken, shopId: localStore.shop },

    mailSending,
    mailRenderer,
    mailLinks: createMailLinks({
      ...environment.shopify,
      localStoreUrl: localStore?.url ?? null,
    }),
    /** Providers sign by real time, whatever the store's clock says. */
    mailEvents:
      mailEventsSecret === null
        ? null
        : {
            isSigned: (message: SignedMessage) => isSignedMailEvent(mailEventsSecret, message, new Date()),
          },
    senderDns: createSenderDns(environment.mail?.fromDomain ?? null),
    shopContact: createShopContact(gateway),

    cipher,
    tokens,
    staff: createStaffNames({ sessions, cipher, fetch: storeFetch, ...environment.shopify, log }),
    gateway,
    fetch: storeFetch,
    shopify: createShopifyLibrary({
      environment,
      sessionStorage: createSessionStorage(sessions, cipher),
      fetch: storeFetch,
      log,
    }),
    admin: createShopAdmin(gateway),
    shopifyOrders: createShopifyOrders(gateway),
    shopifyProducts: createShopifyProducts(gateway),
    knownProducts: createProductsStore(db),
    shopifyCustomers: createShopifyCustomers(gateway),
    customerChanges: createCustomerChanges(gateway),
    metafields: createShopifyMetafields(gateway),
    shopifyRewards: createShopifyRewards(gateway),
    shopifyTierMarks: createShopifyTierMarks(gateway),
    freeShipping: createShopifyFreeShipping(gateway),
    randomBytes: (count: number) => randomBytes(count),
    patience: () => setTimeout(PATIENCE_MS, undefined, { ref: false }),
    readWebhook,
    exports: createOrderExports({ gateway, fetch: storeFetch }),
    /** Shopify signs proxied requests by real time, whatever the store's clock says. */
    verifyProxy: (url: URL) => verifyAppProxy(environment.shopify.apiSecret, url, new Date()),
    answerWebhook: createWebhookEndpoint({
      apiSecret: environment.shopify.apiSecret,
      receive: (webhook) => receiveWebhook({ inbox, wake, clock }, webhook),
      clock,
      log,
    }),

    /** Sends what is held back and closes every connection; running jobs are finished first. */
    async stop() {
      await wake.flush();
      await queue.stop();
      mailer?.close();
      await database.close();
    },
  };
}

export type App = ReturnType<typeof createApp>;

function createClock({ localStore }: Environment, { clock }: AppOverrides, log: Logger) {
  if (clock !== undefined) return { ...clock, refresh: () => Promise.resolve() };
  return localStore === null ? createSystemClock() : createLocalStoreClock(localStore.url, log);
}

/** The app of this process: set once by entry.server.tsx and worker.ts, and by tests before they call a route. */
export let app: App;

export function setApp(created: App): void {
  app = created;
}
