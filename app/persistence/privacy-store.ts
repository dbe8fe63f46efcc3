import type { Privacy, PrivacyRecord } from "#app/usecases/privacy/privacy-ports.ts";
import type { Db } from "./db.ts";

/** The compliance requests and what a data request finds. */
export function createPrivacyStore(db: Db): Privacy {
  return {
    async record(shopId, request) {
      const { requestId, topic, customerId, receivedAt, dueAt, doneAt } = request;
      const answer = request.export === null ? null : JSON.stringify(request.export);
      await db.$executeRaw`
        INSERT INTO privacy_requests (shop_id, request_id, topic, customer_id, received_at, due_at, done_at, export)
        VALUES (${shopId}, ${requestId}, ${topic}, ${customerId}, ${receivedAt}, ${dueAt}, ${doneAt}, ${answer}::jsonb)
        ON CONFLICT (shop_id, request_id) DO UPDATE SET
          received_at = excluded.received_at, due_at = excluded.due_at, done_at = excluded.done_at, export = excluded.export`;
    },

    async list(shopId, limit) {
      return db.$queryRaw<PrivacyRecord[]>`
        SELECT request_id AS "requestId", topic, customer_id AS "customerId", received_at AS "receivedAt", due_at AS "dueAt",
               done_at AS "doneAt", export
        FROM privacy_requests WHERE shop_id = ${shopId} ORDER BY received_at DESC, request_id LIMIT ${limit}`;
    },

    async collect(shopId, { customerId, email }) {
      const members = await db.$queryRaw<{ memberId: string; data: unknown }[]>`
        WITH RECURSIVE person AS (
          SELECT m.* FROM members m WHERE m.shop_id = ${shopId} AND (m.customer_id = ${customerId}
            OR (m.customer_id IS NULL AND m.email_key = lower(btrim(${email}))))
          UNION
          SELECT m.* FROM members m JOIN person p ON m.shop_id = p.shop_id AND m.merged_into = p.member_id
        )
        SELECT member_id::text AS "memberId", jsonb_build_object(
          'customerId', customer_id, 'email', email, 'name', name, 'tags', tags, 'participation', participation,
          'joinedOn', joined_on, 'birthday', birthday, 'nextBirthday', next_birthday, 'balance', balance, 'pending', pending, 'earnedTotal', earned_total) AS data
        FROM person ORDER BY member_id`;
      const memberIds = members.map((member) => member.memberId);
      const entries = await db.$queryRaw<{ data: unknown }[]>`
        SELECT jsonb_build_object('at', at, 'kind', kind, 'points', points, 'pendingPoints', pending_points,
          'balanceAfter', balance_after, 'reason', reason, 'source', jsonb_build_object('type', source_type, 'id', source_id)) AS data
        FROM entries WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) ORDER BY member_id, seq`;
      const orders = await db.$queryRaw<{ data: unknown }[]>`
        SELECT jsonb_build_object('id', o.order_id, 'name', o.name, 'processedAt', o.processed_at, 'totalMinor', o.total_minor::text,
          'financialStatus', o.financial_status, 'points', o.kept_points, 'lines', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'quantity', l.quantity, 'netMinor', l.net_minor::text)
              ORDER BY l.position), '[]')
            FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.order_id)) AS data
        FROM orders o WHERE o.shop_id = ${shopId} AND o.member_id = ANY (${memberIds}::uuid[]) ORDER BY o.processed_at, o.order_id`;
      const mails = await db.$queryRaw<{ data: unknown }[]>`
        SELECT jsonb_build_object('template', template, 'status', status, 'createdAt', created_at, 'sentAt', sent_at, 'openedAt', opened_at,
          'clickedAt', clicked_at, 'bouncedAt', bounced_at, 'complainedAt', complained_at) AS data
        FROM mails WHERE shop_id = ${shopId} AND member_id = ANY (${memberIds}::uuid[]) ORDER BY created_at, mail_id`;
      return {
        members: members.map((member) => member.data),
        entries: entries.map((entry) => entry.data),
        orders: orders.map((order) => order.data),
        mails: mails.map((mail) => mail.data),
      };
    },

    async forgetCustomer(shopId, customerId) {
      await db.$executeRaw`
        UPDATE privacy_requests SET export = NULL
        WHERE shop_id = ${shopId} AND customer_id = ${customerId} AND export IS NOT NULL`;
    },

    async forgetShop(shopId) {
      await db.$executeRaw`DELETE FROM privacy_requests WHERE shop_id = ${shopId}`;
    },
  };
}
