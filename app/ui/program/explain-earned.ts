import type { Contribution } from "#app/domain/earning/earned.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { multiplierTitle, ruleTitle } from "./describe-rule.ts";
import type { ProgramWords } from "./program-words.ts";

export type Explanation = {
  readonly key: string;
  readonly title: string;
  readonly points: number;
  /** How it came to them, step by step. */
  readonly steps: readonly string[];
  /** false: something stronger counts in its place. */
  readonly counts: boolean;
};

/** A contribution in the ledger's own numbers, or with its money as digits, as pages get it. */
export type ExplainedContribution = Omit<Contribution, "baseMinor"> & {
  readonly baseMinor: bigint | string;
};

/** Which rule and campaign gave what, and how: the contributions in words. `campaigns`: names by their ids. */
export function explainEarned(
  words: ProgramWords,
  { contributions }: { readonly contributions: readonly ExplainedContribution[] },
  body: ProgramBody,
  campaigns: Readonly<Record<string, string>> = {},
): Explanation[] {
  const counting = contributions.filter(({ counts, source }) => counts && source.startsWith("rule:"));
  const names = counting.map(({ source }) => sourceName(words, source, body, campaigns));
  return contributions.map((contribution) => ({
    key: contribution.source,
    title: sourceName(words, contribution.source, body, campaigns),
    points: contribution.points,
    steps: [
      ...stepsOf(words, contribution, body, campaigns),
      ...(contribution.counts ? [] : [words.t("explain.replaced", { names: words.format.list(names) })]),
    ],
    counts: contribution.counts,
  }));
}

function stepsOf(
  words: ProgramWords,
  { basePoints, baseMinor, multipliers, cappedBy, points }: ExplainedContribution,
  body: ProgramBody,
  campaigns: Readonly<Record<string, string>>,
): string[] {
  const { t, format } = words;
  const pointsText = (count: number) => t("points", { count, points: format.number(count) });
  return [
    t("explain.base", { points: pointsText(basePoints), amount: format.money(baseMinor) }),
    ...multipliers.map((multiplier) =>
      t("explain.multiplied", {
        name: sourceName(words, multiplier.source, body, campaigns),
        factor: format.decimal(multiplier.factor),
        points: pointsText(multiplier.points),
      }),
    ),
    ...(cappedBy === null ? [] : [t(`explain.capped.${cappedBy}`, { points: pointsText(points) })]),
  ];
}

/** The name of a rule, a multiplier (`rule:<id>`, `multiplier:<id>`), a tier (`tier:<id>`) or a campaign (`campaign:<id>`). */
export function sourceName(
  words: ProgramWords,
  source: string,
  body: ProgramBody,
  campaigns: Readonly<Record<string, string>>,
): string {
  const [type, id = ""] = [source.slice(0, source.indexOf(":")), source.slice(source.indexOf(":") + 1)];
  const rule = body.earning.rules.find((one) => one.id === id);
  const multiplier = body.earning.multipliers.find((one) => one.id === id);
  if (type === "rule" && rule !== undefined) return ruleTitle(words, rule);
  if (type === "multiplier" && multiplier !== undefined) return multiplierTitle(words, multiplier);
  const tier = body.tiers?.ladder.find((one) => one.id === id);
  if (type === "tier" && tier !== undefined) return words.t("tiers:named", { name: tier.name });
  return type === "campaign" ? (campaigns[id] ?? words.t("explain.campaign")) : id;
}
