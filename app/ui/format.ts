import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { businessDate, startOfDay } from "#app/domain/shared/calendar.ts";
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
  const unitAmounts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits + 2,
    roundingMode: "floor",
  });
  const yearly = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const dayOfInstants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const startsADay = (instant: Date) =>
    startOfDay(businessDate(instant, timeZone), timeZone).getTime() === instant.getTime();
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
    /** What one piece of many is worth, in whole units of money: `$0.0125`; never said to be more than it is. */
    unit: (major: number) => unitAmounts.format(major),
    percent: (share: number | null) => (share === null ? NOT_OBSERVED : percents.format(share)),
    day: (day: string | null) => (day === null ? NOT_OBSERVED : days.format(new Date(`${day}T00:00:00Z`))),
    /** `12-31`, every year, as `31 December`; `2027-12-31` as any day; what is neither stays as it is. */
    yearlyDay: (day: string) =>
      /^(0\d|1[0-2])-[0-3]\d$/.test(day)
        ? yearly.format(new Date(`2024-${day}T00:00:00Z`))
        : /^\d{4}-(0\d|1[0-2])-[0-3]\d$/.test(day)
          ? days.format(new Date(`${day}T00:00:00Z`))
          : day,
    instant: (instant: string | Date) => instants.format(new Date(instant)),
    dayOf: (instant: string | Date) => dayOfInstants.format(new Date(instant)),
    /** When something begins: the day, with the time only where it is not the day's start. */
    beginning: (instant: string) =>
      startsADay(new Date(instant))
        ? dayOfInstants.format(new Date(instant))
        : instants.format(new Date(instant)),
    /** When something is over: the last day, or the moment where it ends within a day. */
    ending: (instant: string) =>
      startsADay(new Date(instant))
        ? dayOfInstants.format(new Date(new Date(instant).getTime() - 1))
        : instants.format(new Date(instant)),
    /** The last day on which something that expires at `instant` can be used. */
    lastDayBefore: (instant: string | Date) =>
      dayOfInstants.format(new Date(new Date(instant).getTime() - 1)),
  };
}

/** What has not been observed is a dash, never 0. */
const NOT_OBSERVED = "—";
