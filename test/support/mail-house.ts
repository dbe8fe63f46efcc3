import { accept } from "#app/domain/shared/outcome.ts";
import { createMailLinks } from "#app/messaging/mail-links.server.ts";
import { mailRenderer } from "#app/messaging/mail-renderer.ts";
import { createSmtpMailer } from "#app/messaging/smtp-mailer.server.ts";
import { createConsentsStore } from "#app/persistence/consents-store.ts";
import { createMailFigures } from "#app/persistence/mail-figures.ts";
import { createMailPlansStore } from "#app/persistence/mail-plans-store.ts";
import { createMailSettingsStore } from "#app/persistence/mail-settings-store.ts";
import { createMailsStore } from "#app/persistence/mails-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createRedemptionReads } from "#app/persistence/redemption-reads.ts";
import { createSessionsStore } from "#app/persistence/sessions-store.server.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createTierMailsStore } from "#app/persistence/tier-mails-store.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import type { MailSending } from "#app/usecases/mail/mail-ports.ts";
import { planMails } from "#app/usecases/mail/plan-mails.ts";
import { planTierMails } from "#app/usecases/mail/plan-tier-mails.ts";
import { planTierNotices } from "#app/usecases/mail/plan-tier-notices.ts";
import { planReminders } from "#app/usecases/mail/plan-reminders.ts";
import { sendMails } from "#app/usecases/mail/send-mails.ts";
import { createTestLedger } from "./ledger.ts";
import { startMailServer } from "./mail-server.ts";
import { createMemoryLog } from "./memory-log.ts";

/** Long enough for a busy machine, short enough for a test of a server that says nothing. */
const SILENCE_MAX_MS = 1_000;

/** The ledger with everything that mails need: a real mail server, and what Shopify knows of customers. */
export async function openMailHouse() {
  const test = await createTestLedger();
  const server = await startMailServer();
  const db = test.database.prisma;
  const mailer = createSmtpMailer({
    url: server.url,
    fromDomain: "mail.perennial.example",
    dkimKey: null,
    silenceMaxMs: SILENCE_MAX_MS,
  });
  const customers = new Map<string, CustomerFacts>();
  const ports = {
    ...test,
    log: createMemoryLog(),
    shops: createShopsStore(db),
    programs: createProgramStore(db),
    sessions: createSessionsStore(test.database),
    memberReads: test.reads,
    redemptionReads: createRedemptionReads(db),
    mailPlans: createMailPlansStore(test.database),
    tierMailPlans: createTierMailsStore(test.database),
    tierReads: createTierReads(db),
    mails: { ...createMailsStore(db), ...createMailFigures(db) },
    mailSettings: createMailSettingsStore(db),
    consents: createConsentsStore(db),
    mailRenderer,
    mailLinks: createMailLinks({
      appUrl: "https://app.example",
      apiSecret: "secret-of-the-tests",
      localStoreUrl: null,
    }),
    mailSending: { mailer, fromDomain: "mail.perennial.example" } as MailSending | null,
    shopifyCustomers: { fetchCustomers: async () => accept(customers) },
    shopContact: { fetchContactEmail: async () => accept("owner@quiet.example") },
  };
  return {
    ...ports,
    server,
    /** What Shopify answers when it is asked for customers. */
    customers,
    /** As the worker does it, once. */
    async work(shopId: string, over: Partial<typeof ports> = {}) {
      await planMails({ ...ports, ...over }, shopId);
      await planReminders({ ...ports, ...over }, shopId);
      await planTierMails({ ...ports, ...over }, shopId);
      await planTierNotices({ ...ports, ...over }, shopId);
      await sendMails({ ...ports, ...over }, shopId);
    },
    async rows(shopId: string) {
      const { rows } = await test.database.pool.query<{
        key: string;
        template: string;
        status: string;
        reason: string | null;
        attempts: number;
        due_at: Date | null;
        data: unknown;
        mail_id: string;
        member_id: string;
      }>(
        `SELECT key, template, status, reason, attempts, due_at, data, mail_id, member_id::text FROM mails
         WHERE shop_id = $1 ORDER BY created_at, key`,
        [shopId],
      );
      return rows;
    },
    /** What the shop lets the app do. */
    async grant(shopId: string, ...scopes: string[]) {
      await test.database.pool.query(
        `INSERT INTO sessions (id, shop, is_online, state, scope, sealed, updated_at) VALUES ($1, $2, false, '', $3, '', now())
         ON CONFLICT (id) DO UPDATE SET scope = EXCLUDED.scope`,
        [`offline_${shopId}`, shopId, scopes.join(",")],
      );
    },
    async launch(shopId: string, at: string) {
      await test.database.pool.query("UPDATE shops SET launched_at = $2 WHERE shop_id = $1", [shopId, at]);
    },
    async setMember(shopId: string, email: string, change: string) {
      await test.database.pool.query(`UPDATE members SET ${change} WHERE shop_id = $1 AND email_key = $2`, [
        shopId,
        email,
      ]);
    },
    async close() {
      mailer.close();
      await server.close();
      await test.drop();
    },
  };
}

export type MailHouse = Awaited<ReturnType<typeof openMailHouse>>;
