import type { Reward, RewardKind } from "../rewards/reward.ts";
import type { DraftReward } from "./program-draft.ts";
import {
  percentToShare,
  shareToPercent,
  typedDecimalOrNone,
  typedNumber,
  typedNumberOrNone,
} from "./typed-number.ts";

/** What a reward of each kind is worth: money, a share of the order, or what it gives away. */
export const REWARD_VALUE: Readonly<Record<RewardKind, "money" | "percent" | "none">> = {
  "amount-off": "money",
  "percentage-off": "percent",
  "free-shipping": "none",
  "free-product": "none",
  "store-credit": "money",
  "gift-card": "money",
};

/** Store credit and gift cards are money in the customer's hands: only a discount has an order that it belongs to. */
export function isDiscount(kind: RewardKind): boolean {
  return kind !== "store-credit" && kind !== "gift-card";
}

/** Of a free product Shopify would count only that product towards a minimum. */
export function hasMinimumOrder(kind: RewardKind): boolean {
  return isDiscount(kind) && kind !== "free-product";
}

export function draftReward(reward: Reward): DraftReward {
  const { slider } = reward;
  return {
    ...reward,
    points: String(reward.points),
    value: reward.value ?? "",
    slider: slider && {
      minimumPoints: String(slider.minimumPoints),
      maximumPoints: written(slider.maximumPoints),
      maximumShare: slider.maximumShare === null ? "" : shareToPercent(slider.maximumShare),
    },
    minimumOrder: reward.minimumOrder ?? "",
    validDays: written(reward.validDays),
    perMember: written(reward.perMember),
    total: written(reward.total),
  };
}

export function rewardOf(draft: DraftReward): Reward {
  const { kind, slider } = draft;
  const discount = isDiscount(kind);
  const limited = kind === "amount-off" || kind === "percentage-off";
  return {
    id: draft.id,
    kind,
    name: draft.name.trim(),
    points: typedNumber(draft.points),
    value: REWARD_VALUE[kind] === "none" ? null : typedDecimalOrNone(draft.value),
    slider:
      slider === null || REWARD_VALUE[kind] !== "money"
        ? null
        : {
            minimumPoints: typedNumber(slider.minimumPoints),
            maximumPoints: typedNumberOrNone(slider.maximumPoints),
            maximumShare:
              slider.maximumShare.trim() === "" || !discount ? null : percentToShare(slider.maximumShare),
          },
    minimumOrder: hasMinimumOrder(kind) ? typedDecimalOrNone(draft.minimumOrder) : null,
    appliesTo: {
      productIds: limited ? draft.appliesTo.productIds : [],
      collectionIds: limited ? draft.appliesTo.collectionIds : [],
    },
    product:
      kind === "free-product" && draft.product !== null
        ? { productId: draft.product.productId, variantId: draft.product.variantId }
        : null,
    combinesWith: {
      order: discount && draft.combinesWith.order,
      product: discount && draft.combinesWith.product,
      shipping: discount && draft.combinesWith.shipping,
    },
    validDays: typedNumberOrNone(draft.validDays),
    perMember: typedNumberOrNone(draft.perMember),
    total: typedNumberOrNone(draft.total),
    customerTags: draft.customerTags,
    tierIds: draft.tierIds,
    enabled: draft.enabled,
    from: draft.from,
    until: draft.until,
  };
}

function written(value: number | null): string {
  return value === null ? "" : String(value);
}
