import { apportion } from "../shared/apportion.ts";

/** Points and the weights, line by line, by which they belong to the lines. */
export type SharedPoints = { readonly points: bigint; readonly weights: readonly bigint[] };

const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);

/**
 * The points of all rules together over the lines: each line's exact share of each, added up, and the whole rounded once by
 * largest remainder (ties: line order). A line without weight in any of them gets nothing.
 */
export function sharePoints(parts: readonly SharedPoints[], lineCount: number): bigint[] {
  const given = parts.filter(({ points }) => points > 0n);
  const [first, ...more] = given;
  if (first === undefined) return Array.from({ length: lineCount }, () => 0n);
  if (more.length === 0) return apportion(first.points, first.weights);

  const totals = given.map(({ weights }) => sum(weights));
  const common = [...new Set(totals)].reduce((product, total) => product * total, 1n);
  const shares = Array.from({ length: lineCount }, (_, line) =>
    sum(given.map(({ points, weights }, part) => points * weights[line]! * (common / totals[part]!))),
  );
  return apportion(sum(given.map(({ points }) => points)), shares);
}
