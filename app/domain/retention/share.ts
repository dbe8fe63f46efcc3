/**
 * A proportion with its 95 % Wilson score interval.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212.
 */
export type Share = {
  readonly numerator: number;
  readonly denominator: number;
  /** 0…1; null where nobody could be counted. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

/** Standard normal quantile of a two-sided 95 % interval, rounded as the figures' definition says. */
const Z = 1.96;

export function share(numerator: number, denominator: number): Share {
  if (denominator === 0) return { numerator, denominator, value: null, low: null, high: null };
  const p = numerator / denominator;
  const z2 = Z * Z;
  const centre = p + z2 / (2 * denominator);
  const spread = Z * Math.sqrt((p * (1 - p)) / denominator + z2 / (4 * denominator * denominator));
  const scale = 1 + z2 / denominator;
  return {
    numerator,
    denominator,
    value: p,
    // At the ends the interval touches 0 or 1 exactly; rounding must not push it past them.
    low: numerator === 0 ? 0 : (centre - spread) / scale,
    high: numerator === denominator ? 1 : (centre + spread) / scale,
  };
}
