import { invariant } from "../../shared/invariant.ts";
import type { Day } from "../../shared/calendar.ts";
import { matchesSegment, type PlacedMember } from "../../membership/segment.ts";
import { isUsedUp } from "../campaign-life.ts";
import type { Campaign } from "../campaign.ts";
import { giftInput, type OccasionGift } from "./gift.ts";

/** A bonus of a campaign; `what`: the member, or the member's occasion, in the key. */
export function campaignGift(
  { campaignId, terms }: Campaign,
  memberId: string,
  what: string,
  programVersion: number,
): OccasionGift {
  invariant(terms.kind === "bonus", `campaign ${campaignId} gives a bonus`);
  return {
    memberId,
    points: terms.points,
    key: `campaign:${campaignId}/${what}`,
    input: giftInput(terms.points, programVersion),
    reason: "campaign-bonus",
    source: { type: "campaign", id: campaignId },
    programVersion,
    lifetime: terms.lifetime,
  };
}

/** Campaigns that ran at that moment, are meant for the member and have a whole bonus left. */
export function campaignsFor(
  campaigns: readonly Campaign[],
  member: PlacedMember,
  at: Date,
  around: { readonly today: Day; readonly currency: string },
): Campaign[] {
  return campaigns.filter(
    (campaign) =>
      campaign.runs.some(({ from, until }) => from <= at && (until === null || at < until)) &&
      !isUsedUp(campaign) &&
      (campaign.terms.audience === null ||
        matchesSegment(member, campaign.terms.audience, around.today, around.currency)),
  );
}
