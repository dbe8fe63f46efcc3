import type { Erasures } from "#app/usecases/ledger-ports.ts";
import type { Db } from "./db.ts";

export function createErasureStore(db: Db): Erasures {
  return {
    async forgetBuyer(shopId, memberId) {
      await db.$executeRaw`
        UPDATE orders SET customer_id = NULL
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND customer_id IS NOT NULL`;
      await db.$executeRaw`
        UPDATE members SET birthday = NULL, next_birthday = NULL, next_birthday_year = NULL
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      // Where the app is installed, the mark stays until Shopify has let go of the tag: it says whose that is.
      await db.$executeRaw`
        DELETE FROM tier_marks WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid
          AND EXISTS (SELECT FROM shops WHERE shop_id = ${shopId} AND uninstalled_at IS NOT NULL)`;
      await db.$executeRaw`
        DELETE FROM tier_codes WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid
          AND EXISTS (SELECT FROM shops WHERE shop_id = ${shopId} AND uninstalled_at IS NOT NULL)`;
      // The moves stay, as the entries do; what somebody wrote about the person goes.
      await db.$executeRaw`
        UPDATE tier_moves SET note = NULL, benefits_due = false, mail_due = false
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND (note IS NOT NULL OR benefits_due OR mail_due)`;
      await db.$executeRaw`DELETE FROM member_tiers WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      await db.$executeRaw`DELETE FROM tier_checks WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      await db.$executeRaw`DELETE FROM tiers_to_show WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      await db.$executeRaw`
        UPDATE bulk_grant_rows SET who = '' WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
      await db.$executeRaw`
        UPDATE tier_file_rows SET who = '' WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
    },

    async forgetMails(shopId, memberId) {
      await db.$executeRaw`
        DELETE FROM mails WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid AND status NOT IN ('sent', 'held')`;
      await db.$executeRaw`
        UPDATE members SET locale = NULL, marketing_consent = false, consent_at = NULL, bounced_email = NULL
        WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
    },

    async removeUnused(shopId, memberId) {
      const removed = await db.$executeRaw`
        DELETE FROM members m
        WHERE m.shop_id = ${shopId} AND m.member_id = ${memberId}::uuid AND m.last_seq = 0
          AND NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = ${shopId} AND o.member_id = m.member_id)
          AND NOT EXISTS (SELECT FROM members other WHERE other.shop_id = ${shopId} AND other.merged_into = m.member_id)`;
      if (removed === 1) await forgetTiers(db, shopId, memberId);
      return removed === 1;
    },

    async eraseShop(shopId) {
      // The triggers that keep entries and program versions let go only of the shop that this transaction names.
      await db.$queryRaw`SELECT set_config('perennial.erasing_shop', ${shopId}, true)`;
      await db.$executeRaw`DELETE FROM lots WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM entries WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM redemptions WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM tier_checks WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM audit_log WHERE shop_id = ${shopId}`;
      // The event that asks for this is being worked on and locked: whoever holds it deletes it.
      await db.$executeRaw`
        DELETE FROM inbox_events WHERE (shop_id, topic, event_id) IN
          (SELECT shop_id, topic, event_id FROM inbox_events WHERE shop_id = ${shopId} FOR UPDATE SKIP LOCKED)`;
      await db.$executeRaw`DELETE FROM staged_orders WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM staged_lines WHERE shop_id = ${shopId}`;
      await db.$executeRaw`DELETE FROM sessions WHERE shop = ${shopId}`;
      // Members, orders, program versions, imports and tokens go with their shop.
      await db.$executeRaw`DELETE FROM shops WHERE shop_id = ${shopId}`;
      // Their going is itself a reason to look at marks, of which there are none any more.
      await db.$executeRaw`DELETE FROM tier_marks_due WHERE shop_id = ${shopId}`;
    },
  };
}

async function forgetTiers(db: Db, shopId: string, memberId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM tier_moves WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
  await db.$executeRaw`DELETE FROM member_tiers WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
  await db.$executeRaw`DELETE FROM tier_checks WHERE shop_id = ${shopId} AND member_id = ${memberId}::uuid`;
}
