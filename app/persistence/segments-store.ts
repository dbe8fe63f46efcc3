import { type Segment, storedFilter } from "#app/domain/membership/segment.ts";
import type { Audiences, AudienceMember, Segments } from "#app/usecases/campaigns/campaign-ports.ts";
import type { Database, Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { segmentCondition } from "./segment-sql.ts";

const COLUMNS = Prisma.sql`segment_id AS "segmentId", name, filter`;

export function createSegmentsStore(database: Pick<Database, "prisma" | "transaction">): Segments {
  return {
    async list(shopId) {
      const rows = await database.prisma.$queryRaw<Segment[]>`
        SELECT ${COLUMNS} FROM segments WHERE shop_id = ${shopId} ORDER BY lower(name), segment_id`;
      return rows.map(toSegment);
    },

    async get(shopId, segmentId) {
      const rows = await database.prisma.$queryRaw<Segment[]>`
        SELECT ${COLUMNS} FROM segments WHERE shop_id = ${shopId} AND segment_id = ${segmentId}`;
      return rows[0] === undefined ? null : toSegment(rows[0]);
    },

    save: (shopId, { segmentId, name, filter }, { at, by }) =>
      database.transaction(async (db) => {
        await lockSegments(db, shopId);
        const taken = await db.$queryRaw<unknown[]>`
          SELECT 1 FROM segments WHERE shop_id = ${shopId} AND name = ${name} AND segment_id <> ${segmentId}`;
        if (taken.length > 0) return false;
        await db.$executeRaw`
          INSERT INTO segments (shop_id, segment_id, name, filter, created_at, created_by)
          VALUES (${shopId}, ${segmentId}, ${name}, ${JSON.stringify(filter)}::jsonb, ${at}, ${by})
          ON CONFLICT (shop_id, segment_id) DO UPDATE SET name = excluded.name, filter = excluded.filter`;
        return true;
      }),

    remove: (shopId, segmentId) =>
      database.transaction(async (db) => {
        await lockSegments(db, shopId);
        const users = await db.$queryRaw<{ name: string }[]>`
          SELECT name FROM campaigns WHERE shop_id = ${shopId} AND segment_id = ${segmentId} AND status <> 'ended' ORDER BY name`;
        if (users.length === 0)
          await db.$executeRaw`DELETE FROM segments WHERE shop_id = ${shopId} AND segment_id = ${segmentId}`;
        return users.map(({ name }) => name);
      }),
  };
}

function toSegment(row: Segment): Segment {
  return { ...row, filter: storedFilter(row.filter) };
}

/** Segments and the campaigns that take them change one after another. */
export async function lockSegments(db: Db, shopId: string): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`segments ${shopId}`}, 0))::text`;
}

export function createAudiencesStore(db: Db): Audiences {
  return {
    async count(shopId, { filter, ...around }) {
      const rows = await db.$queryRaw<{ members: number }[]>`
        SELECT count(*)::int AS members FROM members m
        WHERE m.shop_id = ${shopId} AND m.participation = 'member' AND ${segmentCondition(filter, { shopId, ...around })}`;
      return rows[0]?.members ?? 0;
    },

    listMembers: (shopId, { filter, ...around }, { after, limit }) => db.$queryRaw<AudienceMember[]>`
      SELECT m.member_id::text AS "memberId", m.name, m.email, m.balance::float8 AS balance, m.orders_count AS "ordersCount"
      FROM members m
      WHERE m.shop_id = ${shopId} AND m.participation = 'member' AND ${segmentCondition(filter, { shopId, ...around })}
        AND m.member_id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
      ORDER BY m.member_id LIMIT ${limit}`,
  };
}
