import type { EarningRule, ProgramBody, Selection } from "../program/program-body.ts";
import type { Contribution } from "./earned.ts";

/** The purchase rule that gives points for net goods alone, rounded down: what one SQL statement can compute. */
function isPlainRule(rule: EarningRule): boolean {
  const { tax, shipping, discounts, storeCredit } = rule.basis;
  return (
    rule.kind === "purchase" &&
    rule.per !== null &&
    rule.rounding === "floor" &&
    !(tax || shipping || discounts || storeCredit) &&
    rule.minimumOrder === null &&
    (rule.capPerOrder ?? rule.capPerDay ?? rule.capPerMonth) === null &&
    isEmpty(rule.include) &&
    isEmpty(rule.exclude) &&
    rule.from === null &&
    rule.until === null
  );
}

function isEmpty(selection: Selection): boolean {
  return Object.values(selection).every(
    (list) => list === undefined || (Array.isArray(list) && list.length === 0),
  );
}

/**
 * The one rule of a program under which an order's points follow from its net goods and the version alone; null: more than
 * that decides, or no rule speaks of orders. Such orders need no record of what made their points.
 */
export function plainRule({ earning }: Pick<ProgramBody, "earning">): EarningRule | null {
  const [rule, ...more] = earning.rules.filter(({ kind, enabled }) => kind === "purchase" && enabled);
  const isPlain =
    rule !== undefined && more.length === 0 && earning.multipliers.length === 0 && isPlainRule(rule);
  return isPlain ? rule : null;
}

/** Is it all told by the version, so that nothing of it needs to be kept with the order? */
export function isToldByVersion(
  program: Pick<ProgramBody, "earning">,
  contributions: readonly Contribution[],
): boolean {
  return (
    contributions.length === 0 ||
    (plainRule(program) !== null &&
      contributions.every(
        ({ source, multipliers }) => source.startsWith("rule:") && multipliers.length === 0,
      ))
  );
}

/**
 * A program whose whole effect on history's orders the import's sets can write: one plain rule (or none), points that can be
 * spent at once, that never expire or each after its months, and nothing that looks at a member's orders.
 */
export function isWrittenBySets({ earning, expiry }: Pick<ProgramBody, "earning" | "expiry">): boolean {
  const speaking = earning.rules.filter(({ enabled }) => enabled);
  return (
    speaking.every(({ kind }) => kind !== "first-order" && kind !== "nth-order") &&
    (plainRule({ earning }) !== null || speaking.every(({ kind }) => kind !== "purchase")) &&
    earning.pendingDays === 0 &&
    earning.pendingFrom === "paid" &&
    (expiry.mode === "none" || (expiry.mode === "per-lot" && expiry.roundUpTo === null))
  );
}
