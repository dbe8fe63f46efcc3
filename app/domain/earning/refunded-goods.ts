import { apportion } from "../shared/apportion.ts";
import type { RefundFacts } from "./order-facts.ts";

/** A line as a refund finds it. */
export type RefundableLine = {
  readonly lineId: string;
  /** Goods after edits, before refunds. */
  readonly netMinor: bigint;
  /** Value that edits have taken away since it was paid for. */
  readonly removedMinor: bigint;
};

export type RefundedGoods = {
  /** Goods that each refund took from each line, in the order of the refunds. */
  readonly byRefund: readonly {
    readonly refundId: string;
    readonly goodsByLine: ReadonlyMap<string, bigint>;
  }[];
  readonly totalByLine: ReadonlyMap<string, bigint>;
};

const atLeastZero = (amount: bigint) => (amount < 0n ? 0n : amount);
const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** Refunds in the order in which they count: by time, then by id. */
export function inRefundOrder(a: RefundFacts, b: RefundFacts): number {
  return a.at.getTime() - b.at.getTime() || (a.refundId < b.refundId ? -1 : a.refundId > b.refundId ? 1 : 0);
}

/**
 * Goods refunded: the refund's line subtotals, at most the money really paid back less shipping and tax (a restock without
 * money refunds nothing). An amount without lines is shared over the lines by the net value left.
 *
 * Value that an edit removed before is paid back by a refund too; that part is no second loss of goods.
 * Recomputed from all refunds each time: the result depends on the set of refunds alone, not on when each was heard of.
 */
export function refundedGoods(
  lines: readonly RefundableLine[],
  refunds: readonly RefundFacts[],
): RefundedGoods {
  const left = new Map(lines.map((line) => [line.lineId, atLeastZero(line.netMinor)]));
  const removed = new Map(lines.map((line) => [line.lineId, line.removedMinor]));
  const total = new Map<string, bigint>();
  const byRefund = [...refunds].sort(inRefundOrder).map((refund) => {
    const goodsByLine = new Map<string, bigint>();
    const takeFrom = (lineId: string, amount: bigint, absorbs: boolean) => {
      const absorbed = absorbs
        ? least(removed.get(lineId) ?? 0n, atLeastZero(amount - (left.get(lineId) ?? 0n)))
        : 0n;
      removed.set(lineId, (removed.get(lineId) ?? 0n) - absorbed);
      const taken = least(amount - absorbed, left.get(lineId) ?? 0n);
      left.set(lineId, (left.get(lineId) ?? 0n) - taken);
      goodsByLine.set(lineId, (goodsByLine.get(lineId) ?? 0n) + taken);
      total.set(lineId, (total.get(lineId) ?? 0n) + taken);
    };

    const money = atLeastZero(refund.paidBackMinor - refund.shippingMinor - refund.taxMinor);
    if (refund.lines.length > 0) {
      const subtotals = refund.lines.map((line) => atLeastZero(line.netMinor));
      const goods = least(
        subtotals.reduce((sum, part) => sum + part, 0n),
        money,
      );
      for (const [position, part] of apportion(goods, subtotals).entries()) {
        takeFrom(refund.lines[position]!.lineId, part, true);
      }
    } else if (lines.length > 0) {
      let rest = money;
      for (const { lineId } of lines) {
        const absorbed = least(removed.get(lineId)!, rest);
        removed.set(lineId, removed.get(lineId)! - absorbed);
        rest -= absorbed;
      }
      const values = lines.map(({ lineId }) => left.get(lineId)!);
      const goods = least(
        rest,
        values.reduce((sum, part) => sum + part, 0n),
      );
      for (const [position, part] of apportion(goods, values).entries()) {
        takeFrom(lines[position]!.lineId, part, false);
      }
    }
    return { refundId: refund.refundId, goodsByLine };
  });
  return { byRefund, totalByLine: total };
}
