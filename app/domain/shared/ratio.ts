/** An exact factor or share, numerator ÷ denominator. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

/** A decimal string such as `"1.5"` as 15 ÷ 10; null when it is no number, or below 0. */
export function parseRatio(text: string): Ratio | null {
  const found = /^\+?(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!found) return null;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  return {
    numerator: BigInt((found[1] ?? "") + fraction),
    denominator: 10n ** BigInt(fraction.length),
  };
}
