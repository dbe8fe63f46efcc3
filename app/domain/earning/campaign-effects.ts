import { matchesSegment } from "../membership/segment.ts";
import { businessDate } from "../shared/calendar.ts";
import { toPoints } from "../shared/rounding.ts";
import type { Campaign, CampaignTerms } from "./campaign.ts";
import { compileCampaignFactor, type CompiledMultiplier, requireMoney } from "./compile-program.ts";
import type { Contribution, Earned, EarningContext, Grant } from "./earned.ts";

type Of<Kind extends CampaignTerms["kind"]> = Campaign & {
  readonly terms: Extract<CampaignTerms, { kind: Kind }>;
};

/** Campaigns that ran at the order's moment and are meant for its member. */
export function campaignsThatApply(context: EarningContext): readonly Campaign[] {
  return context.campaigns.filter(
    ({ runs, terms }) => ranAt(runs, context.at) && isMeantFor(terms.audience, context),
  );
}

function ranAt(runs: Campaign["runs"], at: Date): boolean {
  return runs.some(({ from, until }) => from <= at && (until === null || at < until));
}

function isMeantFor(audience: CampaignTerms["audience"], context: EarningContext): boolean {
  if (audience === null) return true;
  if (context.member === null) return false;
  const today = businessDate(context.at, context.timeZone);
  const member = { ...context.member, tierId: context.tierId ?? null };
  return matchesSegment(member, audience, today, context.currency);
}

/** What a campaign has left to give; null = as much as it likes. */
export function budgetLeft({
  budgetPoints,
  givenPoints,
}: Pick<Campaign, "budgetPoints" | "givenPoints">): bigint | null {
  return budgetPoints === null ? null : BigInt(Math.max(0, budgetPoints - givenPoints));
}

/** Campaigns that multiply, as multipliers that come after the program's own. They run whenever the campaign ran. */
export function campaignMultipliers(campaigns: readonly Campaign[]): readonly CompiledMultiplier[] {
  return campaigns
    .filter((campaign): campaign is Of<"multiplier"> => campaign.terms.kind === "multiplier")
    .map((campaign) => ({
      source: `campaign:${campaign.campaignId}`,
      ...compileCampaignFactor(campaign.terms),
      span: { from: -Infinity, until: Infinity },
    }));
}

/** What the campaigns give for an order of `goodsMinor` on top of the rules, each from its own budget. */
export function campaignBonuses(
  campaigns: readonly Campaign[],
  goodsMinor: bigint,
  currency: string,
): readonly { readonly contribution: Contribution; readonly grant: Grant }[] {
  if (goodsMinor <= 0n) return [];
  return campaigns.flatMap((campaign) => {
    const offered = offeredPoints(campaign.terms, goodsMinor, currency);
    if (offered === 0 || campaign.terms.kind === "multiplier") return [];
    const left = budgetLeft(campaign);
    const points = left === null || left >= BigInt(offered) ? offered : toPoints(left);
    return [
      {
        contribution: {
          source: `campaign:${campaign.campaignId}`,
          baseMinor: goodsMinor,
          basePoints: offered,
          multipliers: [],
          cappedBy: points < offered ? "budget" : null,
          points,
          counts: true,
        },
        grant: { campaignId: campaign.campaignId, points, lifetime: campaign.terms.lifetime },
      },
    ];
  });
}

function offeredPoints(terms: CampaignTerms, goodsMinor: bigint, currency: string): number {
  const reaches = (amount: string) => goodsMinor >= requireMoney(amount, currency);
  switch (terms.kind) {
    case "multiplier":
      return 0;
    case "bonus":
      if (terms.trigger !== "order") return 0;
      return terms.minimumOrder === null || reaches(terms.minimumOrder) ? terms.points : 0;
    case "ladder": {
      const reached = terms.steps
        .map(({ from, points }) => ({ fromMinor: requireMoney(from, currency), points }))
        .filter(({ fromMinor }) => fromMinor <= goodsMinor)
        .sort((a, b) => (a.fromMinor < b.fromMinor ? -1 : 1));
      return reached.at(-1)?.points ?? 0;
    }
  }
}

/** What each campaign has given by this: its bonus, or what its multiplier added that no cap took away. */
export function pointsByCampaign({ contributions }: Pick<Earned, "contributions">): Map<string, number> {
  const given = new Map<string, number>();
  const add = (source: string, points: number) => {
    const [, campaignId] = /^campaign:(.+)$/.exec(source) ?? [];
    if (campaignId === undefined || points <= 0) return;
    given.set(campaignId, (given.get(campaignId) ?? 0) + points);
  };
  for (const { source, basePoints, multipliers, points, counts } of contributions) {
    if (!counts) continue;
    if (source.startsWith("campaign:")) add(source, points);
    let before = basePoints;
    for (const step of multipliers) {
      add(step.source, Math.min(step.points, points) - Math.min(before, points));
      before = step.points;
    }
  }
  return given;
}
