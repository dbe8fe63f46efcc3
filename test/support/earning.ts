import { earn } from "#app/domain/earning/earn.ts";
import type { Campaign, CampaignTerms } from "#app/domain/earning/campaign.ts";
import type { Earned, EarningContext, EarningLine, EarningOrder } from "#app/domain/earning/earned.ts";
import type { SegmentMember } from "#app/domain/membership/segment.ts";
import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type Multiplier,
  type ProgramBody,
} from "#app/domain/program/program-body.ts";
import { usd } from "./factories.ts";

/** A purchase rule: 1 point per 1.00, floor, unless said. */
export function rule(change: Partial<EarningRule> = {}): EarningRule {
  return { ...BASE_RULE, ...change };
}

export function multiplier(factor: string, change: Partial<Multiplier> = {}): Multiplier {
  return {
    id: `x${factor}`,
    name: null,
    factor,
    rounding: "floor",
    ruleIds: [],
    include: {},
    exclude: {},
    from: null,
    until: null,
    ...change,
  };
}

export function programOf(
  rules: readonly EarningRule[],
  multipliers: readonly Multiplier[] = [],
): ProgramBody {
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, rules, multipliers } };
}

export type LineChange = Partial<Omit<EarningLine, "netMinor" | "taxMinor" | "discountMinor">> & {
  readonly net: string;
  readonly tax?: string;
  readonly discount?: string;
};

/** Lines by their net, or with what else the rules ask of them; nothing of their products is known unless said. */
export function earningOrder(
  lines: readonly (string | LineChange)[],
  {
    shipping = "0",
    total,
    storeCredit = "0",
    source = "web",
  }: { shipping?: string; total?: string; storeCredit?: string; source?: string | null } = {},
): EarningOrder {
  const facts = lines.map((given, position): EarningLine => {
    const { net, tax = "0", discount = "0", ...rest } = typeof given === "string" ? { net: given } : given;
    return {
      lineId: String(position + 1),
      netMinor: usd(net),
      taxMinor: usd(tax),
      discountMinor: usd(discount),
      giftCard: false,
      ...{ productId: null, vendor: null, productTags: null, collectionIds: null, onSale: null },
      ...rest,
    };
  });
  const goods = facts.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0n);
  return {
    lines: facts,
    shippingMinor: usd(shipping),
    totalMinor: total === undefined ? goods + usd(shipping) : usd(total),
    storeCreditMinor: usd(storeCredit),
    source,
  };
}

export const AT = new Date("2026-03-02T12:00:00Z");

export function earningContext(change: Partial<EarningContext> = {}): EarningContext {
  return { currency: "USD", timeZone: "America/New_York", at: AT, member: null, campaigns: [], ...change };
}

export function earned(
  order: EarningOrder,
  body: ProgramBody,
  context: Partial<EarningContext> = {},
): Earned {
  return earn(order, body, earningContext(context));
}

export function segmentMember(change: Partial<SegmentMember> = {}): SegmentMember {
  return { tags: [], ordersCount: 0, spentMinor: 0n, lastOrderOn: null, balance: 0, ...change };
}

/** A campaign that has run since the year began. */
export function campaign(terms: CampaignTerms, change: Partial<Campaign> = {}): Campaign {
  return {
    campaignId: "spring",
    name: "Spring",
    status: "running",
    terms,
    startsAt: null,
    endsAt: null,
    runs: [{ from: new Date("2026-01-01T00:00:00Z"), until: null }],
    budgetPoints: null,
    givenPoints: 0,
    ...change,
  };
}
