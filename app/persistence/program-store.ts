import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Programs } from "#app/usecases/ledger-ports.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { lockPublication } from "./shop-locks.ts";

const COLUMNS = Prisma.sql`version, published_at AS "publishedAt", published_by AS "publishedBy", body`;

export function createProgramStore(db: Db): Programs {
  return {
    async getCurrent(shopId) {
      const rows = await db.$queryRaw<ProgramVersion[]>`
        SELECT ${COLUMNS} FROM program_versions WHERE shop_id = ${shopId} ORDER BY version DESC LIMIT 1`;
      return rows[0] ?? null;
    },

    list: (shopId) => db.$queryRaw<ProgramVersion[]>`
      SELECT ${COLUMNS} FROM program_versions WHERE shop_id = ${shopId} ORDER BY version`,

    lock: (shopId) => lockPublication(db, shopId),

    async insert(shopId, { version, publishedAt, publishedBy, body }) {
      await db.$executeRaw`
        INSERT INTO program_versions (shop_id, version, published_at, published_by, body)
        VALUES (${shopId}, ${version}, ${publishedAt}, ${publishedBy}, ${JSON.stringify(body)}::jsonb)`;
    },
  };
}
