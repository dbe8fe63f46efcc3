import type { MailFacts } from "#app/domain/messaging/mail-facts.ts";
import type { MailTemplateId } from "#app/domain/messaging/mail-template.ts";
import type { Mails, RedeemedReward, Recipient } from "#app/usecases/mail/mail-ports.ts";
import type { Db } from "./db.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** An id comes from an address in a mail; the database takes only well-formed ones. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type MailQueue = Omit<Mails, "countByTemplate" | "listProblems">;

/** Mails on their way, and what became of them. */
export function createMailsStore(db: Db): MailQueue {
  return {
    async claimDue(shopId, now, leaseUntil, limit) {
      return db.$queryRaw<
        {
          mailId: string;
          memberId: string;
          template: MailTemplateId;
          facts: MailFacts;
          createdAt: Date;
          attempts: number;
          wasInterrupted: boolean;
        }[]
      >`
        UPDATE mails m SET status = 'sending', due_at = ${leaseUntil}, attempts = m.attempts + 1
        FROM (
          SELECT mail_id, status FROM mails
          WHERE shop_id = ${shopId} AND due_at <= ${now} ORDER BY due_at, mail_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ) due
        WHERE m.shop_id = ${shopId} AND m.mail_id = due.mail_id
        RETURNING m.mail_id AS "mailId", m.member_id::text AS "memberId", m.template, m.data AS facts, m.created_at AS "createdAt",
          m.attempts, due.status = 'sending' AS "wasInterrupted"`;
    },

    async readRecipients(shopId, memberIds, now) {
      const weekAgo = new Date(now.getTime() - WEEK_MS);
      const rows = await db.$queryRaw<Recipient[]>`
        SELECT m.member_id::text AS "memberId", m.customer_id AS "customerId", m.participation, m.email, m.email_key AS "emailKey",
          m.name, m.locale, m.marketing_consent AS "marketingConsent", m.consent_at AS "consentAt",
          m.unsubscribed_at AS "unsubscribedAt", m.bounced_email AS "bouncedEmail", m.balance::float8 AS balance,
          m.pending::float8 AS pending, greatest(0, m.balance - coalesce(l.overdue, 0))::float8 AS spendable,
          coalesce(s.sent, 0)::integer AS "marketingSent"
        FROM members m
        LEFT JOIN LATERAL (
          SELECT sum(remaining) AS overdue FROM lots
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND remaining > 0 AND matures_at IS NULL AND expires_at <= ${now}
        ) l ON true
        LEFT JOIN LATERAL (
          SELECT count(*) AS sent FROM mails
          WHERE shop_id = ${shopId} AND member_id = m.member_id AND marketing AND status = 'sent' AND sent_at > ${weekAgo}
        ) s ON true
        WHERE m.shop_id = ${shopId} AND m.member_id = ANY (${[...memberIds]}::uuid[])`;
      return new Map(rows.map((row) => [row.memberId, row]));
    },

    listExpiringLots: (shopId, memberId, now) => db.$queryRaw<
      { points: number; earnedAt: Date; expiresAt: Date }[]
    >`
      SELECT remaining::float8 AS points, earned_at AS "earnedAt", expires_at AS "expiresAt" FROM lots
      WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND remaining > 0 AND matures_at IS NULL AND expires_at > ${now}
      ORDER BY expires_at, seq, n`,

    async getRedemption(shopId, redemptionId) {
      const rows = await db.$queryRaw<RedeemedReward[]>`
        SELECT status, reward ->> 'name' AS name, reward ->> 'kind' AS kind, points::float8 AS points, code, expires_at AS "expiresAt"
        FROM redemptions WHERE shop_id = ${shopId} AND redemption_id = ${redemptionId}`;
      return rows[0] ?? null;
    },

    async markSent(shopId, mailId, at) {
      await db.$executeRaw`
        UPDATE mails SET status = 'sent', reason = NULL, data = NULL, due_at = NULL, sent_at = ${at}
        WHERE shop_id = ${shopId} AND mail_id = ${mailId}`;
    },

    async markHeld(shopId, mailId, reason) {
      await db.$executeRaw`
        UPDATE mails SET status = 'held', reason = ${reason}, data = NULL, due_at = NULL
        WHERE shop_id = ${shopId} AND mail_id = ${mailId}`;
    },

    /** Keeps its facts: the merchant may have it tried again. */
    async markFailed(shopId, mailId, reason) {
      await db.$executeRaw`
        UPDATE mails SET status = 'failed', reason = ${reason}, due_at = NULL WHERE shop_id = ${shopId} AND mail_id = ${mailId}`;
    },

    async putBack(shopId, mailId, { dueAt, reason, uncounted = false }) {
      await db.$executeRaw`
        UPDATE mails SET status = 'queued', due_at = ${dueAt}, reason = coalesce(${reason}, reason),
          attempts = attempts - ${uncounted ? 1 : 0}::integer
        WHERE shop_id = ${shopId} AND mail_id = ${mailId}`;
    },

    async markBounced(shopId, mailId, at) {
      const changed = await db.$executeRaw`
        WITH bounced AS (
          UPDATE mails SET bounced_at = coalesce(bounced_at, ${at}) WHERE shop_id = ${shopId} AND mail_id = ${mailId} RETURNING member_id
        )
        UPDATE members m SET bounced_email = m.email_key FROM bounced
        WHERE m.shop_id = ${shopId} AND m.member_id = bounced.member_id AND m.email_key IS NOT NULL`;
      return changed > 0;
    },

    async markComplained(shopId, mailId, at) {
      const changed = await db.$executeRaw`
        WITH complained AS (
          UPDATE mails SET complained_at = coalesce(complained_at, ${at})
          WHERE shop_id = ${shopId} AND mail_id = ${mailId} RETURNING member_id, complained_at
        )
        UPDATE members m SET unsubscribed_at = coalesce(m.unsubscribed_at, c.complained_at) FROM complained c
        WHERE m.shop_id = ${shopId} AND m.member_id = c.member_id`;
      return changed > 0;
    },

    async markOpened(shopId, mailId, at) {
      await db.$executeRaw`
        UPDATE mails SET opened_at = ${at} WHERE shop_id = ${shopId} AND mail_id = ${mailId} AND status = 'sent' AND opened_at IS NULL`;
    },

    /** Whoever follows a link has read the mail, also where pictures are not shown. */
    async markClicked(shopId, mailId, at) {
      await db.$executeRaw`
        UPDATE mails SET clicked_at = ${at}, opened_at = coalesce(opened_at, ${at})
        WHERE shop_id = ${shopId} AND mail_id = ${mailId} AND status = 'sent' AND clicked_at IS NULL`;
    },

    async retry(shopId, mailId, at) {
      const changed = await db.$executeRaw`
        UPDATE mails SET status = 'queued', due_at = ${at}, created_at = greatest(created_at, ${at}), attempts = 0
        WHERE shop_id = ${shopId} AND mail_id = ${mailId} AND status = 'failed' AND data IS NOT NULL`;
      return changed === 1;
    },

    async countDue(shopId, now) {
      const rows = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::integer AS count FROM mails WHERE shop_id = ${shopId} AND due_at <= ${now}`;
      return rows[0]?.count ?? 0;
    },

    async getMember(shopId, memberId) {
      if (!UUID.test(memberId)) return null;
      const rows = await db.$queryRaw<{ locale: string | null; unsubscribedAt: Date | null }[]>`
        SELECT locale, unsubscribed_at AS "unsubscribedAt" FROM members
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND participation NOT IN ('erased', 'merged')`;
      return rows[0] ?? null;
    },

    async setUnsubscribed(shopId, memberId, at) {
      if (!UUID.test(memberId)) return false;
      const changed = await db.$executeRaw`
        UPDATE members SET unsubscribed_at = CASE WHEN ${at}::timestamptz IS NULL THEN NULL ELSE coalesce(unsubscribed_at, ${at}) END
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND participation NOT IN ('erased', 'merged')`;
      return changed === 1;
    },
  };
}
