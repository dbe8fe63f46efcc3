import type { CampaignTerms } from "#app/domain/earning/campaign.ts";

/** A campaign as the admin's pages get it; instants are ISO text. */
export type CampaignView = {
  readonly campaignId: string;
  readonly name: string;
  readonly status: "draft" | "scheduled" | "running" | "paused" | "ended";
  readonly terms: CampaignTerms;
  readonly segmentId: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly runs: readonly { readonly from: string; readonly until: string | null }[];
  readonly budgetPoints: number | null;
  readonly givenPoints: number;
  readonly members: number;
  readonly createdAt: string;
  readonly createdBy: string;
};

export const STATUS_TONES = {
  draft: "info",
  scheduled: "attention",
  running: "success",
  paused: "warning",
  ended: "new",
} as const;
