import type { Contribution, Earned } from "#app/domain/earning/earned.ts";
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

/** Which rule and campaign gave what, and how: the contributions in words. `campaigns`: names by their ids. */
export function explainEarned(
  words: ProgramWords,
  { contributions }: Pick<Earned, "contributions">,
  body: ProgramBody,
  campaigns: Readonly<Record<string, string>> = {},
): Explanation[] {
  return contributions.map((contribution) => ({
    key: contribution.source,
    title: sourceName(words, contribution.source, body, campaigns),
    points: contribution.points,
    steps: stepsOf(words, contribution, body, campaigns),
    counts: contribution.counts,
  }));
}

function stepsOf(
  words: ProgramWords,
  { basePoints, baseMinor, multipliers, cappedBy, points, counts }: Contribution,
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
    ...(counts ? [] : [t("explain.replaced")]),
  ];
}

function sourceName(
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
  return type === "campaign" ? (campaigns[id] ?? words.t("explain.campaign")) : id;
}
