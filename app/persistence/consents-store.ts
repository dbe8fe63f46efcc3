import type { Consents } from "#app/usecases/mail/mail-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";

/** Whom Shopify lets us write marketing mails to, and in which language. */
export function createConsentsStore(db: Db): Consents {
  return {
    async learn(shopId, customers) {
      if (customers.length === 0) return;
      await db.$executeRaw`
        WITH told AS (
          SELECT DISTINCT ON ("customerId") * FROM jsonb_to_recordset(${toRows(customers)}::jsonb)
            AS r ("customerId" text, subscribed boolean, locale text, at timestamptz) ORDER BY "customerId", at DESC
        ),
        locked AS MATERIALIZED (
          SELECT m.member_id, told.* FROM members m JOIN told ON told."customerId" = m.customer_id
          WHERE m.shop_id = ${shopId} AND (m.consent_at IS NULL OR m.consent_at < told.at)
          ORDER BY m.member_id FOR UPDATE OF m
        )
        UPDATE members m SET marketing_consent = l.subscribed, consent_at = l.at, locale = coalesce(l.locale, m.locale) FROM locked l
        WHERE m.shop_id = ${shopId} AND m.member_id = l.member_id`;
    },
  };
}
