import { invariant } from "./invariant.ts";

/**
 * Shares `total` over `weights` in whole units by largest remainder; ties go to the earlier one. The parts always sum
 * to the whole. Without any weight the first one takes all.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  invariant(
    total >= 0n && weights.every((weight) => weight >= 0n),
    "only amounts of 0 and more are shared out",
  );
  invariant(weights.length > 0 || total === 0n, "there is nobody to share with");
  const sum = weights.reduce((left, right) => left + right, 0n);
  if (sum === 0n) return weights.map((_, position) => (position === 0 ? total : 0n));

  const parts = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight) => (total * weight) % sum);
  const units = Number(total - parts.reduce((left, right) => left + right, 0n));
  const byRemainder = weights
    .map((_, position) => position)
    .sort((a, b) => {
      const difference = remainders[b]! - remainders[a]!;
      return difference === 0n ? a - b : difference > 0n ? 1 : -1;
    });
  for (const position of byRemainder.slice(0, units)) parts[position]! += 1n;
  return parts;
}
