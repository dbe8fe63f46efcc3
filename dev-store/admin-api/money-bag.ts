import { formatMoney } from "../state/money.ts";

export interface MoneyV2 {
  amount: string;
  currencyCode: string;
}

export interface MoneyBag {
  shopMoney: MoneyV2;
  presentmentMoney: MoneyV2;
}

export function moneyOf(minor: bigint, currency: string): MoneyV2 {
  return { amount: formatMoney(minor, currency), currencyCode: currency };
}

/** The dev store sells in one currency: what the shopper paid in is what the order is kept in. */
export function bagOf(minor: bigint, currency: string): MoneyBag {
  const money = moneyOf(minor, currency);
  return { shopMoney: money, presentmentMoney: money };
}
