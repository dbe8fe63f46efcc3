import type { Reward, RewardKind } from "../rewards/reward.ts";
import { parseMoney } from "../shared/money.ts";
import { parseRatio } from "../shared/ratio.ts";
import { notRead, type ProgramRefusal, refuseWhen } from "./program-refusal.ts";
import { refuseTooMany } from "./validate-earning.ts";
import {
  validateAmount,
  validateCount,
  validateEntries,
  validateGid,
  validateGids,
  validateIds,
  validateSpan,
} from "./validate-fields.ts";
import { validateSlider } from "./validate-slider.ts";

const PRICE_MAX = 1_000_000_000;
const VALID_DAYS_MAX = 3650;

/** Store credit and gift cards are money of their own: no order limits them. */
const IS_DISCOUNT: Readonly<Record<RewardKind, boolean>> = {
  "amount-off": true,
  "percentage-off": true,
  "free-shipping": true,
  "free-product": true,
  "store-credit": false,
  "gift-card": false,
};

export function validateRewards(rewards: readonly Reward[], currency: string): ProgramRefusal[] {
  const tooMany = refuseTooMany(rewards, "/rewards", "rewards");
  if (tooMany.length > 0) return tooMany;
  return [
    ...validateIds(rewards, "/rewards"),
    ...rewards.flatMap((reward, index) => validateReward(reward, `/rewards/${index}`, currency)),
  ];
}

function validateReward(reward: Reward, at: string, currency: string): ProgramRefusal[] {
  const { kind, appliesTo, combinesWith, customerTags, validDays } = reward;
  const whose = `A reward of the kind "${kind}"`;
  const isDiscount = IS_DISCOUNT[kind];
  const canBeLimited = kind === "amount-off" || kind === "percentage-off";
  return [
    ...refuseWhen(reward.name.trim() === "", "name-missing", `${at}/name`, "Name it: shoppers read this."),
    ...validatePrice(reward.points, `${at}/points`),
    ...validateValue(reward, `${at}/value`, currency),
    ...validateSlider(reward, `${at}/slider`),
    ...notRead(!isDiscount && reward.minimumOrder !== null, `${at}/minimumOrder`, whose),
    ...validateAmount(reward.minimumOrder, `${at}/minimumOrder`, currency),
    ...refuseAboveOrder(reward, at, currency),
    ...refuseNarrowMinimum(reward, `${at}/minimumOrder`),
    ...(["productIds", "collectionIds"] as const).flatMap((field) =>
      notRead(!canBeLimited && appliesTo[field].length > 0, `${at}/appliesTo/${field}`, whose),
    ),
    ...validateGids(appliesTo.productIds, "Product", `${at}/appliesTo/productIds`),
    ...validateGids(appliesTo.collectionIds, "Collection", `${at}/appliesTo/collectionIds`),
    ...refuseWhen(
      canBeLimited && appliesTo.productIds.length > 0 && appliesTo.collectionIds.length > 0,
      "products-or-collections",
      `${at}/appliesTo/collectionIds`,
      "Shopify limits a discount to products or to collections, not to both: leave one of the two out.",
    ),
    ...validateProduct(reward, `${at}/product`, whose),
    ...notRead(!isDiscount && Object.values(combinesWith).includes(true), `${at}/combinesWith`, whose),
    ...refuseWhen(
      validDays !== null && !(Number.isInteger(validDays) && validDays >= 1 && validDays <= VALID_DAYS_MAX),
      "days-out-of-range",
      `${at}/validDays`,
      `Enter a whole number of days from 1 to ${VALID_DAYS_MAX}, or leave it out for no end.`,
    ),
    ...validateCount(reward.perMember, `${at}/perMember`),
    ...validateCount(reward.total, `${at}/total`),
    ...validateEntries(customerTags, `${at}/customerTags`),
    ...validateSpan(reward, at),
  ];
}

