import type { ToldMove } from "#app/domain/messaging/decide-tier-mails.ts";
import type { MailToInsert } from "#app/usecases/mail/mail-ports.ts";
import type { TierMailPlans, WarnedMember } from "#app/usecases/mail/tier-mail-ports.ts";
import { toRows } from "./checked-numbers.ts";
import type { Database, Db } from "./db.ts";
import { insertMails } from "./mail-plans-store.ts";
import { listChangingTiers } from "./decide-tier-set.ts";

/** What of tiers is to be told by mail: `tier_moves.mail_due`, and `member_tiers.warned_for` with the reviews of days. */
export function createTierMailsStore(database: Pick<Database, "prisma" | "transaction">): TierMailPlans {
  const db: Db = database.prisma;
  /** Mails of those alone whom the statement still found as they were read. */
  const insertOfOwn = async (
    tx: Db,
    shopId: string,
    own: readonly { readonly memberId: string }[],
    mails: readonly MailToInsert[],
    at: Date,
  ) => {
    const found = new Set(own.map(({ memberId }) => memberId));
    return insertMails(
      tx,
      shopId,
      mails.filter(({ memberId }) => found.has(memberId)),
      at,
    );
  };
  return {
    async listMoved(shopId, limit) {
      const rows = await db.$queryRaw<
        { memberId: string; moves: (Omit<ToldMove, "at"> & { at: string })[] }[]
      >`
        SELECT t.member_id::text AS "memberId",
          jsonb_agg(jsonb_build_object('n', t.n, 'at', t.at, 'from', t.from_tier, 'to', t.to_tier, 'because', t.because) ORDER BY t.n) AS moves
        FROM (
          SELECT DISTINCT member_id FROM tier_moves WHERE shop_id = ${shopId} AND mail_due ORDER BY member_id LIMIT ${limit}
        ) m
        JOIN tier_moves t ON t.shop_id = ${shopId} AND t.member_id = m.member_id AND t.mail_due
        GROUP BY t.member_id ORDER BY t.member_id`;
      return rows.map(({ memberId, moves }) => ({
        memberId,
        moves: moves.map((move) => ({ ...move, at: new Date(move.at) })),
      }));
    },

    insertMoved: (shopId, members, mails, at) =>
      database.transaction(async (tx) => {
        const rows = members.flatMap(({ memberId, moves }) => moves.map(({ n }) => ({ memberId, n })));
        const told = await tx.$queryRaw<{ memberId: string }[]>`
          UPDATE tier_moves t SET mail_due = false
          FROM jsonb_to_recordset(${toRows(rows)}::jsonb) AS r ("memberId" uuid, n integer)
          WHERE t.shop_id = ${shopId} AND t.member_id = r."memberId" AND t.n = r.n AND t.mail_due
          RETURNING t.member_id::text AS "memberId"`;
        return insertOfOwn(tx, shopId, told, mails, at);
      }),

    async getDays(shopId) {
      const rows = await db.$queryRaw<{ reviewedOn: string | null; noticedOn: string | null }[]>`
        SELECT reviewed_on::text AS "reviewedOn", noticed_on::text AS "noticedOn" FROM tier_reviews
        WHERE shop_id = ${shopId} AND NOT is_placing`;
      return rows[0] ?? null;
    },

    async markNoticed(shopId, day) {
      await db.$executeRaw`UPDATE tier_reviews SET noticed_on = ${day}::date WHERE shop_id = ${shopId}`;
    },

    listWarned: (shopId, after, limit) => db.$queryRaw<WarnedMember[]>`
      SELECT member_id::text AS "memberId", tier_id AS "tierId", warned_for::text AS "warnedFor" FROM member_tiers
      WHERE shop_id = ${shopId} AND warned_for IS NOT NULL AND tier_id IS NOT NULL
        AND (${after}::uuid IS NULL OR member_id > ${after}::uuid)
      ORDER BY member_id LIMIT ${limit}`,

    insertKept: (shopId, members, mails, at) =>
      database.transaction(async (tx) => {
        const kept = await tx.$queryRaw<{ memberId: string }[]>`
          UPDATE member_tiers t SET warned_for = NULL
          FROM jsonb_to_recordset(${toRows(members)}::jsonb) AS r ("memberId" uuid, "tierId" text, "warnedFor" date)
          WHERE t.shop_id = ${shopId} AND t.member_id = r."memberId" AND t.tier_id = r."tierId" AND t.warned_for = r."warnedFor"
          RETURNING t.member_id::text AS "memberId"`;
        return insertOfOwn(tx, shopId, kept, mails, at);
      }),

    async listEndangered(shopId, { ladder, currency, timeZone, on, after, limit }) {
      // Whoever would stand elsewhere on that day if nothing happened and no grace were given; among them all who would be lowered.
      const tiers = { ...ladder.tiers, graceDays: 0, softLanding: false };
      const decision = { ladder: { ...ladder, tiers }, currency, timeZone, today: on, losers: null };
      return database.transaction(async (tx) => {
        const changing = await listChangingTiers(tx, shopId, decision, after, limit);
        const found = changing.map(({ memberId }) => memberId);
        const rows = await tx.$queryRaw<{ memberId: string }[]>`
          SELECT member_id::text AS "memberId" FROM member_tiers
          WHERE shop_id = ${shopId} AND member_id = ANY (${found}::uuid[]) AND tier_id IS NOT NULL AND warned_for IS NULL
          ORDER BY member_id`;
        const next = found.length < limit ? null : (found.at(-1) ?? null);
        return { memberIds: rows.map(({ memberId }) => memberId), next };
      });
    },

    insertWarned: (shopId, members, mails, at) =>
      database.transaction(async (tx) => {
        const warned = await tx.$queryRaw<{ memberId: string }[]>`
          UPDATE member_tiers t SET warned_for = r."warnedFor"
          FROM jsonb_to_recordset(${toRows(members)}::jsonb) AS r ("memberId" uuid, "tierId" text, "warnedFor" date)
          WHERE t.shop_id = ${shopId} AND t.member_id = r."memberId" AND t.tier_id = r."tierId" AND t.warned_for IS NULL
          RETURNING t.member_id::text AS "memberId"`;
        return insertOfOwn(tx, shopId, warned, mails, at);
      }),
  };
}
