import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatMoney, minorDigits } from "#app/domain/shared/money.ts";

/** What a page needs to write amounts and dates: Shopify's currency and the shop's time zone. */
export type ShopFormat = { readonly currency: string; readonly timeZone: string };

/** Writers of points, money, days and instants in the reader's language and the shop's zone. */
export function useFormat({ currency, timeZone }: ShopFormat) {
  const { i18n } = useTranslation();
  return useMemo(
    () => createFormat(i18n.language, { currency, timeZone }),
    [i18n.language, currency, timeZone],
  );
}

export type Format = ReturnType<typeof createFormat>;

export function createFormat(locale: string, { currency, timeZone }: ShopFormat) {
  const integers = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const digits = minorDigits(currency);
  const amounts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const percents = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const dayOfInstants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const anyNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const lists = {
    all: new Intl.ListFormat(locale, { type: "conjunction" }),
    any: new Intl.ListFormat(locale, { type: "disjunction" }),
  };
  return {
    /** A decimal text with the reader's decimal sign: `1.5`, `1,5`. */
    decimal: (decimal: string) =>
      /^\d+(\.\d+)?$/.test(decimal) ? anyNumber.format(decimal as Intl.StringNumericLiteral) : decimal,
    /** `a, b, and c`; with `any`: `a, b, or c`. */
    list: (items: readonly string[], join: "all" | "any" = "all") => lists[join].format(items),
    number: (value: number) => integers.format(value),
    /** `+120`, `−30`, `0` */
    signed: (value: number) => signed.format(value),
    /** Minor units, as bigint or as the decimal text that JSON carries. */
    money: (minor: bigint | string) =>
      amounts.format(formatMoney(BigInt(minor), currency) as Intl.StringNumericLiteral),
    /** An amount as programs write it, a decimal text; what is no number stays as it is. */
    amount: (decimal: string) =>
      /^\d+(\.\d+)?$/.test(decimal) ? amounts.format(decimal as Intl.StringNumericLiteral) : decimal,
    percent: (share: number | null) => (share === null ? NOT_OBSERVED : percents.format(share)),
    day: (day: string | null) => (day === null ? NOT_OBSERVED : days.format(new Date(`${day}T00:00:00Z`))),
    instant: (instant: string | Date) => instants.format(new Date(instant)),
    dayOf: (instant: string | Date) => dayOfInstants.format(new Date(instant)),
    /** The last day on which something that expires at `instant` can be used. */
    lastDayBefore: (instant: string | Date) =>
      dayOfInstants.format(new Date(new Date(instant).getTime() - 1)),
  };
}

/** What has not been observed is a dash, never 0. */
const NOT_OBSERVED = "—";
