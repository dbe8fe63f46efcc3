import type { AuditLog, StoredAuditRecord } from "#app/usecases/audit-ports.ts";
import type { Db } from "./db.ts";

export function createAuditStore(db: Db): AuditLog {
  return {
    async append(shopId, { at, actor, action, subject, detail }) {
      await db.$executeRaw`
        INSERT INTO audit_log (shop_id, audit_id, at, actor, action, subject, detail)
        VALUES (${shopId}, uuid_v7(${at})::text, ${at}, ${actor}, ${action}, ${subject}, ${JSON.stringify(detail)}::jsonb)`;
    },

    list: (shopId, { subject, before, limit }) => db.$queryRaw<StoredAuditRecord[]>`
      SELECT audit_id AS "auditId", at, actor, action, subject, detail FROM audit_log
      WHERE shop_id = ${shopId} AND (${subject}::text IS NULL OR subject = ${subject})
        AND (${before}::text IS NULL OR audit_id < ${before})
      ORDER BY audit_id DESC LIMIT ${limit}`,
  };
}
