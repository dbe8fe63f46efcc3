import type { EarningRule, ProgramBody } from "#app/domain/program/program-body.ts";
import { isWorthMoney, quoteReward } from "#app/domain/rewards/quote.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { majorUnits, parseMoney } from "#app/domain/shared/money.ts";
import { counted, type ProgramWords } from "./program-words.ts";

/** Net goods of the shop's own orders, minor units as texts; null: it has none. */
export type ShopOrders = { readonly largestMinor: string | null; readonly averageMinor: string | null };

/** How many points a slider's example begins with, in steps, and a little more that a step does not fit. */
const EXAMPLE_STEPS = 2.5;

/** What a reward is worth, in sentences; nothing where it has no price in money (free shipping). */
export function worthOf(
  words: ProgramWords,
  reward: Reward,
  body: ProgramBody,
  currency: string,
  orders: ShopOrders | null,
): string[] {
  return [
    ...pointWorth(words, reward, currency, orders),
    ...costliest(words, reward, orders),
    ...spendToGet(words, reward, body, currency),
    ...sliderExample(words, reward, currency),
  ];
}

function pointWorth(
  { t, format }: ProgramWords,
  reward: Reward,
  currency: string,
  orders: ShopOrders | null,
): string[] {
  if (isWorthMoney(reward) && reward.value !== null) {
    const minor = parseMoney(reward.value, currency);
    return minor === null
      ? []
      : [t("worth.point", { amount: format.unit(majorUnits(minor, currency) / reward.points) })];
  }
  if (reward.kind === "free-product")
    return reward.product === null
      ? []
      : [t(reward.product.variantId === null ? "worth.freeProduct" : "worth.freeVariant")];
  if (reward.kind !== "percentage-off" || orders === null || orders.averageMinor === null) return [];
  const off = percentOf(BigInt(orders.averageMinor), reward);
  return [
    t("worth.average", {
      order: format.money(orders.averageMinor),
      off: format.money(off),
      amount: format.unit(majorUnits(off, currency) / reward.points),
    }),
  ];
}

function costliest({ t, format }: ProgramWords, reward: Reward, orders: ShopOrders | null): string[] {
  if (reward.kind !== "percentage-off" || orders === null) return [];
  return orders.largestMinor === null
    ? [t("worth.noOrders")]
    : [
        t("worth.largest", {
          order: format.money(orders.largestMinor),
          off: format.money(percentOf(BigInt(orders.largestMinor), reward)),
        }),
      ];
}

/** Rounded up: what it can cost is never said to be less. */
function percentOf(minor: bigint, { value }: Reward): bigint {
  return BigInt(Math.ceil((Number(minor) * Number(value)) / 100));
}

/** By the program's first rule for purchases: what has to be bought for the price, and how much of it comes back. */
function spendToGet(words: ProgramWords, reward: Reward, body: ProgramBody, currency: string): string[] {
  const { t, format } = words;
  const rule = body.earning.rules.find(({ kind, enabled }) => kind === "purchase" && enabled);
  const spentMinor = rule === undefined ? null : spendFor(reward.points, rule, currency);
  if (spentMinor === null) return [];
  const valueMinor =
    isWorthMoney(reward) && reward.value !== null ? parseMoney(reward.value, currency) : null;
  const spent = format.money(spentMinor);
  return [
    valueMinor === null
      ? t("worth.spent", { spent })
      : t("worth.spentBack", { spent, back: format.percent(shareDown(valueMinor, spentMinor)) }),
  ];
}

/** To a tenth of a per cent, rounded down: what comes back is never said to be more than it is. */
function shareDown(part: bigint, whole: bigint): number {
  return Number((part * 1000n) / whole) / 1000;
}

function spendFor(points: number, rule: EarningRule, currency: string): bigint | null {
  const per = rule.per === null ? null : parseMoney(rule.per, currency);
  if (per === null || per <= 0n || !(rule.points > 0) || !Number.isSafeInteger(rule.points)) return null;
  const earned = BigInt(rule.points);
  return (BigInt(points) * per + earned - 1n) / earned;
}

/** A balance between two steps, so that one sees what is left over; as the redemption itself computes it. */
function sliderExample(words: ProgramWords, reward: Reward, currency: string): string[] {
  const { slider } = reward;
  if (slider === null) return [];
  const balance = Math.ceil(Math.max(slider.minimumPoints, reward.points * EXAMPLE_STEPS));
  const quote = quoteReward(reward, { points: null, spendable: balance }, currency);
  if (!quote.ok || quote.value.valueMinor === null) return [];
  return [
    counted(words, "worth.slider", balance, {
      taken: words.format.number(quote.value.points),
      value: words.format.money(quote.value.valueMinor),
      minimum:
        quote.value.minimumOrderMinor === null ? "" : words.format.money(quote.value.minimumOrderMinor),
      context: quote.value.minimumOrderMinor === null ? undefined : "minimum",
    }),
  ];
}
