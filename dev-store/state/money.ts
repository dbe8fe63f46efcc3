/** Minor-unit exponent of ISO 4217 currencies that differ from 2. */
const exponents: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** True of the ISO 4217 codes in use. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** Digits after the decimal point of a currency's minor unit: 0, 2 or 3. */
export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2;
}

/** Minor units to a decimal string in the API's form: `1999n, "USD"` is `19.99`; JPY has no decimals, KWD three. */
export function formatMoney(minor: bigint, currency: string): string {
  const digits = exponentOf(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A decimal string to minor units; null when it is no number or has more decimals than the currency (trailing zeros aside). */
export function parseMoney(text: string, currency: string): bigint | null {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (!found || (!found[2] && !found[3])) return null;
  const digits = exponentOf(currency);
  const fraction = (found[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return null;
  const minor = BigInt((found[2] || "0") + fraction.padEnd(digits, "0"));
  return found[1] === "-" ? -minor : minor;
}

/** Splits `total` over `weights` so that the parts sum to it exactly (largest remainder; ties to the earlier part). */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const negative = total < 0n;
  const whole = negative ? -total : total;
  const parts = weights.map((weight) => (whole * weight) / sum);
  let left = whole - parts.reduce((a, b) => a + b, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return negative ? parts.map((part) => -part) : parts;
}
