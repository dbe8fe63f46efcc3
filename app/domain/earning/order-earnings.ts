import type { ProgramVersion } from "../program/program-version.ts";
import { businessDate, type Day } from "../shared/calendar.ts";
import { mulDiv } from "../shared/rounding.ts";
import { pointsByCampaign } from "./campaign-effects.ts";
import { highestOf, type TiersBefore } from "../tiers/tier-at.ts";
import { earn } from "./earn.ts";
import type { Contribution, EarningContext, Grant } from "./earned.ts";
import type { LineFacts, OrderFacts } from "./order-facts.ts";
import type { LineRecord, OrderRecord } from "./order-record.ts";
import { isToldByVersion } from "./plain-program.ts";

/** What besides the order and the versions decides what it earns; `given`: points by rule and day, all of it so far. */
export type EarningSurroundings = Pick<EarningContext, "currency" | "timeZone" | "campaigns"> & {
  readonly given: (ruleId: string, day: Day) => { readonly day: number; readonly month: number };
  readonly tiersBefore?: TiersBefore;
};

/** Lines with what they earned, and what made it. */
export type OrderEarnings = {
  readonly lines: readonly LineRecord[];
  readonly grants: readonly Grant[];
  readonly earnedBy: readonly Contribution[] | null;
};

/**
 * What an order earns under `version` at the moment `at`, on the most goods its lines were paid for. An order that earned
 * before (`previous`) is computed anew as if it had not: what it took of caps and budgets is there for it again.
 */
export function earningsOf(
  lines: readonly LineRecord[],
  facts: Pick<OrderFacts, "totalMinor" | "storeCreditMinor" | "shippingMinor" | "source"> & {
    readonly lines: readonly TaxedLine[];
  },
  version: ProgramVersion,
  previous: Pick<OrderRecord, "earnedBy"> | null,
  { at, member, ...around }: EarningSurroundings & Pick<EarningContext, "at" | "member">,
): OrderEarnings {
  const own = previous?.earnedBy ?? [];
  const ownByCampaign = pointsByCampaign({ contributions: own });
  const ownByRule = givenByRule(own);
  const day = businessDate(at, around.timeZone);
  const earned = earn(
    {
      lines: lines.map((line) => {
        const told = facts.lines.find(({ lineId }) => lineId === line.lineId) ?? line;
        return { ...line, netMinor: line.earnedNetMinor, ...paidFor(told, line.earnedNetMinor) };
      }),
      ...{ totalMinor: facts.totalMinor, shippingMinor: facts.shippingMinor },
      ...{ storeCreditMinor: facts.storeCreditMinor, source: facts.source },
    },
    version.body,
    {
      ...{ currency: around.currency, timeZone: around.timeZone, at, member },
      tierId: around.tiersBefore === undefined ? null : highestOf(version.body.tiers, around.tiersBefore(at)),
      campaigns: around.campaigns.map((campaign) => ({
        ...campaign,
        givenPoints: campaign.givenPoints - (ownByCampaign.get(campaign.campaignId) ?? 0),
      })),
      given(ruleId) {
        const all = around.given(ruleId, day);
        const mine = ownByRule.get(ruleId) ?? 0;
        return { day: all.day - mine, month: all.month - mine };
      },
    },
  );
  return {
    lines: lines.map((line, position) => ({ ...line, earnedPoints: earned.lines[position]!.points })),
    grants: earned.grants,
    earnedBy: isToldByVersion(version.body, earned.contributions) ? null : earned.contributions,
  };
}

type TaxedLine = Pick<
  LineFacts,
  | "lineId"
  | "netMinor"
  | "taxMinor"
  | "discountMinor"
  | "orderedNetMinor"
  | "orderedTaxMinor"
  | "orderedDiscountMinor"
>;

/** Tax and discounts of the goods that a line was paid for, which edits may have removed since. */
function paidFor(line: TaxedLine, earnedNetMinor: bigint): { taxMinor: bigint; discountMinor: bigint } {
  const { netMinor, taxMinor, discountMinor, orderedNetMinor, orderedTaxMinor, orderedDiscountMinor } = line;
  if (earnedNetMinor === netMinor) return { taxMinor, discountMinor };
  if (earnedNetMinor === orderedNetMinor)
    return { taxMinor: orderedTaxMinor ?? taxMinor, discountMinor: orderedDiscountMinor ?? discountMinor };
  if (netMinor <= 0n) return { taxMinor, discountMinor };
  const share = (amount: bigint) => mulDiv(amount, earnedNetMinor, netMinor, "half-up");
  return { taxMinor: share(taxMinor), discountMinor: share(discountMinor) };
}

/** Points that each rule has given, caps applied. */
export function givenByRule(contributions: readonly Contribution[]): Map<string, number> {
  const given = new Map<string, number>();
  for (const { source, points, counts } of contributions) {
    const [, ruleId] = /^rule:(.+)$/.exec(source) ?? [];
    if (ruleId !== undefined && counts && points > 0) given.set(ruleId, (given.get(ruleId) ?? 0) + points);
  }
  return given;
}