function validatePrice(points: number, pointer: string): ProgramRefusal[] {
  const isWhole = Number.isInteger(points);
  return [
    ...refuseWhen(!isWhole, "points-not-whole", pointer, "Points are whole numbers: enter 1, 2, 3 …"),
    ...refuseWhen(isWhole && points <= 0, "points-not-positive", pointer, "Enter at least 1 point."),
    ...refuseWhen(
      isWhole && points > PRICE_MAX,
      "price-too-high",
      pointer,
      `Enter at most ${PRICE_MAX} points.`,
    ),
  ];
}

function validateValue({ kind, value }: Reward, pointer: string, currency: string): ProgramRefusal[] {
  switch (kind) {
    case "free-shipping":
    case "free-product":
      return notRead(value !== null, pointer, `A reward of the kind "${kind}"`);
    case "percentage-off": {
      if (value === null) break;
      const percent = parseRatio(value);
      const isInRange =
        percent !== null &&
        percent.numerator >= percent.denominator &&
        percent.numerator <= 100n * percent.denominator;
      return refuseWhen(
        !isInRange,
        "percentage-out-of-range",
        pointer,
        'Enter per cent from 1 to 100, for example "10".',
      );
    }
    case "amount-off":
    case "store-credit":
    case "gift-card": {
      if (value === null) break;
      const minor = parseMoney(value, currency);
      return refuseWhen(
        minor === null || minor <= 0n,
        "value-not-positive",
        pointer,
        `Enter an amount above 0 in ${currency}, for example "5.00" where it has cents.`,
      );
    }
  }
  return refuseWhen(true, "value-missing", pointer, "Say what the reward is worth.");
}

/**
 * Money off that is more than the smallest order it can be used on. What a slider gives at the least must fit; at the most, too,
 * unless it is held to a share of the order, which becomes a minimum of its own.
 */
function refuseAboveOrder(reward: Reward, at: string, currency: string): ProgramRefusal[] {
  const { kind, value, minimumOrder, slider, points } = reward;
  if (kind !== "amount-off" || value === null || minimumOrder === null) return [];
  const [stepMinor, minimumMinor] = [parseMoney(value, currency), parseMoney(minimumOrder, currency)];
  if (stepMinor === null || minimumMinor === null || minimumMinor <= 0n) return [];
  const taken =
    slider === null
      ? points
      : ((slider.maximumShare === null ? slider.maximumPoints : null) ?? slider.minimumPoints);
  const isPriced = Number.isInteger(points) && points > 0 && Number.isInteger(taken);
  return refuseWhen(
    isPriced && stepMinor * BigInt(taken) > minimumMinor * BigInt(points),
    "reward-above-order",
    `${at}/value`,
    `It takes off more than the smallest order it can be used on, ${minimumOrder}: lower the value or raise the minimum.`,
  );
}

/**
 * Towards a discount's minimum Shopify counts only the goods that it is for: "spend 50, get a mug" would ask for 50 worth of mugs
 * (https://shopify.dev/docs/api/admin-graphql/2024-07/input-objects/priceruleinput, `prerequisiteSubtotalRange`).
 */
function refuseNarrowMinimum({ kind, minimumOrder, appliesTo }: Reward, pointer: string): ProgramRefusal[] {
  const isForSome = appliesTo.productIds.length + appliesTo.collectionIds.length > 0;
  const canBeLimited = kind === "amount-off" || kind === "percentage-off";
  return refuseWhen(
    minimumOrder !== null && (kind === "free-product" || (canBeLimited && isForSome)),
    "minimum-of-some-goods",
    pointer,
    "Shopify counts only the goods that the discount is for towards its minimum, not the whole order: leave the minimum out, or make it a discount on the whole order.",
  );
}

function validateProduct({ kind, product }: Reward, pointer: string, whose: string): ProgramRefusal[] {
  if (kind !== "free-product") return notRead(product !== null, pointer, whose);
  if (product === null) {
    return refuseWhen(true, "product-missing", pointer, "Choose the product that is given away.");
  }
  return [
    ...validateGid(product.productId, "Product", `${pointer}/productId`),
    ...(product.variantId === null
      ? []
      : validateGid(product.variantId, "ProductVariant", `${pointer}/variantId`)),
  ];
}
