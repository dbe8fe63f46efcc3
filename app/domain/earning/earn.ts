import { apportion } from "../shared/apportion.ts";
import { invariant } from "../shared/invariant.ts";
import { parseMoney } from "../shared/money.ts";
import { mulDiv, toPoints } from "../shared/rounding.ts";
import type { EarningRule, ProgramBody } from "../program/program-body.ts";

/** What of an order a rule looks at. Amounts in minor units of the shop's currency. */
export type EarningOrder = {
  readonly lines: readonly {
    readonly lineId: string;
    readonly netMinor: bigint;
    readonly giftCard: boolean;
  }[];
  readonly totalMinor: bigint;
  readonly storeCreditMinor: bigint;
};

export type EarnedLine = {
  readonly lineId: string;
  /** The line's net goods: what it keeps points for as long as they are not refunded. */
  readonly netMinor: bigint;
  /** The part of `netMinor` that counts: nothing of a gift card, nothing of what store credit paid. */
  readonly countedMinor: bigint;
  readonly points: number;
};

/** The points of an order with their explanation: which rule, on how much, and what came to each line. */
export type Earned = {
  readonly points: number;
  readonly rule: EarningRule | null;
  readonly countedMinor: bigint;
  readonly lines: readonly EarnedLine[];
};

function countedGoods(order: EarningOrder): { total: bigint; byLine: bigint[] } {
  const goods = order.lines.map((line) => (line.giftCard || line.netMinor < 0n ? 0n : line.netMinor));
  const sum = goods.reduce((left, right) => left + right, 0n);
  const paidOtherwise = order.totalMinor - order.storeCreditMinor;
  const total =
    order.storeCreditMinor <= 0n || order.totalMinor <= 0n
      ? sum
      : paidOtherwise <= 0n
        ? 0n
        : mulDiv(sum, paidOtherwise, order.totalMinor, "floor");
  return { total, byLine: apportion(total, goods) };
}

/** The rule's points on `countedMinor`, rounded once: floor(points × amount ÷ per). */
export function pointsOf(rule: EarningRule, countedMinor: bigint, currency: string): number {
  const per = rule.per === null ? null : parseMoney(rule.per, currency);
  invariant(per !== null && per > 0n, `rule ${rule.id} has a divisor above 0`);
  return toPoints(mulDiv(countedMinor, BigInt(rule.points), per, rule.rounding));
}

/**
 * What an order earns under a program. The rule computes on the sum of the lines that count and rounds once; the result is
 * shared over the lines by largest remainder (ties: line order), so that a refund knows what each line had.
 */
export function earn(order: EarningOrder, program: ProgramBody, currency: string): Earned {
  const rule = program.earning.rules.find(({ kind }) => kind === "purchase") ?? null;
  const { total, byLine } = countedGoods(order);
  const points = rule === null ? 0 : pointsOf(rule, total, currency);
  const shares = apportion(BigInt(points), byLine);
  return {
    points,
    rule,
    countedMinor: total,
    lines: order.lines.map((line, position) => ({
      lineId: line.lineId,
      netMinor: line.netMinor,
      countedMinor: byLine[position]!,
      points: toPoints(shares[position]!),
    })),
  };
}
