import type { StoredDraft } from "#app/domain/program/program-draft.ts";
import type { ProgramDrafts } from "#app/usecases/program/program-draft-ports.ts";
import type { Db } from "./db.ts";

export function createProgramDraftsStore(db: Db): ProgramDrafts {
  return {
    async get(shopId) {
      const rows = await db.$queryRaw<StoredDraft[]>`
        SELECT body, based_on AS "basedOn", revision, updated_at AS "updatedAt", updated_by AS "updatedBy"
        FROM program_drafts WHERE shop_id = ${shopId}`;
      return rows[0] ?? null;
    },

    async replace(shopId, expected, { body, basedOn, revision, updatedAt, updatedBy }) {
      const text = JSON.stringify(body);
      const written =
        expected === null
          ? await db.$executeRaw`
              INSERT INTO program_drafts (shop_id, body, based_on, revision, updated_at, updated_by)
              VALUES (${shopId}, ${text}::jsonb, ${basedOn}, ${revision}, ${updatedAt}, ${updatedBy})
              ON CONFLICT (shop_id) DO NOTHING`
          : await db.$executeRaw`
              UPDATE program_drafts
              SET body = ${text}::jsonb, based_on = ${basedOn}, revision = ${revision}, updated_at = ${updatedAt},
                  updated_by = ${updatedBy}
              WHERE shop_id = ${shopId} AND revision = ${expected}`;
      return written === 1;
    },

    async remove(shopId, revision) {
      await db.$executeRaw`DELETE FROM program_drafts WHERE shop_id = ${shopId} AND revision = ${revision}`;
    },
  };
}
