import { mulDiv } from "../shared/rounding.ts";
import type { CompiledRule } from "./compile-program.ts";
import type { EarningLine, EarningOrder } from "./earned.ts";

const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n);
const atLeastNothing = (amount: bigint) => (amount > 0n ? amount : 0n);

/** Goods that earn: bought for money, and no gift card. Of what was free nothing can be taken back when it is returned. */
export function isGoods(line: EarningLine): boolean {
  return !line.giftCard && line.netMinor > 0n;
}

/** Each line's net goods; 0 where nothing earns. */
export function netGoods(order: EarningOrder): bigint[] {
  return order.lines.map((line) => (isGoods(line) ? line.netMinor : 0n));
}

/**
 * What a rule computes on, and each line's weight in it: the net of the lines it picks, with their tax and discounts and the
 * order's shipping if they count; of all that the part which was not paid with store credit, unless that counts too.
 */
export function countedGoods(
  order: EarningOrder,
  { rule: { basis }, picker }: Pick<CompiledRule, "rule" | "picker">,
): { readonly baseMinor: bigint; readonly weights: readonly bigint[]; readonly isAnyPicked: boolean } {
  let isAnyPicked = false;
  const weights = order.lines.map((line) => {
    if (!isGoods(line) || !picker.picksLine(line)) return 0n;
    isAnyPicked = true;
    return (
      line.netMinor +
      (basis.tax ? atLeastNothing(line.taxMinor) : 0n) +
      (basis.discounts ? atLeastNothing(line.discountMinor) : 0n)
    );
  });
  if (!isAnyPicked) return { baseMinor: 0n, weights, isAnyPicked };
  const counted = sum(weights) + (basis.shipping ? atLeastNothing(order.shippingMinor) : 0n);
  return {
    baseMinor: basis.storeCredit ? counted : withoutStoreCredit(counted, order),
    weights,
    isAnyPicked,
  };
}

function withoutStoreCredit(countedMinor: bigint, { totalMinor, storeCreditMinor }: EarningOrder): bigint {
  if (storeCreditMinor <= 0n || totalMinor <= 0n) return countedMinor;
  const paidOtherwise = totalMinor - storeCreditMinor;
  return paidOtherwise <= 0n ? 0n : mulDiv(countedMinor, paidOtherwise, totalMinor, "floor");
}
