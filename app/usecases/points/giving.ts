import { pointsByCampaign } from "#app/domain/earning/campaign-effects.ts";
import type { Campaign } from "#app/domain/earning/campaign.ts";
import { type EarningSurroundings, givenByRule } from "#app/domain/earning/order-earnings.ts";
import type { OrderRecord } from "#app/domain/earning/order-record.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { businessDate, type Day } from "#app/domain/shared/calendar.ts";
import { tierHeldBefore, type TiersBefore } from "#app/domain/tiers/tier-at.ts";
import type { LedgerStores, RuleUse } from "../ledger-ports.ts";
import type { ShopRecord } from "../ports.ts";

/**
 * What caps a day or a month and budgets of campaigns have left, within one transaction: read once, kept up to date order by
 * order, written at its end. Who is told first has first call on what is left; a reversal gives no room back.
 */
export type Giving = {
  campaigns: readonly Campaign[];
  readonly used: RuleUse[];
  /** Rules with such a cap; of others nobody counts. */
  readonly cappedRuleIds: ReadonlySet<string>;
  readonly added: RuleUse[];
  readonly addedToCampaigns: Map<string, number>;
  /** Where the members of the transaction stood, and who was merged into them; null: no version has tiers. */
  readonly tierHistory: readonly TierHistory[] | null;
};

type TierHistory = Awaited<ReturnType<LedgerStores["tiers"]["listHistory"]>>[number];

/** After the members are locked: campaigns with a budget are locked with it. */
export async function openGiving(
  stores: Pick<LedgerStores, "campaigns" | "usages" | "tiers">,
  shopId: string,
  versions: readonly ProgramVersion[],
  memberIds: readonly string[],
  now: Date,
): Promise<Giving> {
  const capped = versions.flatMap(({ body }) =>
    body.earning.rules.filter((rule) => (rule.capPerDay ?? rule.capPerMonth) !== null),
  );
  const ruleIds = [...new Set(capped.map(({ id }) => id))];
  return {
    campaigns: await stores.campaigns.listStarted(shopId, now),
    used: ruleIds.length === 0 ? [] : await stores.usages.list(shopId, memberIds, ruleIds),
    cappedRuleIds: new Set(ruleIds),
    added: [],
    addedToCampaigns: new Map(),
    tierHistory: versions.some(({ body }) => body.tiers !== null)
      ? await stores.tiers.listHistory(shopId, memberIds)
      : null,
  };
}

/** What an order's earnings depend on besides the order, its member and the versions. */
export function surroundingsOf(
  giving: Giving,
  shop: Pick<ShopRecord, "currency" | "timeZone">,
  memberId: string | null,
): EarningSurroundings {
  return {
    ...{ currency: shop.currency, timeZone: shop.timeZone, campaigns: giving.campaigns },
    ...(giving.tierHistory && memberId !== null && { tiersBefore: tiersOf(giving.tierHistory, memberId) }),
    given(ruleId, day) {
      const own = [...giving.used, ...giving.added].filter(
        (use) => use.memberId === memberId && use.ruleId === ruleId && isSameMonth(use.day, day),
      );
      return { day: sum(own.filter((use) => use.day === day)), month: sum(own) };
    },
  };
}

/** The tiers that a member held before a moment: their own, and that of everybody who was merged into them (law 12). */
export function tiersOf(history: readonly TierHistory[], holderId: string): TiersBefore {
  const own = new Map<string, TierHistory[]>();
  for (const move of history.filter((one) => one.holderId === holderId))
    own.set(move.memberId, [...(own.get(move.memberId) ?? []), move]);
  return (at) => [...own.values()].flatMap((moves) => tierHeldBefore(moves, at) ?? []);
}

const isSameMonth = (a: Day, b: Day) => a.slice(0, 7) === b.slice(0, 7);
const sum = (uses: readonly RuleUse[]) => uses.reduce((total, { points }) => total + points, 0);

/** Counts what an order has now earned, beyond what was counted for it before. */
export function countGiven(
  giving: Giving,
  memberId: string,
  timeZone: string,
  previous: OrderRecord | null,
  next: OrderRecord,
): void {
  if (next.earnedAt === null || next.earnedBy === null || next.earnedBy === previous?.earnedBy) return;
  const day = businessDate(next.earnedAt, timeZone);
  const before = previous?.earnedBy ?? [];
  for (const [ruleId, points] of difference(givenByRule(before), givenByRule(next.earnedBy)))
    if (giving.cappedRuleIds.has(ruleId)) giving.added.push({ memberId, ruleId, day, points });
  const byCampaign = difference(
    pointsByCampaign({ contributions: before }),
    pointsByCampaign({ contributions: next.earnedBy }),
  );
  for (const [campaignId, points] of byCampaign)
    giving.addedToCampaigns.set(campaignId, (giving.addedToCampaigns.get(campaignId) ?? 0) + points);
  giving.campaigns = giving.campaigns.map((campaign) => {
    const points = byCampaign.get(campaign.campaignId);
    return points === undefined ? campaign : { ...campaign, givenPoints: campaign.givenPoints + points };
  });
}

function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].map((key) => [key, (after.get(key) ?? 0) - (before.get(key) ?? 0)] as const);
  return new Map(changes.filter(([, points]) => points !== 0));
}

export async function closeGiving(
  stores: Pick<LedgerStores, "campaigns" | "usages">,
  shopId: string,
  giving: Giving,
  now: Date,
): Promise<void> {
  if (giving.added.length > 0) await stores.usages.add(shopId, giving.added);
  const toCampaigns = [...giving.addedToCampaigns].map(([campaignId, points]) => ({ campaignId, points }));
  await stores.campaigns.addGiven(shopId, toCampaigns, now);
}
