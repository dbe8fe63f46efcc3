import { apportion } from "../shared/apportion.ts";
import { mulDiv, toPoints } from "../shared/rounding.ts";
import { type CompiledMultiplier, type CompiledRule, contains, multiplies } from "./compile-program.ts";
import { countedGoods } from "./counted-goods.ts";
import type { Contribution, EarningContext, EarningOrder } from "./earned.ts";
import type { OrderTraits } from "./selections.ts";
import type { SharedPoints } from "./share-points.ts";

/** What a rule gives an order, its explanation, and the lines' weights in it. */
export type RuleResult = {
  readonly rule: CompiledRule["rule"];
  readonly contribution: Omit<Contribution, "counts">;
  readonly shared: SharedPoints;
};

/** What multiplier campaigns have left to give, by source; a campaign without a budget is not in it. Spent by applyRule. */
export type Budgets = Map<string, bigint>;

const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);

/**
 * What a purchase rule gives: its points on what counts, rounded once; then the program's multipliers in their order, that
 * of the member's tier, those of campaigns; then its caps. null: it does not apply to this order (not running, order too small, nothing picked).
 */
export function applyRule(
  compiled: CompiledRule,
  order: EarningOrder,
  facts: {
    readonly traits: OrderTraits;
    readonly goodsMinor: bigint;
    readonly tierMultipliers: readonly CompiledMultiplier[];
    readonly campaignMultipliers: readonly CompiledMultiplier[];
    readonly budgets: Budgets;
    readonly context: EarningContext;
  },
): RuleResult | null {
  const { rule, picker, span } = compiled;
  const { traits, context } = facts;
  if (!contains(span, context.at) || facts.goodsMinor < compiled.minimumMinor) return null;
  if (!picker.picksOrder(traits)) return null;
  const counted = countedGoods(order, compiled);
  if (!counted.isAnyPicked) return null;

  const base = mulDiv(counted.baseMinor, compiled.points, compiled.perMinor, rule.rounding);
  let current: SharedPoints = { points: base, weights: counted.weights };
  let isBudgetUsedUp = false;
  const steps: Contribution["multipliers"][number][] = [];
  const campaigns = facts.campaignMultipliers.filter(({ ruleIds }) => multiplies(ruleIds, rule.id));
  for (const multiplier of [...compiled.multipliers, ...facts.tierMultipliers, ...campaigns]) {
    if (!contains(multiplier.span, context.at) || !multiplier.picker.picksOrder(traits)) continue;
    const multiplied = multiply(current, multiplier, order);
    if (multiplied === null) continue;
    const extra = multiplied.points - current.points;
    const left = facts.budgets.get(multiplier.source);
    const isCut = left !== undefined && extra > left;
    isBudgetUsedUp ||= isCut;
    current = isCut ? { ...multiplied, points: current.points + left } : multiplied;
    if (left !== undefined && extra > 0n) facts.budgets.set(multiplier.source, isCut ? 0n : left - extra);
    const { source, factorText } = multiplier;
    steps.push({ source, factor: factorText, points: toPoints(current.points) });
  }
  const capped = capPoints(rule, toPoints(current.points), context);
  return {
    rule,
    contribution: {
      source: `rule:${rule.id}`,
      baseMinor: counted.baseMinor,
      basePoints: toPoints(base),
      multipliers: steps,
      cappedBy: capped.cappedBy ?? (isBudgetUsedUp ? "budget" : null),
      points: capped.points,
    },
    shared: { points: BigInt(capped.points), weights: current.weights },
  };
}

/**
 * Multiplies the points that fell on the lines which the multiplier picks, and keeps those of the others; null: it picks none
 * of the rule's lines. The picked lines then weigh more in what the rule gives.
 */
function multiply(
  { points, weights }: SharedPoints,
  { picker, factor, rounding }: CompiledMultiplier,
  order: EarningOrder,
): SharedPoints | null {
  const times = (value: bigint) => mulDiv(value, factor.numerator, factor.denominator, rounding);
  if (picker.picksEveryLine) return { points: times(points), weights };
  const picks = order.lines.map((line, position) => weights[position]! > 0n && picker.picksLine(line));
  if (!picks.includes(true)) return null;
  if (weights.every((weight, position) => weight === 0n || picks[position])) {
    return { points: times(points), weights };
  }
  const weightOf = (picked: boolean) => sum(weights.filter((_, position) => picks[position] === picked));
  const picked = sum(apportion(points, weights).filter((_, position) => picks[position]));
  const multiplied = times(picked);
  const rest = points - picked;
  if (multiplied + rest === 0n) return { points: 0n, weights };
  // The picked lines together weigh what they earned now, the others what they earned; among themselves as before.
  const forPicked = multiplied * weightOf(false);
  const forOthers = rest * weightOf(true);
  return {
    points: multiplied + rest,
    weights: weights.map((weight, position) => weight * (picks[position] ? forPicked : forOthers)),
  };
}

/** The smallest of what its caps leave; equal ones: the order's before the day's before the month's. */
function capPoints(
  { id, capPerOrder, capPerDay, capPerMonth }: CompiledRule["rule"],
  points: number,
  { given }: EarningContext,
): Pick<Contribution, "points" | "cappedBy"> {
  const before = capPerDay === null && capPerMonth === null ? undefined : given?.(id);
  const caps = [
    { cappedBy: "order", most: capPerOrder },
    { cappedBy: "day", most: capPerDay === null ? null : capPerDay - (before?.day ?? 0) },
    { cappedBy: "month", most: capPerMonth === null ? null : capPerMonth - (before?.month ?? 0) },
  ] as const;
  let result: Pick<Contribution, "points" | "cappedBy"> = { points, cappedBy: null };
  for (const { cappedBy, most } of caps) {
    if (most !== null && most < result.points) result = { points: Math.max(0, most), cappedBy };
  }
  return result;
}
