import { storedFilter } from "#app/domain/membership/segment.ts";
import type { StoredCampaign } from "#app/usecases/campaigns/campaign-ports.ts";
import { count } from "./checked-numbers.ts";
import { Prisma } from "./generated/client.ts";

export const CAMPAIGN_COLUMNS = Prisma.sql`c.campaign_id AS "campaignId", c.name, c.status, c.terms, c.segment_id AS "segmentId",
  c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.runs, c.budget_points AS "budgetPoints", c.given_points AS "givenPoints"`;

export type CampaignRow = Omit<StoredCampaign, "runs" | "budgetPoints" | "givenPoints"> & {
  readonly runs: readonly { readonly from: string; readonly until: string | null }[];
  readonly budgetPoints: bigint | null;
  readonly givenPoints: bigint;
};

export function toCampaign(row: CampaignRow): StoredCampaign {
  return {
    ...row,
    terms: { ...row.terms, audience: row.terms.audience && storedFilter(row.terms.audience) },
    budgetPoints: row.budgetPoints === null ? null : count(row.budgetPoints),
    givenPoints: count(row.givenPoints),
    runs: row.runs.map(({ from, until }) => ({
      from: new Date(from),
      until: until === null ? null : new Date(until),
    })),
  };
}
