import { asOf } from "#app/domain/earning/campaign-life.ts";
import type { Campaigns } from "#app/usecases/campaigns/campaign-ports.ts";
import { CAMPAIGN_COLUMNS, type CampaignRow, toCampaign } from "./campaign-rows.ts";
import { toRows } from "./checked-numbers.ts";
import type { Db } from "./db.ts";
import { Prisma } from "./generated/client.ts";
import { giveBonusRound } from "./give-bonus-round.ts";
import { lockSegments } from "./segments-store.ts";

export function createCampaignsStore(db: Db): Campaigns {
  return {
    listStarted: (shopId, now) =>
      listWithBudgets(
        db,
        shopId,
        Prisma.sql`(c.terms ->> 'kind' <> 'bonus' OR c.terms ->> 'trigger' = 'order')`,
        now,
      ),

    listOnOccasion: (shopId, trigger, now) =>
      listWithBudgets(
        db,
        shopId,
        Prisma.sql`c.terms ->> 'kind' = 'bonus' AND c.terms ->> 'trigger' = ${trigger}`,
        now,
      ),

    async addGiven(shopId, given, now) {
      if (given.length === 0) return;
      await db.$executeRaw`
        UPDATE campaigns c SET given_points = c.given_points + g.points,
          -- The sweep ends what has no whole bonus left (isUsedUp of the domain).
          due_at = CASE WHEN c.given_points + g.points + CASE WHEN c.terms ->> 'kind' = 'bonus' AND c.terms ->> 'trigger' <> 'order'
              THEN (c.terms ->> 'points')::bigint ELSE 1 END > c.budget_points THEN ${now}::timestamptz ELSE c.due_at END
        FROM (SELECT "campaignId", sum(points)::bigint AS points
              FROM jsonb_to_recordset(${toRows(given)}::jsonb) AS r ("campaignId" text, points bigint) GROUP BY 1) AS g
        WHERE c.shop_id = ${shopId} AND c.campaign_id = g."campaignId"`;
    },

    async lock(shopId, campaignId) {
      const rows = await db.$queryRaw<CampaignRow[]>`
        SELECT ${CAMPAIGN_COLUMNS} FROM campaigns c
        WHERE c.shop_id = ${shopId} AND c.campaign_id = ${campaignId} FOR UPDATE`;
      return rows[0] === undefined ? null : toCampaign(rows[0]);
    },

    async insert(
      shopId,
      { campaignId, name, status, terms, segmentId, startsAt, endsAt, budgetPoints },
      { at, by },
    ) {
      await lockSegments(db, shopId);
      await db.$executeRaw`
        INSERT INTO campaigns (shop_id, campaign_id, name, status, terms, segment_id, starts_at, ends_at, budget_points, created_at, created_by)
        VALUES (${shopId}, ${campaignId}, ${name}, ${status}, ${JSON.stringify(terms)}::jsonb, ${segmentId}, ${startsAt}, ${endsAt},
          ${budgetPoints}, ${at}, ${by})`;
    },

    async update(
      shopId,
      { campaignId, name, status, terms, segmentId, startsAt, endsAt, runs, budgetPoints },
      dueAt,
    ) {
      await db.$executeRaw`
        UPDATE campaigns SET name = ${name}, status = ${status}, terms = ${JSON.stringify(terms)}::jsonb, segment_id = ${segmentId},
          starts_at = ${startsAt}, ends_at = ${endsAt}, runs = ${JSON.stringify(runs)}::jsonb, budget_points = ${budgetPoints},
          due_at = ${dueAt}
        WHERE shop_id = ${shopId} AND campaign_id = ${campaignId}`;
    },

    async remove(shopId, campaignId) {
      await db.$executeRaw`
        DELETE FROM campaigns WHERE shop_id = ${shopId} AND campaign_id = ${campaignId} AND status = 'draft'`;
    },

    async listDue(shopId, now) {
      const rows = await db.$queryRaw<{ campaignId: string }[]>`
        SELECT campaign_id AS "campaignId" FROM campaigns
        WHERE shop_id = ${shopId} AND due_at <= ${now} ORDER BY due_at, campaign_id`;
      return rows.map(({ campaignId }) => campaignId);
    },

    giveRound: (shopId, campaign, round) => giveBonusRound(db, shopId, campaign, round),
  };
}

/** Read once; where a budget is still open, locked and read again. */
async function listWithBudgets(db: Db, shopId: string, which: Prisma.Sql, now: Date) {
  const select = (lock: Prisma.Sql) => db.$queryRaw<CampaignRow[]>`
    SELECT ${CAMPAIGN_COLUMNS} FROM campaigns c
    WHERE c.shop_id = ${shopId} AND c.status <> 'draft' AND ${which} ORDER BY c.campaign_id ${lock}`;
  const read = await select(Prisma.empty);
  const hasOpenBudget = read.some(({ status, budgetPoints }) => status !== "ended" && budgetPoints !== null);
  const rows = hasOpenBudget ? await select(Prisma.sql`FOR UPDATE`) : read;
  return rows.map((row) => asOf(toCampaign(row), now));
}
