import { exponentOf } from "#dev-store/state/money.ts";

/**
 * Minor units to the number that Liquid shows: hundredths of the unit for every currency, so 1,000 yen are 100000.
 * Currencies with three decimals keep theirs behind the point (1.234 dinar are 123.4).
 */
export function liquidPrice(minor: bigint, currency: string): number {
  const shift = 2 - exponentOf(currency);
  return shift >= 0 ? Number(minor * 10n ** BigInt(shift)) : Number(minor) / 10 ** -shift;
}

/** Liquid's hundredths as people of that locale write money: `$19.99`, `¥1,000`, `1,234 د.ك.` */
export function formatPrice(hundredths: number, currency: string, locale: string): string {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(hundredths / 100);
}
