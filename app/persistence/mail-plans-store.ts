import type { ToldEntry } from "#app/domain/messaging/decide-mails.ts";
import { isMarketing } from "#app/domain/messaging/mail-template.ts";
import type { MailPlans, MailToInsert } from "#app/usecases/mail/mail-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Database, Db } from "./db.ts";

type NewsRow = {
  readonly memberId: string;
  readonly tags: string[];
  readonly from: number;
  readonly until: number;
  readonly entries: (Omit<ToldEntry, "at" | "maturesAt" | "expiresAt" | "order"> & {
    readonly at: string;
    readonly maturesAt: string | null;
    readonly expiresAt: string | null;
    readonly orderName: string | null;
    readonly boughtAt: string | null;
    readonly keptPoints: number | null;
  })[];
};

/**
 * Which mails are to be decided. The cursor of a member, `mailed_seq`, stands beside `last_seq`: entries are their own outbox. Who is in
 * `members_to_mail` is decided by the triggers of members.
 */
export function createMailPlansStore(database: Pick<Database, "prisma" | "transaction">): MailPlans {
  const db: Db = database.prisma;
  return {
    async listNews(shopId, limit) {
      const rows = await db.$queryRaw<NewsRow[]>`
        SELECT m.member_id::text AS "memberId", m.tags, m.mailed_seq::float8 AS from, m.last_seq::float8 AS until, n.entries
        FROM (
          SELECT q.member_id, k.tags, k.mailed_seq, k.last_seq
          FROM members_to_mail q JOIN members k ON k.shop_id = q.shop_id AND k.member_id = q.member_id
          WHERE q.shop_id = ${shopId} ORDER BY q.member_id LIMIT ${limit}
        ) m
        CROSS JOIN LATERAL (
          SELECT coalesce(jsonb_agg(jsonb_build_object('seq', e.seq, 'at', e.at, 'kind', e.kind, 'points', e.points,
            'pendingPoints', e.pending_points, 'balanceAfter', e.balance_after, 'reason', e.reason, 'sourceType', e.source_type,
            'orderName', o.name, 'boughtAt', o.processed_at, 'keptPoints', o.kept_points + o.bonus_points, 'maturesAt', l.matures_at,
            'expiresAt', l.expires_at)
            ORDER BY e.seq), '[]') AS entries
          FROM entries e
          LEFT JOIN lots l ON l.shop_id = e.shop_id AND l.member_id = e.member_id
            AND l.seq = split_part(e.movements -> 0 ->> 'lot', '.', 1)::bigint AND l.n = split_part(e.movements -> 0 ->> 'lot', '.', 2)::smallint
          LEFT JOIN orders o ON o.shop_id = e.shop_id AND o.order_id = coalesce(l.order_id, CASE WHEN e.source_type = 'order' THEN e.source_id END)
          WHERE e.shop_id = ${shopId} AND e.member_id = m.member_id AND e.seq > m.mailed_seq AND e.seq <= m.last_seq
        ) n
        ORDER BY m.member_id`;
      return rows.map((row) => ({ ...row, entries: row.entries.map(toEntry) }));
    },

    insertNews: (shopId, members, mails, at) =>
      database.transaction(async (tx) => {
        const moved = await tx.$queryRaw<{ memberId: string }[]>`
          WITH read AS (
            SELECT "memberId", "from", until FROM jsonb_to_recordset(${toRows(
              members.map(({ memberId, from, until }) => ({ memberId, from, until })),
            )}::jsonb) AS r ("memberId" uuid, "from" bigint, until bigint)
          ),
          locked AS MATERIALIZED (
            SELECT m.member_id, read.until FROM members m JOIN read ON read."memberId" = m.member_id
            WHERE m.shop_id = ${shopId} AND m.mailed_seq = read."from" ORDER BY m.member_id FOR UPDATE OF m
          )
          UPDATE members m SET mailed_seq = locked.until FROM locked
          WHERE m.shop_id = ${shopId} AND m.member_id = locked.member_id
          RETURNING m.member_id::text AS "memberId"`;
        const own = new Set(moved.map(({ memberId }) => memberId));
        return insertMails(
          tx,
          shopId,
          mails.filter(({ memberId }) => own.has(memberId)),
          at,
        );
      }),

    // Up to the newest entry of this statement's snapshot: one that is being written meanwhile is looked at later.
    skipNews: (shopId, before, limit) => db.$executeRaw`
      UPDATE members m SET mailed_seq = s.seen
      FROM (
        SELECT d.member_id, (
          SELECT max(e.seq) FROM entries e WHERE e.shop_id = ${shopId} AND e.member_id = d.member_id
        ) AS seen
        FROM members_to_mail q JOIN members d ON d.shop_id = q.shop_id AND d.member_id = q.member_id
        WHERE q.shop_id = ${shopId}
          AND (${before}::timestamptz IS NULL OR NOT EXISTS (
            SELECT FROM entries e
            WHERE e.shop_id = ${shopId} AND e.member_id = d.member_id AND e.seq > d.mailed_seq AND e.at >= ${before}))
        ORDER BY q.member_id LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED
      ) s
      WHERE m.shop_id = ${shopId} AND m.member_id = s.member_id`,

    listUntoldRedemptions: (shopId, limit) => db.$queryRaw<
      { redemptionId: string; memberId: string; issuedAt: Date }[]
    >`
      SELECT redemption_id AS "redemptionId", member_id::text AS "memberId", issued_at AS "issuedAt" FROM redemptions
      WHERE shop_id = ${shopId} AND issued_at IS NOT NULL AND mailed_at IS NULL ORDER BY redemption_id LIMIT ${limit}`,

    insertRedemptions: (shopId, redemptionIds, mails, at) =>
      database.transaction(async (tx) => {
        await tx.$executeRaw`
          UPDATE redemptions SET mailed_at = ${at}
          WHERE shop_id = ${shopId} AND redemption_id = ANY (${[...redemptionIds]}) AND mailed_at IS NULL`;
        return insertMails(tx, shopId, mails, at);
      }),

    async listExpiring(shopId, { now, until, after, limit }) {
      const rows = await db.$queryRaw<
        {
          memberId: string;
          lots: { points: number; earnedAt: string; expiresAt: string }[];
          remindedAt: Date | null;
        }[]
      >`
        SELECT d.member_id::text AS "memberId", d.lots, r.reminded_at AS "remindedAt"
        FROM (
          SELECT l.member_id, jsonb_agg(jsonb_build_object('points', l.remaining, 'earnedAt', l.earned_at, 'expiresAt', l.expires_at)) AS lots
          FROM lots l JOIN members m ON m.shop_id = l.shop_id AND m.member_id = l.member_id AND m.participation = 'member'
          WHERE l.shop_id = ${shopId} AND l.remaining > 0 AND l.expires_at IS NOT NULL AND l.matures_at IS NULL
            AND l.expires_at > ${now} AND l.expires_at < ${until} AND (${after}::uuid IS NULL OR l.member_id > ${after}::uuid)
          GROUP BY l.member_id ORDER BY l.member_id LIMIT ${limit}
        ) d
        LEFT JOIN LATERAL (
          SELECT max(created_at) AS reminded_at FROM mails
          WHERE shop_id = ${shopId} AND member_id = d.member_id AND template IN ('expiring', 'last-chance')
        ) r ON true
        ORDER BY d.member_id`;
      return rows.map(({ lots, ...row }) => ({
        ...row,
        lots: lots.map((lot) => ({
          points: lot.points,
          earnedAt: new Date(lot.earnedAt),
          expiresAt: new Date(lot.expiresAt),
        })),
      }));
    },

    insertMails: (shopId, mails, at) => insertMails(db, shopId, mails, at),

    async countUndecided(shopId) {
      const rows = await db.$queryRaw<{ count: number }[]>`
        SELECT (SELECT count(*) FROM members_to_mail WHERE shop_id = ${shopId})::float8
             + (SELECT count(*) FROM redemptions WHERE shop_id = ${shopId} AND issued_at IS NOT NULL AND mailed_at IS NULL)::float8
             + (SELECT count(*) FROM tier_moves WHERE shop_id = ${shopId} AND mail_due)::float8 AS count`;
      return rows[0]?.count ?? 0;
    },
  };
}

