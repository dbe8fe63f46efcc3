import type { EarningRule, Multiplier } from "#app/domain/program/program-body.ts";
import { counted, type ProgramWords, selectionSentences, spanSentences } from "./program-words.ts";

/** What a rule is called: by its own name, else by its kind. */
export function ruleTitle({ t }: Pick<ProgramWords, "t">, rule: Pick<EarningRule, "name" | "kind">): string {
  return rule.name ?? t(`kind.${rule.kind}`);
}

/** What it gives, in one sentence: all that shoppers need of it. */
export function ruleSentence(words: ProgramWords, rule: EarningRule): string {
  const { format } = words;
  switch (rule.kind) {
    case "purchase":
      return counted(words, "sentence.earns", rule.points, {
        per: rule.per === null ? "—" : format.amount(rule.per),
      });
    case "nth-order":
      return counted(words, "sentence.nthOrder", rule.points, { every: rule.every ?? "—" });
    case "action":
      return counted(words, "sentence.action", rule.points, { action: actionName(words, rule.action) });
    case "sign-up":
    case "birthday":
    case "anniversary":
    case "first-order":
      return counted(words, `sentence.${rule.kind}`, rule.points);
  }
}

/** Everything that a rule says; what is as usual is left out. */
export function describeRule(words: ProgramWords, rule: EarningRule): string[] {
  const { t, format } = words;
  const basis = (["tax", "shipping", "discounts", "storeCredit"] as const).filter((part) => rule.basis[part]);
  const cap = (key: string, points: number | null) =>
    points === null ? [] : [counted(words, `sentence.${key}`, points)];
  return [
    ...(rule.enabled ? [] : [t("sentence.off")]),
    ruleSentence(words, rule),
    ...(basis.length === 0
      ? []
      : [t("sentence.basis", { parts: format.list(basis.map((part) => t(`basis.${part}`))) })]),
    ...(rule.rounding === "floor" ? [] : [t(`sentence.rounding.${rule.rounding}`)]),
    ...(rule.minimumOrder === null
      ? []
      : [t("sentence.minimumOrder", { amount: format.amount(rule.minimumOrder) })]),
    ...selectionSentences(words, rule.include, rule.exclude),
    ...cap("capPerOrder", rule.capPerOrder),
    ...cap("capPerDay", rule.capPerDay),
    ...cap("capPerMonth", rule.capPerMonth),
    ...(rule.perMember === null ? [] : [counted(words, "sentence.perMember", rule.perMember)]),
    ...(rule.stackable ? [] : [t("sentence.replaces")]),
    ...(rule.priority === 0 ? [] : [t("sentence.priority", { priority: rule.priority })]),
    ...spanSentences(words, rule),
  ];
}

export function multiplierTitle(
  { t, format }: Pick<ProgramWords, "t" | "format">,
  multiplier: Pick<Multiplier, "name" | "factor">,
): string {
  return multiplier.name ?? t("multiplierTitle", { factor: format.decimal(multiplier.factor) });
}

export function describeMultiplier(
  words: ProgramWords,
  multiplier: Multiplier,
  rules: readonly EarningRule[],
): string[] {
  const { t, format } = words;
  const names = multiplier.ruleIds.map((id) => {
    const rule = rules.find((one) => one.id === id);
    return rule === undefined ? id : ruleTitle(words, rule);
  });
  return [
    names.length === 0
      ? t("sentence.multiplies", { factor: format.decimal(multiplier.factor) })
      : t("sentence.multipliesRules", {
          factor: format.decimal(multiplier.factor),
          rules: format.list(names),
        }),
    ...(multiplier.rounding === "floor" ? [] : [t(`sentence.rounding.${multiplier.rounding}`)]),
    ...selectionSentences(words, multiplier.include, multiplier.exclude),
    ...spanSentences(words, multiplier),
  ];
}

export function actionName({ t }: Pick<ProgramWords, "t">, action: string | null): string {
  return action === null ? "—" : t(`action.${action}`, { defaultValue: action });
}
