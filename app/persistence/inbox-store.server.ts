import type pg from "pg";
import type {
  EventResult,
  FailedEvent,
  Inbox,
  InboxEvent,
  Webhook,
} from "#app/usecases/inbox/inbox-ports.ts";
import { gather } from "./gather.ts";

/**
 * Webhooks as they came. The table is the queue: `FOR UPDATE SKIP LOCKED` hands each due event to one process, and the
 * database frees what a dead process held. On the pool itself, because Shopify waits for `put`.
 */
export function createInboxStore(pool: pg.Pool): Inbox {
  return {
    put: gather((rows: readonly InboxRow[]) => insertEvents(pool, rows), { atOnce: 3, most: 50 }),

    async claim(shopId, now, limit, work) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        // One at a time in a shop: two states of one second, taken by two workers, would each look like the only one.
        await client.query({
          name: "inbox-lock",
          text: "SELECT pg_advisory_xact_lock(hashtextextended('inbox ' || $1::text, 0))",
          values: [shopId],
        });
        const { rows } = await client.query<InboxEvent>({
          name: "inbox-claim",
          text: `SELECT shop_id AS "shopId", topic, event_id AS "eventId", triggered_at AS "triggeredAt", received_at AS "receivedAt",
                        attempts, payload
                 FROM inbox_events WHERE shop_id = $1 AND due_at <= $2
                 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
          values: [shopId, now, limit],
        });
        if (rows.length > 0) await storeResults(client, shopId, await work(rows));
        await client.query("COMMIT");
        client.release();
        return rows.length;
      } catch (error) {
        // Closing the connection rolls back and lets go of the events, whatever state it is in.
        client.release(true);
        throw error;
      }
    },

    async countOpen(shopId) {
      const { rows } = await pool.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM inbox_events WHERE shop_id = $1 AND due_at IS NOT NULL",
        [shopId],
      );
      return rows[0]?.count ?? 0;
    },

    async nextDueAt(shopId) {
      const { rows } = await pool.query<{ dueAt: Date | null }>(
        `SELECT min(due_at) AS "dueAt" FROM inbox_events WHERE shop_id = $1 AND due_at IS NOT NULL`,
        [shopId],
      );
      return rows[0]?.dueAt ?? null;
    },

    async listShopsWithDue(now) {
      // The only question that spans shops: which of them have work.
      const { rows } = await pool.query<{ shopId: string }>(
        `SELECT DISTINCT shop_id AS "shopId" FROM inbox_events WHERE due_at <= $1 ORDER BY shop_id`,
        [now],
      );
      return rows.map((row) => row.shopId);
    },

    async listFailed(shopId, limit) {
      const { rows } = await pool.query<FailedEvent>(
        `SELECT topic, event_id AS "eventId", received_at AS "receivedAt", attempts, failure FROM inbox_events
         WHERE shop_id = $1 AND due_at IS NULL AND failure IS NOT NULL
         ORDER BY received_at DESC, event_id LIMIT $2`,
        [shopId, limit],
      );
      return rows;
    },

    async retry(shopId, topic, eventId, at) {
      const changed = await pool.query(
        `UPDATE inbox_events SET due_at = $4, attempts = 0
         WHERE shop_id = $1 AND topic = $2 AND event_id = $3 AND due_at IS NULL AND failure IS NOT NULL AND payload IS NOT NULL`,
        [shopId, topic, eventId, at],
      );
      return changed.rowCount === 1;
    },

    async lastByTopic(shopId) {
      const { rows } = await pool.query<{ topic: string; receivedAt: Date }>(
        `SELECT topic, max(received_at) AS "receivedAt" FROM inbox_events WHERE shop_id = $1 GROUP BY topic ORDER BY topic`,
        [shopId],
      );
      return rows;
    },

    async purge(shopId, doneBefore) {
      const gone = await pool.query(
        "DELETE FROM inbox_events WHERE shop_id = $1 AND received_at < $2 AND due_at IS NULL AND failure IS NULL",
        [shopId, doneBefore],
      );
      return gone.rowCount ?? 0;
    },

    async forgetCustomer(shopId, customerIdTail) {
      await pool.query(
        `UPDATE inbox_events SET payload = NULL
         WHERE shop_id = $1 AND due_at IS NULL AND payload IS NOT NULL AND payload ~ ('(^|[^0-9])' || $2::text || '([^0-9]|$)')`,
        [shopId, customerIdTail],
      );
    },
  };
}

/**
 * One statement for all of them, whichever shops they are for. In the order of their keys, so that two statements with the same
 * events never wait for each other in a circle. @returns which of them were stored.
 */
async function insertEvents(pool: pg.Pool, rows: readonly InboxRow[]): Promise<boolean[]> {
  const keyOf = ({ shopId, topic, eventId }: Pick<Webhook, "shopId" | "topic" | "eventId">) =>
    `${shopId} ${topic} ${eventId}`;
  const inOrder = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const places = inOrder.map(
    (_, row) =>
      `(${PUT_TYPES.map((type, column) => `$${row * PUT_TYPES.length + column + 1}::${type}`).join(", ")})`,
  );
  const stored = await pool.query<Pick<Webhook, "shopId" | "topic" | "eventId">>({
    name: `inbox-put-${rows.length}`,
    text: `INSERT INTO inbox_events (shop_id, topic, event_id, triggered_at, received_at, due_at, payload)
           SELECT s.shop_id, e.topic, e.event_id, e.triggered_at, e.received_at, e.received_at, e.payload
           FROM (VALUES ${places.join(", ")}) AS e (shop_id, topic, event_id, triggered_at, received_at, payload, even_uninstalled)
           JOIN shops s ON s.shop_id = e.shop_id AND (s.uninstalled_at IS NULL OR e.even_uninstalled)
           ON CONFLICT DO NOTHING
           RETURNING shop_id AS "shopId", topic, event_id AS "eventId"`,
    values: inOrder.flatMap((row) => [
      ...[
        row.shopId,
        row.topic,
        row.eventId,
        row.triggeredAt,
        row.receivedAt,
        row.payload,
        row.evenUninstalled,
      ],
    ]),
  });
  const keys = new Set(stored.rows.map(keyOf));
  // Of the same event twice in one statement the first one is the one that was stored.
  return rows.map((row) => keys.delete(keyOf(row)));
}

const PUT_TYPES = ["text", "text", "text", "timestamptz", "timestamptz", "text", "boolean"];

type InboxRow = Webhook & { readonly receivedAt: Date; readonly evenUninstalled: boolean };

/** All results by two statements. What is done forgets its payload, which holds personal data. */
async function storeResults(
  client: pg.PoolClient,
  shopId: string,
  results: readonly EventResult[],
): Promise<void> {
  const done = results.filter((one) => one.kind === "done");
  if (done.length > 0) {
    await client.query({
      name: "inbox-done",
      text: `UPDATE inbox_events i SET due_at = NULL, failure = NULL, payload = NULL, attempts = attempts + 1
             FROM unnest($2::text[], $3::text[]) AS d (topic, event_id)
             WHERE i.shop_id = $1 AND i.topic = d.topic AND i.event_id = d.event_id`,
      values: [shopId, done.map((one) => one.event.topic), done.map((one) => one.event.eventId)],
    });
  }
  const forgotten = results.filter((one) => one.kind === "forgotten");
  if (forgotten.length > 0) {
    await client.query(
      `DELETE FROM inbox_events i USING unnest($2::text[], $3::text[]) AS d (topic, event_id)
       WHERE i.shop_id = $1 AND i.topic = d.topic AND i.event_id = d.event_id`,
      [shopId, forgotten.map((one) => one.event.topic), forgotten.map((one) => one.event.eventId)],
    );
  }
  const failed = results.filter((one) => one.kind === "failed");
  if (failed.length > 0) {
    await client.query({
      name: "inbox-failed",
      text: `UPDATE inbox_events i SET due_at = d.retry_at, failure = d.failure, attempts = attempts + 1
             FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS d (topic, event_id, failure, retry_at)
             WHERE i.shop_id = $1 AND i.topic = d.topic AND i.event_id = d.event_id`,
      values: [
        shopId,
        failed.map((one) => one.event.topic),
        failed.map((one) => one.event.eventId),
        failed.map((one) => one.failure),
        failed.map((one) => one.retryAt),
      ],
    });
  }
}
