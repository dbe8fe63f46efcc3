import type { ProgramBody } from "../program/program-body.ts";
import { toPoints } from "../shared/rounding.ts";
import { applyRule, type Budgets, type RuleResult } from "./apply-rule.ts";
import { budgetLeft, campaignBonuses, campaignMultipliers, campaignsThatApply } from "./campaign-effects.ts";
import { findTier } from "../tiers/tier-at.ts";
import { compileProgram, type CompiledRule, compileTierMultiplier } from "./compile-program.ts";
import { netGoods } from "./counted-goods.ts";
import type { Earned, EarningContext, EarningOrder, Grant } from "./earned.ts";
import { sharePoints } from "./share-points.ts";

const total = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);

/**
 * What an order earns under a program and the campaigns that ran, with what made it and what came to each line. Purchase rules
 * alone speak here: what a member gets for being one, for a birthday or for their n-th order is no part of an order's lines.
 */
export function earn(order: EarningOrder, program: ProgramBody, context: EarningContext): Earned {
  const goods = netGoods(order);
  const goodsMinor = goods.reduce((left, right) => left + right, 0n);
  const campaigns = context.campaigns.length === 0 ? [] : campaignsThatApply(context);
  const multipliers = campaignMultipliers(campaigns);
  const budgets = (): Budgets =>
    new Map(
      campaigns.flatMap((campaign) => {
        const left = budgetLeft(campaign);
        return left === null ? [] : [[`campaign:${campaign.campaignId}`, left] as const];
      }),
    );
  const facts = {
    traits: {
      ...{ source: order.source, customerTags: context.member?.tags ?? null },
      tierId: context.tierId ?? null,
    },
    goodsMinor,
    tierMultipliers: compileTierMultiplier(findTier(program.tiers, context.tierId ?? null)),
    campaignMultipliers: multipliers,
    context,
  };
  const rules = compileProgram(program, context.currency);
  // Rules that add up share a campaign's budget; one that would stand alone has all of it.
  const together = budgets();
  const results = rules.flatMap((compiled: CompiledRule) => {
    const spent = compiled.rule.stackable ? together : budgets();
    return applyRule(compiled, order, { ...facts, budgets: spent }) ?? [];
  });
  const counted = resultsThatCount(results);
  const bonuses = campaignBonuses(campaigns, goodsMinor, context.currency);
  const shares = sharePoints(
    [
      ...counted.map(({ shared }) => shared),
      ...bonuses.map(({ grant }) => ({ points: BigInt(grant.points), weights: goods })),
    ],
    order.lines.length,
  );
  const byRules = total(counted.map(({ contribution }) => contribution.points));
  const own: Grant = { campaignId: null, points: byRules, lifetime: { kind: "program" } };
  const grants = [own, ...bonuses.map(({ grant }) => grant)].filter(({ points }) => points > 0);
  return {
    points: total(grants.map(({ points }) => points)),
    contributions: [
      ...results.map((result) => ({ ...result.contribution, counts: counted.includes(result) })),
      ...bonuses.map(({ contribution }) => contribution),
    ],
    grants,
    lines: order.lines.map(({ lineId, netMinor }, position) => ({
      lineId,
      netMinor,
      points: toPoints(shares[position]!),
    })),
  };
}

/**
 * Rules that stack add up. Of those that don't, the one of the highest priority counts (ties: more points, then id) and
 * replaces the sum if it gives at least as much.
 */
function resultsThatCount(results: readonly RuleResult[]): readonly RuleResult[] {
  const stacked = results.filter(({ rule }) => rule.stackable);
  const [alone] = results.filter(({ rule }) => !rule.stackable).sort(strongestFirst);
  if (alone === undefined) return stacked;
  const sum = total(stacked.map(({ contribution }) => contribution.points));
  return alone.contribution.points >= sum ? [alone] : stacked;
}

function strongestFirst(a: RuleResult, b: RuleResult): number {
  return (
    b.rule.priority - a.rule.priority ||
    b.contribution.points - a.contribution.points ||
    (a.rule.id < b.rule.id ? -1 : 1)
  );
}
