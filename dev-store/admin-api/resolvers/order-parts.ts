/** Tax lines, discount applications and their allocations: what an order and its lines show alike. */
import type { DiscountAllocation, Order } from "../../state/model/order.ts";
import { bagOf } from "../money-bag.ts";

/** The store taxes an order with one rate: one tax line, none where nothing was taxed. */
export function taxLinesOf(taxMinor: bigint, baseMinor: bigint, currency: string) {
  if (taxMinor === 0n) return [];
  const rate = baseMinor === 0n ? 0 : Number((taxMinor * 10_000n) / baseMinor) / 10_000;
  return [
    {
      title: "Tax",
      rate,
      ratePercentage: rate * 100,
      priceSet: bagOf(taxMinor, currency),
      source: null,
      channelLiable: false,
    },
  ];
}

export function allocationSources(order: Order, allocations: readonly DiscountAllocation[]) {
  return allocations.map((one) => ({
    allocatedAmountSet: bagOf(one.amountMinor, order.currency),
    discountApplication: applicationSource(order, one.applicationIndex),
  }));
}

/** A discount application as the interface has it; `__typename` says which kind. */
export function applicationSource(order: Order, index: number) {
  const one = order.discountApplications[index];
  if (!one) throw new Error(`order ${order.id} has no discount application ${index}`);
  const typename = {
    code: "DiscountCodeApplication",
    automatic: "AutomaticDiscountApplication",
    manual: "ManualDiscountApplication",
  };
  return {
    __typename: typename[one.kind],
    index,
    code: one.code,
    title: one.code,
    description: one.code,
    allocationMethod: one.allocationMethod.toUpperCase(),
    targetSelection: one.targetSelection.toUpperCase(),
    targetType: one.targetType.toUpperCase(),
    value:
      one.valueType === "percentage"
        ? { __typename: "PricingPercentageValue", percentage: Number(one.value) }
        : { __typename: "MoneyV2", amount: one.value, currencyCode: order.currency },
  };
}
