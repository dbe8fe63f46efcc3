import { invariant } from "./invariant.ts";

export type Rounding = "floor" | "half-up" | "ceil";

function divideDown(numerator: bigint, divisor: bigint): bigint {
  const quotient = numerator / divisor;
  return numerator % divisor < 0n ? quotient - 1n : quotient;
}

/** `value × factor ÷ divisor` in whole numbers, rounded once. Halves go up, towards +∞. */
export function mulDiv(value: bigint, factor: bigint, divisor: bigint, rounding: Rounding): bigint {
  invariant(divisor > 0n, "a divisor is above 0");
  const product = value * factor;
  switch (rounding) {
    case "floor":
      return divideDown(product, divisor);
    case "half-up":
      return divideDown(2n * product + divisor, 2n * divisor);
    case "ceil":
      return -divideDown(-product, divisor);
  }
}

/** Points leave `bigint` arithmetic here: a count above 2^53 is a bug, never a silent loss. */
export function toPoints(value: bigint): number {
  const points = Number(value);
  invariant(Number.isSafeInteger(points), `${value} points do not fit`);
  return points;
}
