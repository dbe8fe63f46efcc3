import { parseMoney } from "../shared/money.ts";
import { parseRatio } from "../shared/ratio.ts";
import { exclusiveConflicts } from "./exclusive-rules.ts";
import type { EarningRule, Multiplier, ProgramBody } from "./program-body.ts";
import { notRead, type ProgramRefusal, refuseWhen } from "./program-refusal.ts";
import { fieldsNotRead } from "./rule-fields.ts";
import {
  validateAmount,
  validateCount,
  validateIds,
  validatePoints,
  validateSelection,
  validateSpan,
} from "./validate-fields.ts";

/** Of rules, and of multipliers: more than anybody can oversee, and than an order should be held against. */
const LIST_MAX = 100;
const PENDING_DAYS_MAX = 365;
const FACTOR_MAX = 100n;
const EVERY_MIN = 2;
const EVERY_MAX = 1000;

export function validateEarning(earning: ProgramBody["earning"], currency: string): ProgramRefusal[] {
  const { rules, multipliers, pendingDays } = earning;
  const tooManyRules = refuseTooMany(rules, "/earning/rules", "rules");
  const tooManyMultipliers = refuseTooMany(multipliers, "/earning/multipliers", "multipliers");
  return [
    ...(tooManyRules.length > 0 ? tooManyRules : validateRules(rules, currency)),
    ...(tooManyMultipliers.length > 0
      ? tooManyMultipliers
      : validateMultipliers(multipliers, tooManyRules.length > 0 ? null : rules)),
    ...refuseWhen(
      !Number.isInteger(pendingDays) || pendingDays < 0 || pendingDays > PENDING_DAYS_MAX,
      "days-out-of-range",
      "/earning/pendingDays",
      `Enter a whole number of days from 0 to ${PENDING_DAYS_MAX}.`,
    ),
  ];
}

/** Said once for the whole list; its entries are not looked at. */
export function refuseTooMany(list: readonly unknown[], pointer: string, what: string): ProgramRefusal[] {
  return refuseWhen(
    list.length > LIST_MAX,
    "too-many",
    pointer,
    `A program has at most ${LIST_MAX} ${what}, this one has ${list.length}. Join or remove some.`,
  );
}

function validateRules(rules: readonly EarningRule[], currency: string): ProgramRefusal[] {
  return [
    ...validateIds(rules, "/earning/rules"),
    ...rules.flatMap((rule, index) => validateRule(rule, `/earning/rules/${index}`, currency)),
    ...exclusiveConflicts(rules).flatMap(({ index, other }) =>
      refuseWhen(
        true,
        "exclusive-conflict",
        `/earning/rules/${index}/priority`,
        `This rule and "${other}" replace others with equal priority and can meet on one order. Give one a higher priority, or let them stack.`,
      ),
    ),
  ];
}

function validateRule(rule: EarningRule, at: string, currency: string): ProgramRefusal[] {
  return [
    ...validatePoints(rule.points, `${at}/points`),
    ...(rule.kind === "purchase" ? validateDivisor(rule.per, `${at}/per`, currency) : []),
    ...(rule.kind === "nth-order" ? validateEvery(rule.every, `${at}/every`) : []),
    ...(rule.kind === "action" ? validateAction(rule.action, `${at}/action`) : []),
    ...fieldsNotRead(rule).flatMap((field) =>
      notRead(true, `${at}/${field}`, `A rule of the kind "${rule.kind}"`),
    ),
    ...validateAmount(rule.minimumOrder, `${at}/minimumOrder`, currency),
    ...(["capPerOrder", "capPerDay", "capPerMonth", "perMember"] as const).flatMap((field) =>
      validateCount(rule[field], `${at}/${field}`),
    ),
    ...refuseWhen(
      !Number.isSafeInteger(rule.priority),
      "priority-not-whole",
      `${at}/priority`,
      "A priority is a whole number: 0, 1, 2 …",
    ),
    ...validateSelection(rule.include, `${at}/include`),
    ...validateSelection(rule.exclude, `${at}/exclude`),
    ...validateSpan(rule, at),
  ];
}

function validateDivisor(per: string | null, pointer: string, currency: string): ProgramRefusal[] {
  const minor = per === null ? null : parseMoney(per, currency);
  return [
    ...refuseWhen(
      per === null,
      "divisor-missing",
      pointer,
      'Say for how much money the points are, for example "1.00".',
    ),
    ...refuseWhen(
      per !== null && (minor === null || minor <= 0n),
      "divisor-not-positive",
      pointer,
      `Enter an amount above 0 in ${currency}, for example "1.00".`,
    ),
  ];
}

function validateEvery(every: number | null, pointer: string): ProgramRefusal[] {
  return refuseWhen(
    every === null || !Number.isInteger(every) || every < EVERY_MIN || every > EVERY_MAX,
    "every-missing",
    pointer,
    `Say which order is rewarded: a whole number from ${EVERY_MIN} to ${EVERY_MAX}, such as 5 for every fifth.`,
  );
}

function validateAction(action: string | null, pointer: string): ProgramRefusal[] {
  return refuseWhen(
    action === null || action.trim() === "" || action !== action.trim(),
    "action-missing",
    pointer,
    'Name the action, such as "review" or "newsletter", without spaces around it.',
  );
}

function validateMultipliers(
  multipliers: readonly Multiplier[],
  rules: readonly EarningRule[] | null,
): ProgramRefusal[] {
  const purchases = rules && new Set(rules.filter(({ kind }) => kind === "purchase").map(({ id }) => id));
  return [
    ...validateIds(multipliers, "/earning/multipliers"),
    ...multipliers.flatMap((multiplier, index) => {
      const at = `/earning/multipliers/${index}`;
      return [
        ...validateFactor(multiplier.factor, `${at}/factor`),
        ...multiplier.ruleIds.flatMap((id, position) =>
          refuseWhen(
            purchases !== null && !purchases.has(id),
            "unknown-rule",
            `${at}/ruleIds/${position}`,
            `The program has no purchase rule "${id}". Name one that it has, or none to multiply all.`,
          ),
        ),
        ...validateSelection(multiplier.include, `${at}/include`),
        ...validateSelection(multiplier.exclude, `${at}/exclude`),
        ...validateSpan(multiplier, at),
      ];
    }),
  ];
}

/** Also asked of a campaign's factor. */
export function validateFactor(text: string, pointer: string): ProgramRefusal[] {
  const factor = parseRatio(text);
  return refuseWhen(
    factor === null || factor.numerator === 0n || factor.numerator > FACTOR_MAX * factor.denominator,
    "factor-out-of-range",
    pointer,
    `Enter a factor above 0 and at most ${FACTOR_MAX}, for example "1.5".`,
  );
}
