import type { MailWords } from "#app/domain/messaging/mail-template.ts";
import type { MailSettings, MailSettingsStore } from "#app/usecases/mail/mail-ports.ts";
import type { Db } from "./db.ts";

/** What stands where the merchant has changed nothing; the same as the table's own defaults. */
export const DEFAULT_MAIL_SETTINGS: MailSettings = {
  templatesOff: [],
  replyTo: null,
  contactEmail: null,
  contactKnownAt: null,
  senderDomain: null,
  domainCheckedAt: null,
  domainProblem: null,
  reminderDays: [30, 7, 1],
  marketingPerWeek: 2,
  remindedOn: null,
};

/** Whoever writes a row that no merchant has asked for. */
const OURSELVES = "perennial";

export function createMailSettingsStore(db: Db): MailSettingsStore {
  const get = async (shopId: string): Promise<MailSettings> => {
    const rows = await db.$queryRaw<MailSettings[]>`
      SELECT templates_off AS "templatesOff", reply_to AS "replyTo", contact_email AS "contactEmail",
        contact_known_at AS "contactKnownAt", sender_domain AS "senderDomain", domain_checked_at AS "domainCheckedAt",
        domain_problem AS "domainProblem", reminder_days AS "reminderDays", marketing_per_week AS "marketingPerWeek",
        reminded_on::text AS "remindedOn"
      FROM mail_settings WHERE shop_id = ${shopId}`;
    return rows[0] ?? DEFAULT_MAIL_SETTINGS;
  };
  return {
    get,

    async save(shopId, change, by) {
      const next = { ...(await get(shopId)), ...change };
      await db.$executeRaw`
        INSERT INTO mail_settings (shop_id, templates_off, reply_to, sender_domain, domain_checked_at, domain_problem, reminder_days,
          marketing_per_week, updated_at, updated_by)
        VALUES (${shopId}, ${[...next.templatesOff]}, ${next.replyTo}, ${next.senderDomain}, ${next.domainCheckedAt},
          ${next.domainProblem}, ${[...next.reminderDays]}::integer[], ${next.marketingPerWeek}, ${by.at}, ${by.name})
        ON CONFLICT (shop_id) DO UPDATE SET templates_off = excluded.templates_off, reply_to = excluded.reply_to,
          sender_domain = excluded.sender_domain, domain_checked_at = excluded.domain_checked_at,
          domain_problem = excluded.domain_problem, reminder_days = excluded.reminder_days,
          marketing_per_week = excluded.marketing_per_week, updated_at = excluded.updated_at, updated_by = excluded.updated_by`;
    },

    async learnContact(shopId, email, at) {
      await db.$executeRaw`
        INSERT INTO mail_settings (shop_id, contact_email, contact_known_at, updated_at, updated_by)
        VALUES (${shopId}, ${email}, ${at}, ${at}, ${OURSELVES})
        ON CONFLICT (shop_id) DO UPDATE SET contact_email = excluded.contact_email, contact_known_at = excluded.contact_known_at`;
    },

    async markReminded(shopId, day, at) {
      await db.$executeRaw`
        INSERT INTO mail_settings (shop_id, reminded_on, updated_at, updated_by) VALUES (${shopId}, ${day}::date, ${at}, ${OURSELVES})
        ON CONFLICT (shop_id) DO UPDATE SET reminded_on = excluded.reminded_on`;
    },

    async getWords(shopId, template, locale) {
      const rows = await db.$queryRaw<MailWords[]>`
        SELECT subject, body FROM mail_templates WHERE shop_id = ${shopId} AND template = ${template} AND locale = ${locale}`;
      return rows[0] ?? null;
    },

    async saveWords(shopId, template, locale, { subject, body }, by) {
      await db.$executeRaw`
        INSERT INTO mail_templates (shop_id, template, locale, subject, body, updated_at, updated_by)
        VALUES (${shopId}, ${template}, ${locale}, ${subject}, ${body}, ${by.at}, ${by.name})
        ON CONFLICT (shop_id, template, locale) DO UPDATE SET subject = excluded.subject, body = excluded.body,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by`;
    },

    async dropWords(shopId, template, locale) {
      await db.$executeRaw`
        DELETE FROM mail_templates WHERE shop_id = ${shopId} AND template = ${template} AND locale = ${locale}`;
    },

    listOwnWords: (shopId) => db.$queryRaw<{ template: string; locale: string }[]>`
      SELECT template, locale FROM mail_templates WHERE shop_id = ${shopId} ORDER BY template, locale`,
  };
}
