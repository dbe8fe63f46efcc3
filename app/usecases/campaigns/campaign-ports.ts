import type { Campaign, CampaignTerms } from "#app/domain/earning/campaign.ts";
import type { LotLife } from "#app/domain/program/expiry.ts";
import type { Segment, SegmentFilter } from "#app/domain/membership/segment.ts";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import type { Day } from "#app/domain/shared/calendar.ts";

/** What makes a bonus due besides an order. */
export type OccasionTrigger = Exclude<
  Extract<CampaignTerms, { kind: "bonus" }>["trigger"],
  "start" | "order"
>;

/** With the saved filter that its audience was taken from. */
export type StoredCampaign = Campaign & { readonly segmentId: string | null };

/** Campaigns inside a transaction of the ledger. Whoever locks members locks them first. */
export interface Campaigns {
  /**
   * Those that an order may ever have met (multipliers, ladders, bonuses on orders), as they stand at `now`, whether or not the
   * sweep has been there. One whose budget is still open stays locked until the transaction ends, so that what it has left is
   * exact: orders that draw on one budget come one after another, and no budget is ever exceeded.
   */
  listStarted(shopId: string, now: Date): Promise<Campaign[]>;
  /** Bonuses on occasions of this kind, likewise. */
  listOnOccasion(shopId: string, trigger: OccasionTrigger, now: Date): Promise<Campaign[]>;
  /** Counts what was given (below 0: an edit took it off again). What is used up is due for the sweep at `now`. */
  addGiven(
    shopId: string,
    given: readonly { readonly campaignId: string; readonly points: number }[],
    now: Date,
  ): Promise<void>;

  /** Locked until the transaction ends. */
  lock(shopId: string, campaignId: string): Promise<StoredCampaign | null>;
  insert(
    shopId: string,
    campaign: StoredCampaign,
    made: { readonly at: Date; readonly by: string },
  ): Promise<void>;
  /** Everything but what it has given; `dueAt`: when the sweep looks at it next. */
  update(shopId: string, campaign: StoredCampaign, dueAt: Date | null): Promise<void>;
  remove(shopId: string, campaignId: string): Promise<void>;
  /** Campaigns that the sweep has something to do with. */
  listDue(shopId: string, now: Date): Promise<string[]>;
  /** The next members of a bonus that is given at its start; see run-campaigns.ts. */
  giveRound(shopId: string, campaign: Campaign, round: BonusRound): Promise<BonusRoundResult>;
}

export type BonusRound = {
  readonly points: number;
  /** At most so many members: what the round, and the budget, allow. */
  readonly limit: number;
  readonly life: LotLife;
  readonly programVersion: number;
  readonly now: Date;
} & Omit<Audience, "filter">;

export type BonusRoundResult = {
  /** Members who were looked at: fewer than `limit` = there are no more. */
  readonly looked: number;
  /** Who has got it. */
  readonly given: number;
  /** Members who owe points, whose other points move with this earning, or whose tier lets points live longer: their books take the ledger's own road. */
  readonly rest: readonly string[];
};

/** A campaign as the admin lists it. */
export type CampaignRecord = StoredCampaign & {
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Members who got something of it. */
  readonly members: number;
};

export interface CampaignReads {
  /** Newest first. */
  list(shopId: string): Promise<CampaignRecord[]>;
  get(shopId: string, campaignId: string): Promise<CampaignRecord | null>;
  /** Id → name, for sentences about what they gave. */
  nameCampaigns(shopId: string, campaignIds: readonly string[]): Promise<Map<string, string>>;
  /** Campaigns that the sweep has something to do with now. */
  countDue(shopId: string, now: Date): Promise<number>;
}

export interface Segments {
  list(shopId: string): Promise<Segment[]>;
  get(shopId: string, segmentId: string): Promise<Segment | null>;
  /** False: another segment has this name. */
  save(shopId: string, segment: Segment, made: { readonly at: Date; readonly by: string }): Promise<boolean>;
  /** Names of the campaigns, begun or not, that were made for it and are not over; empty = it is gone now. */
  remove(shopId: string, segmentId: string): Promise<string[]>;
}

/** Who a filter reaches among those who take part: `matchesSegment` of the domain as SQL; a test holds the two together. */
export interface Audiences {
  count(shopId: string, audience: Audience): Promise<number>;
  /** In order of id, after the one given. */
  listMembers(
    shopId: string,
    audience: Audience,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<AudienceMember[]>;
}

export type Audience = {
  /** null = everybody. */
  readonly filter: SegmentFilter | null;
  readonly today: Day;
  readonly currency: string;
  readonly timeZone: string;
  /** Of the program in force. */
  readonly tiers: Tiers | null;
};

export type AudienceMember = {
  readonly memberId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly balance: number;
  readonly ordersCount: number;
};
