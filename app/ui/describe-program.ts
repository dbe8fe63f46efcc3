import type { TFunction } from "i18next";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Format } from "./format.ts";

/** A program in sentences, one a part: what it says to a person, and by comparing two of them, what changed. */
export function describeProgram(t: TFunction<"program">, body: ProgramBody, format: Format): string[] {
  const rule = body.earning.rules[0];
  const { mode, months } = body.expiry;
  const { negativeBalance, limit } = body.refunds;
  return [
    rule === undefined
      ? t("sentence.earnsNothing")
      : t("sentence.earns", { count: rule.points, points: format.number(rule.points), per: rule.per ?? "" }),
    mode === "none" || months === null
      ? t("sentence.never")
      : t("sentence.months", { count: months, months: format.number(months) }),
    negativeBalance === "limit" && limit !== null
      ? t("sentence.limit", { count: limit, points: format.number(limit) })
      : t(`sentence.${negativeBalance}`),
  ];
}
