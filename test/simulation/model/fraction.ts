/** Exact shares: a number as numerator over denominator, the denominator above 0. */
export type Fraction = { readonly n: bigint; readonly d: bigint };

export const fraction = (n: bigint, d = 1n): Fraction => ({ n, d });
export const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.n === 0n ? fraction(0n) : { n: a.n * b.d, d: a.d * b.n };
export const sumOf = (all: readonly Fraction[]): Fraction => all.reduce(plus, fraction(0n));

export function floor({ n, d }: Fraction): bigint {
  const whole = n / d;
  return n % d < 0n ? whole - 1n : whole;
}

export type RoundingName = "floor" | "half-up" | "ceil";

export function round(value: Fraction, rounding: RoundingName): bigint {
  if (rounding === "floor") return floor(value);
  if (rounding === "half-up") return floor(plus(value, fraction(1n, 2n)));
  return -floor({ n: -value.n, d: value.d });
}

/** Whole numbers that sum to `total`, as near to the exact shares as may be: largest remainder, ties to the earlier one. */
export function wholeShares(total: bigint, shares: readonly Fraction[]): bigint[] {
  const whole = shares.map(floor);
  let left = total - whole.reduce((sum, one) => sum + one, 0n);
  const rest = shares.map((share, position) => plus(share, fraction(-whole[position]!)));
  const order = shares.map((_, position) => position);
  order.sort((a, b) => {
    const difference = rest[b]!.n * rest[a]!.d - rest[a]!.n * rest[b]!.d;
    return difference === 0n ? a - b : difference > 0n ? 1 : -1;
  });
  for (const position of order) {
    if (left <= 0n) break;
    whole[position]! += 1n;
    left -= 1n;
  }
  return whole;
}

/** `"1.5"` as a fraction. */
export function readDecimal(text: string): Fraction {
  const [whole = "0", decimals = ""] = text.split(".");
  return { n: BigInt(whole + decimals), d: 10n ** BigInt(decimals.length) };
}
