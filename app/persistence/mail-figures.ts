import type { MailCounts, MailRow, Mails } from "#app/usecases/mail/mail-ports.ts";
import type { Db } from "./db.ts";

/** What the merchant's pages say of mails. */
export function createMailFigures(db: Db): Pick<Mails, "countByTemplate" | "listProblems"> {
  return {
    countByTemplate: (shopId, since) => db.$queryRaw<MailCounts[]>`
      SELECT template, count(*) FILTER (WHERE status = 'sent')::integer AS sent, count(opened_at)::integer AS opened,
        count(clicked_at)::integer AS clicked, count(*) FILTER (WHERE status = 'held')::integer AS held,
        count(*) FILTER (WHERE status = 'failed')::integer AS failed,
        count(*) FILTER (WHERE status IN ('queued', 'sending'))::integer AS waiting
      FROM mails WHERE shop_id = ${shopId} AND created_at >= ${since} GROUP BY template`,

    listProblems: (shopId, since, limit) => db.$queryRaw<MailRow[]>`
      SELECT s.mail_id AS "mailId", s.member_id::text AS "memberId", coalesce(m.name, m.email) AS "memberName", s.template, s.status,
        s.reason, s.created_at AS "createdAt"
      FROM mails s LEFT JOIN members m ON m.shop_id = s.shop_id AND m.member_id = s.member_id
      WHERE s.shop_id = ${shopId} AND s.created_at >= ${since}
        AND (s.status IN ('held', 'failed') OR (s.status = 'queued' AND s.reason IS NOT NULL))
      ORDER BY s.created_at DESC, s.mail_id DESC LIMIT ${limit}`,
  };
}
