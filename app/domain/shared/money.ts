import { InvariantError } from "./invariant.ts";

/**
 * Money is a bigint in minor units inside, a decimal string at the edges. Digits by ISO 4217; `Intl` is no source for them
 * (it follows custom: no decimals for IDR, HUF or COP).
 */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0,
  XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

/** Digits after the decimal point of the currency's minor unit: 0, 2 or 3. */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** `1999n, "USD"` is `19.99`; JPY has no decimals, KWD three. */
export function formatMoney(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A decimal string to minor units; null when it is no number, or has more decimals than the currency (zeros aside). */
export function parseMoney(text: string, currency: string): bigint | null {
  const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!found) return null;
  const digits = minorDigits(currency);
  const fraction = (found[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return null;
  const minor = BigInt((found[2] ?? "") + fraction.padEnd(digits, "0"));
  return found[1] === "-" ? -minor : minor;
}

/**
 * Shopify's `shopMoney` in minor units of the shop's currency. An order from before the shop changed its currency keeps the
 * old one, and no rate is known: it counts at face value, rounded half up to the minor unit.
 * @throws InvariantError when it is no number.
 */
export function faceValueMinor(text: string, currency: string): bigint {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!found) throw new InvariantError(`"${text}" is no amount of money`);
  const digits = minorDigits(currency);
  const fraction = (found[3] ?? "").padEnd(digits + 1, "0");
  const roundsUp = (fraction[digits] ?? "0") >= "5";
  const minor = BigInt((found[2] ?? "") + fraction.slice(0, digits)) + (roundsUp ? 1n : 0n);
  return found[1] === "-" ? -minor : minor;
}

/** Minor units as a number of whole units, for means and rates; exact money stays a bigint. */
export function majorUnits(minor: bigint | number, currency: string): number {
  return Number(minor) / 10 ** minorDigits(currency);
}
