import type { EarningRule } from "../../program/program-body.ts";
import type { ProgramVersion } from "../../program/program-version.ts";
import { decimalTail } from "../../shared/ids.ts";
import { contains, requireMoney, spanOf } from "../compile-program.ts";
import { compilePicker } from "../selections.ts";
import { namesOf } from "./gift.ts";
import { hasRulesOf } from "./rules-in-force.ts";

/** Of an order, what its place among the member's purchases may be worth. */
export type BonusOrder = {
  readonly orderId: string;
  readonly processedAt: Date;
  readonly isPurchase: boolean;
  /** Net goods as bought. */
  readonly goodsMinor: bigint;
  readonly source: string | null;
  /** null: it has not earned, so no version rules it. */
  readonly programVersion: number | null;
  readonly earnedAt: Date | null;
  readonly paidAt: Date | null;
  readonly fulfilledAt: Date | null;
  readonly held: HeldBonus;
};

export type HeldBonus = {
  readonly points: number;
  /** Rules that gave it, joined by `+`; null: it holds nothing. */
  readonly rule: string | null;
  /** How often it was given or taken: numbers the keys. */
  readonly changes: number;
};

export type BonusStep = {
  readonly kind: "earn" | "reverse";
  readonly order: BonusOrder;
  readonly points: number;
  readonly key: string;
  readonly reason: "first-order" | "nth-order" | "order-bonus-reversed";
  readonly programVersion: number;
};

export type BonusChange = {
  readonly orderId: string;
  readonly steps: readonly BonusStep[];
  readonly next: HeldBonus;
};

const KINDS = ["first-order", "nth-order"] as const;

export function hasOrderBonuses(versions: readonly ProgramVersion[]): boolean {
  return hasRulesOf(versions, KINDS);
}

/** In the order in which they were bought, whatever order they were told in. */
function inPurchaseOrder(a: BonusOrder, b: BonusOrder): number {
  return a.processedAt.getTime() - b.processedAt.getTime() || (a.orderId < b.orderId ? -1 : 1);
}

/**
 * The bonuses that a member's orders should hold, against those they hold. It looks at the orders as they stand and at nothing
 * else: the k-th purchase of all time holds what the version that rules it gives to the k-th, whichever order the news of them
 * came in. A cancelled or fully refunded order is no purchase any more, and the later ones move up.
 */
export function settleBonuses(
  orders: readonly BonusOrder[],
  customerTags: readonly string[],
  versions: readonly ProgramVersion[],
  currency: string,
): BonusChange[] {
  let place = 0;
  return [...orders].sort(inPurchaseOrder).flatMap((order) => {
    if (order.isPurchase) place += 1;
    const version = versions.find((one) => one.version === order.programVersion);
    if (version === undefined) return [];
    const rules = order.isPurchase
      ? version.body.earning.rules.filter((rule) => gives(rule, order, place, customerTags, currency))
      : [];
    return changeOf(order, rules, version.version);
  });
}

/** Does the rule reward an order at this place among the member's purchases? */
export function gives(
  rule: EarningRule,
  order: Pick<BonusOrder, "goodsMinor" | "source" | "earnedAt" | "held">,
  place: number,
  customerTags: readonly string[],
  currency: string,
): boolean {
  const isItsPlace =
    (rule.kind === "first-order" && place === 1) ||
    (rule.kind === "nth-order" && rule.every !== null && place % rule.every === 0);
  if (!isItsPlace || !rule.enabled || rule.points <= 0 || order.earnedAt === null) return false;
  if (!contains(spanOf(rule), order.earnedAt)) return false;
  if (rule.minimumOrder !== null && order.goodsMinor < requireMoney(rule.minimumOrder, currency))
    return false;
  // Judged when it is given: what somebody holds does not go because a tag of theirs changes later.
  const isHeld = order.held.rule?.split("+").includes(rule.id) ?? false;
  return (
    isHeld ||
    compilePicker(rule.include, rule.exclude).picksOrder({ source: order.source, customerTags, tierId: null })
  );
}

function changeOf(order: BonusOrder, rules: readonly EarningRule[], programVersion: number): BonusChange[] {
  const { held } = order;
  const points = rules.reduce((sum, rule) => sum + rule.points, 0);
  const rule = rules.length === 0 ? null : namesOf(rules);
  if (rule === held.rule && points === held.points) return [];
  const steps: BonusStep[] = [];
  const step = (kind: BonusStep["kind"], of: string, worth: number, reason: BonusStep["reason"]) => {
    const number = held.changes + steps.length;
    const key = `order:${decimalTail(order.orderId)}/bonus:${of}${number === 0 ? "" : `/${number}`}`;
    steps.push({ kind, order, points: worth, key, reason, programVersion });
  };
  if (held.rule !== null) step("reverse", held.rule, held.points, "order-bonus-reversed");
  if (rule !== null)
    step(
      "earn",
      rule,
      points,
      rules.some(({ kind }) => kind === "first-order") ? "first-order" : "nth-order",
    );
  return [{ orderId: order.orderId, steps, next: { points, rule, changes: held.changes + steps.length } }];
}