function toEntry({ orderName, boughtAt, keptPoints, ...entry }: NewsRow["entries"][number]): ToldEntry {
  return {
    ...entry,
    at: new Date(entry.at),
    maturesAt: entry.maturesAt === null ? null : new Date(entry.maturesAt),
    expiresAt: entry.expiresAt === null ? null : new Date(entry.expiresAt),
    order:
      orderName === null || boughtAt === null
        ? null
        : { name: orderName, boughtAt: new Date(boughtAt), keptPoints: keptPoints ?? 0 },
  };
}

/** Due at once; the same cause is inserted once, whoever is first. */
export async function insertMails(
  db: Db,
  shopId: string,
  mails: readonly MailToInsert[],
  at: Date,
): Promise<number> {
  if (mails.length === 0) return 0;
  const rows = mails.map(({ mailId, key, memberId, template, facts }) => ({
    ...{ mailId, key, memberId, template },
    marketing: isMarketing(template),
    data: facts,
  }));
  return db.$executeRaw`
    INSERT INTO mails (shop_id, mail_id, key, member_id, template, marketing, data, status, due_at, created_at)
    SELECT ${shopId}, "mailId", key, "memberId", template, marketing, data, 'queued', ${at}, ${at}
    FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("mailId" text, key text, "memberId" uuid, template text, marketing boolean, data jsonb)
    ON CONFLICT (shop_id, key) DO NOTHING`;
}
