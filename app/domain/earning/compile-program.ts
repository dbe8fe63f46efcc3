import type { EarningRule, Multiplier, ProgramBody } from "../program/program-body.ts";
import { invariant } from "../shared/invariant.ts";
import { parseMoney } from "../shared/money.ts";
import { parseRatio, type Ratio } from "../shared/ratio.ts";
import type { Rounding } from "../shared/rounding.ts";
import type { Tier } from "../tiers/tiers.ts";
import type { CampaignTerms } from "./campaign.ts";
import { compilePicker, type Picker } from "./selections.ts";

/** A span of time, half open, in milliseconds since the epoch. */
export type Span = { readonly from: number; readonly until: number };

export type CompiledMultiplier = {
  /** `multiplier:<id>` of the program, `tier:<id>`, or `campaign:<id>`. */
  readonly source: string;
  readonly factorText: string;
  readonly factor: Ratio;
  readonly rounding: Rounding;
  readonly ruleIds: readonly string[];
  readonly picker: Picker;
  readonly span: Span;
};

export type CompiledRule = {
  readonly rule: EarningRule;
  readonly points: bigint;
  readonly perMinor: bigint;
  readonly minimumMinor: bigint;
  readonly picker: Picker;
  readonly span: Span;
  /** The program's own, in their order. */
  readonly multipliers: readonly CompiledMultiplier[];
};

const compiledPrograms = new WeakMap<ProgramBody, { currency: string; rules: readonly CompiledRule[] }>();

/** The purchase rules that are switched on, with amounts, times and lists made ready; once a program, however many orders. */
export function compileProgram(program: ProgramBody, currency: string): readonly CompiledRule[] {
  const known = compiledPrograms.get(program);
  if (known?.currency === currency) return known.rules;
  const multipliers = program.earning.multipliers.map(compileMultiplier);
  const rules = program.earning.rules
    .filter(({ kind, enabled }) => kind === "purchase" && enabled)
    .map((rule) => compileRule(rule, multipliers, currency));
  compiledPrograms.set(program, { currency, rules });
  return rules;
}

function compileRule(
  rule: EarningRule,
  multipliers: readonly CompiledMultiplier[],
  currency: string,
): CompiledRule {
  const perMinor = rule.per === null ? null : parseMoney(rule.per, currency);
  invariant(perMinor !== null && perMinor > 0n, `rule ${rule.id} has a divisor above 0`);
  return {
    rule,
    perMinor,
    points: BigInt(rule.points),
    minimumMinor: rule.minimumOrder === null ? 0n : requireMoney(rule.minimumOrder, currency),
    picker: compilePicker(rule.include, rule.exclude),
    span: spanOf(rule),
    multipliers: multipliers.filter(({ ruleIds }) => multiplies(ruleIds, rule.id)),
  };
}

function compileMultiplier(multiplier: Multiplier): CompiledMultiplier {
  return {
    source: `multiplier:${multiplier.id}`,
    ...compileFactor(multiplier),
    span: spanOf(multiplier),
  };
}

/** What multipliers of a program and of a campaign have in common. */
export function compileFactor(
  terms: Pick<Multiplier, "factor" | "rounding" | "ruleIds" | "include" | "exclude">,
): Omit<CompiledMultiplier, "source" | "span"> {
  const factor = parseRatio(terms.factor);
  invariant(factor !== null && factor.numerator > 0n, `${terms.factor} is a factor above 0`);
  return {
    factor,
    factorText: terms.factor,
    rounding: terms.rounding,
    ruleIds: terms.ruleIds,
    picker: compilePicker(terms.include, terms.exclude),
  };
}

const compiledTiers = new WeakMap<Tier, readonly CompiledMultiplier[]>();

/** What a tier multiplies: everything that purchase rules give. Empty: it has no multiplier. */
export function compileTierMultiplier(tier: Tier | null): readonly CompiledMultiplier[] {
  if (tier === null || tier.multiplier === null) return [];
  const known = compiledTiers.get(tier);
  if (known !== undefined) return known;
  const { id, multiplier: factor, rounding } = tier;
  const terms = { factor, rounding, ruleIds: [], include: {}, exclude: {} };
  const compiled = [
    { source: `tier:${id}`, ...compileFactor(terms), span: spanOf({ from: null, until: null }) },
  ];
  compiledTiers.set(tier, compiled);
  return compiled;
}

export function multiplies(ruleIds: readonly string[], ruleId: string): boolean {
  return ruleIds.length === 0 || ruleIds.includes(ruleId);
}

export function spanOf({ from, until }: { from: string | null; until: string | null }): Span {
  return {
    from: from === null ? -Infinity : Date.parse(from),
    until: until === null ? Infinity : Date.parse(until),
  };
}

export function contains(span: Span, at: Date): boolean {
  const moment = at.getTime();
  return span.from <= moment && moment < span.until;
}

export function requireMoney(text: string, currency: string): bigint {
  const minor = parseMoney(text, currency);
  invariant(minor !== null, `"${text}" is an amount of ${currency}`);
  return minor;
}

const compiledFactors = new WeakMap<CampaignTerms, ReturnType<typeof compileFactor>>();

/** A multiplier campaign's factor, made ready once. */
export function compileCampaignFactor(
  terms: Extract<CampaignTerms, { kind: "multiplier" }>,
): ReturnType<typeof compileFactor> {
  const known = compiledFactors.get(terms);
  if (known !== undefined) return known;
  const factor = compileFactor(terms);
  compiledFactors.set(terms, factor);
  return factor;
}
