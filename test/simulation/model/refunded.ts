import { fraction, wholeShares } from "./fraction.ts";
import type { TrueRefund } from "./true-lines.ts";

type Line = { readonly lineId: string; readonly netMinor: bigint; readonly removedMinor: bigint };

const positive = (amount: bigint) => (amount > 0n ? amount : 0n);
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);

function share(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map((_, position) => (position === 0 ? amount : 0n));
  return wholeShares(
    amount,
    weights.map((weight) => fraction(amount * weight, whole)),
  );
}

/**
 * Goods that refunds took from each line (vectors.md, "Reversal"): the refund's line subtotals, at most the money really paid
 * back for goods; an amount without lines is shared over the lines by the net value left. What an edit had removed before is
 * paid back first and is no second loss.
 */
export function refundedByLine(lines: readonly Line[], refunds: readonly TrueRefund[]): Map<string, bigint> {
  const left = new Map(lines.map((line) => [line.lineId, positive(line.netMinor)]));
  const removed = new Map(lines.map((line) => [line.lineId, line.removedMinor]));
  const taken = new Map<string, bigint>();
  const take = (lineId: string, amount: bigint) => {
    const goods = least(amount, left.get(lineId) ?? 0n);
    left.set(lineId, (left.get(lineId) ?? 0n) - goods);
    taken.set(lineId, (taken.get(lineId) ?? 0n) + goods);
  };
  const absorb = (lineId: string, amount: bigint): bigint => {
    const absorbed = least(removed.get(lineId) ?? 0n, positive(amount));
    removed.set(lineId, (removed.get(lineId) ?? 0n) - absorbed);
    return absorbed;
  };
  for (const refund of refunds) {
    const money = positive(refund.moneyMinor);
    if (refund.lines.length > 0) {
      const subtotals = refund.lines.map((line) => positive(line.netMinor));
      const parts = share(least(sum(subtotals), money), subtotals);
      for (const [position, { lineId }] of refund.lines.entries()) {
        const amount = parts[position]!;
        take(lineId, amount - absorb(lineId, amount - (left.get(lineId) ?? 0n)));
      }
      continue;
    }
    let rest = money;
    for (const { lineId } of lines) rest -= absorb(lineId, rest);
    const values = lines.map(({ lineId }) => left.get(lineId)!);
    const parts = lines.length === 0 ? [] : share(least(rest, sum(values)), values);
    for (const [position, { lineId }] of lines.entries()) take(lineId, parts[position]!);
  }
  return taken;
}
