import type { CampaignReads, CampaignRecord } from "#app/usecases/campaigns/campaign-ports.ts";
import { CAMPAIGN_COLUMNS, type CampaignRow, toCampaign } from "./campaign-rows.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";

type Row = CampaignRow & Pick<CampaignRecord, "createdAt" | "createdBy" | "members">;

/** Campaigns as a merchant reads them, with how many members each has reached. */
export function createCampaignReads(db: Db): CampaignReads {
  const select = (shopId: string, which: Prisma.Sql) => db.$queryRaw<Row[]>`
    SELECT ${CAMPAIGN_COLUMNS}, c.created_at AS "createdAt", c.created_by AS "createdBy", (
      SELECT count(DISTINCT member_id)::int FROM (
        -- Entries of its own, by the beginning of their keys; "0" is what follows "/".
        SELECT e.member_id FROM entries e
        WHERE e.shop_id = ${shopId} AND e.key >= 'campaign:' || c.campaign_id || '/' AND e.key < 'campaign:' || c.campaign_id || '0'
        UNION ALL
        SELECT o.member_id FROM orders o
        WHERE o.shop_id = ${shopId} AND c.runs <> '[]' AND jsonb_path_exists(o.earned_by,
            '$[*] ? (@.source == $campaign && @.points > 0 || @.multipliers[*].source == $campaign)',
            jsonb_build_object('campaign', 'campaign:' || c.campaign_id))
          AND o.business_date >= ((c.runs -> 0 ->> 'from')::timestamptz - interval '2 days')::date
      ) AS reached) AS members
    FROM campaigns c WHERE c.shop_id = ${shopId} AND ${which} ORDER BY c.created_at DESC, c.campaign_id`;
  return {
    async list(shopId) {
      return (await select(shopId, Prisma.sql`true`)).map(toRecord);
    },
    async get(shopId, campaignId) {
      const [row] = await select(shopId, Prisma.sql`c.campaign_id = ${campaignId}`);
      return row === undefined ? null : toRecord(row);
    },
    async nameCampaigns(shopId, campaignIds) {
      if (campaignIds.length === 0) return new Map();
      const rows = await db.$queryRaw<{ id: string; name: string }[]>`
        SELECT campaign_id AS id, name FROM campaigns WHERE shop_id = ${shopId} AND campaign_id = ANY (${[...campaignIds]})`;
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    async countDue(shopId, now) {
      const rows = await db.$queryRaw<{ due: number }[]>`
        SELECT count(*)::int AS due FROM campaigns WHERE shop_id = ${shopId} AND due_at <= ${now}`;
      return rows[0]?.due ?? 0;
    },
  };
}

function toRecord(row: Row): CampaignRecord {
  const { createdAt, createdBy, members } = row;
  return { ...toCampaign(row), createdAt, createdBy, members };
}
