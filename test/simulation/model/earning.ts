import type { EarningRule, Multiplier, ProgramBody, Selection } from "#app/domain/program/program-body.ts";
import type { Tier } from "#app/domain/tiers/tiers.ts";
import { type Fraction, fraction, over, readDecimal, round, sumOf, times, wholeShares } from "./fraction.ts";

/** An order as vectors.md looks at it; money in minor units. */
export type TrueOrder = {
  readonly at: Date;
  readonly source: string;
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  readonly storeCreditMinor: bigint;
  readonly lines: readonly TrueLine[];
};

export type TrueLine = {
  readonly lineId: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountMinor: bigint;
  readonly giftCard: boolean;
  readonly vendor: string | null;
};

/** What was left for a rule under caps of a day or a month; null: no such cap cut it. */
export type LeftOf = (ruleId: string) => number | null;

/** What besides the order and the program decides what it earns. */
export type Circumstances = {
  readonly leftOf: LeftOf;
  /** By which the buyer's points are multiplied. */
  readonly tier: Tier | null;
};

/** A tier multiplies everything that purchases give, after the program's own multipliers. */
function multiplierOf(tier: Tier | null): Multiplier[] {
  if (tier?.multiplier == null) return [];
  const { multiplier: factor, rounding } = tier;
  const always = { ruleIds: [], include: {}, exclude: {}, from: null, until: null };
  return [{ ...always, id: tier.id, name: null, factor, rounding }];
}

/** Points of one rule with the exact share of each line. */
type Given = { readonly rule: EarningRule; readonly points: bigint; readonly shares: readonly Fraction[] };

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, one) => sum + one, 0n);

/**
 * Points by line, by the sentences of vectors.md ("Earning"): a rule computes on the sum of its lines and rounds once; a
 * multiplier applies to the rounded points; of the rules that don't stack the strongest replaces the sum if it gives at least
 * as much; the whole is shared by largest remainder.
 */
export function earnedByLine(
  order: TrueOrder,
  program: ProgramBody,
  digits: number,
  { leftOf, tier }: Circumstances,
): bigint[] {
  const multipliers = [...program.earning.multipliers, ...multiplierOf(tier)];
  const goods = total(order.lines.filter(isGoods).map((line) => line.netMinor));
  const given = program.earning.rules
    .filter((rule) => rule.kind === "purchase" && rule.enabled && runs(rule, order.at))
    .filter((rule) => goods >= (rule.minimumOrder === null ? 0n : minor(rule.minimumOrder, digits)))
    .filter((rule) => channelFits(rule, order))
    .flatMap((rule) => applied(rule, order, multipliers, digits, leftOf) ?? []);
  const counted = thatCount(given);
  const points = total(counted.map((one) => one.points));
  const shares = order.lines.map((_, line) => sumOf(counted.map((one) => one.shares[line]!)));
  return wholeShares(points, shares);
}

const isGoods = (line: TrueLine) => !line.giftCard && line.netMinor > 0n;
const positive = (amount: bigint) => (amount > 0n ? amount : 0n);

function minor(text: string, digits: number): bigint {
  const value = readDecimal(text);
  return (value.n * 10n ** BigInt(digits)) / value.d;
}

function runs({ from, until }: { from: string | null; until: string | null }, at: Date): boolean {
  return (from === null || new Date(from) <= at) && (until === null || at < new Date(until));
}

function meets(selection: Selection, line: TrueLine): boolean[] {
  const { vendors = [] } = selection;
  return vendors.length === 0 ? [] : [line.vendor !== null && vendors.includes(line.vendor)];
}

function picks({ include, exclude }: Pick<EarningRule, "include" | "exclude">, line: TrueLine): boolean {
  return meets(include, line).every(Boolean) && !meets(exclude, line).some(Boolean);
}

function channelFits({ include, exclude }: Pick<EarningRule, "include" | "exclude">, order: TrueOrder) {
  const wanted = include.channels ?? [];
  const unwanted = exclude.channels ?? [];
  return (wanted.length === 0 || wanted.includes(order.source)) && !unwanted.includes(order.source);
}

function applied(
  rule: EarningRule,
  order: TrueOrder,
  multipliers: readonly Multiplier[],
  digits: number,
  leftOf: LeftOf,
): Given | null {
  const picked = order.lines.map((line) => isGoods(line) && picks(rule, line));
  if (!picked.includes(true)) return null;
  const weights = order.lines.map((line, position) =>
    picked[position]
      ? line.netMinor +
        (rule.basis.tax ? positive(line.taxMinor) : 0n) +
        (rule.basis.discounts ? positive(line.discountMinor) : 0n)
      : 0n,
  );
  const counted = total(weights) + (rule.basis.shipping ? positive(order.shippingMinor) : 0n);
  const paid =
    rule.basis.storeCredit || order.storeCreditMinor <= 0n || order.totalMinor <= 0n
      ? counted
      : (counted * positive(order.totalMinor - order.storeCreditMinor)) / order.totalMinor;
  const per = rule.per === null ? 1n : minor(rule.per, digits);
  let points = round(fraction(paid * BigInt(rule.points), per), rule.rounding);
  let shares = weights.map((weight) => fraction(points * weight, total(weights)));
  for (const multiplier of multipliers) {
    const isMeant = multiplier.ruleIds.length === 0 || multiplier.ruleIds.includes(rule.id);
    if (!isMeant || !runs(multiplier, order.at) || !channelFits(multiplier, order)) continue;
    const takes = order.lines.map((line, position) => picked[position]! && picks(multiplier, line));
    if (!takes.includes(true) || points === 0n) continue;
    const whole = wholeShares(points, shares);
    const before = total(whole.filter((_, position) => takes[position]));
    const after = round(times(fraction(before), readDecimal(multiplier.factor)), multiplier.rounding);
    const rest = points - before;
    const ofTaken = sumOf(shares.filter((_, position) => takes[position]));
    const ofOthers = sumOf(shares.filter((_, position) => !takes[position]));
    shares = shares.map((share, position) =>
      takes[position]
        ? times(over(share, ofTaken), fraction(after))
        : times(over(share, ofOthers), fraction(rest)),
    );
    points = after + rest;
  }
  const caps = [rule.capPerOrder, leftOf(rule.id)].flatMap((cap) => (cap === null ? [] : [BigInt(cap)]));
  const most = caps.reduce((a, b) => (a < b ? a : b), points);
  if (points > most) {
    shares = shares.map((share) => times(share, fraction(most, points)));
    points = most;
  }
  return { rule, points, shares };
}

function thatCount(given: readonly Given[]): readonly Given[] {
  const stacked = given.filter(({ rule }) => rule.stackable);
  const sum = total(stacked.map(({ points }) => points));
  const alone = given.filter(({ rule }) => !rule.stackable);
  alone.sort(
    (a, b) =>
      b.rule.priority - a.rule.priority || Number(b.points - a.points) || (a.rule.id < b.rule.id ? -1 : 1),
  );
  const [strongest] = alone;
  return strongest !== undefined && strongest.points >= sum ? [strongest] : stacked;
}
