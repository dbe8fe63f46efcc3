import { gid } from "../state/ids.ts";
import type { DiscountAllocation, Order, OrderLine } from "../state/model/order.ts";
import { formatMoney } from "../state/money.ts";
import { integer } from "./json.ts";

/** Shop and presentment money; the dev store sells in one currency per order. */
export function moneySet(minor: bigint, currency: string): Record<string, unknown> {
  const money = { amount: formatMoney(minor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: { ...money } };
}

export function allocations(
  parts: readonly DiscountAllocation[],
  currency: string,
): Record<string, unknown>[] {
  return parts.map((part) => ({
    amount: formatMoney(part.amountMinor, currency),
    amount_set: moneySet(part.amountMinor, currency),
    discount_application_index: part.applicationIndex,
  }));
}

export function taxLines(taxMinor: bigint, baseMinor: bigint, currency: string): Record<string, unknown>[] {
  if (taxMinor === 0n) return [];
  const rate = baseMinor === 0n ? 0 : Math.round((Number(taxMinor) / Number(baseMinor)) * 1e4) / 1e4;
  return [
    {
      channel_liable: false,
      price: formatMoney(taxMinor, currency),
      price_set: moneySet(taxMinor, currency),
      rate,
      title: "Tax",
    },
  ];
}

/** Discounts of the line itself, without its share of those on the whole order. */
function lineOwnDiscountMinor(order: Order, line: OrderLine): bigint {
  return line.discountAllocations
    .filter((part) => order.discountApplications[part.applicationIndex]?.targetSelection !== "all")
    .reduce((sum, part) => sum + part.amountMinor, 0n);
}

export function linePayload(order: Order, line: OrderLine): Record<string, unknown> {
  const { currency } = order;
  const own = lineOwnDiscountMinor(order, line);
  const fulfillable = Math.max(0, line.currentQuantity - line.fulfilledQuantity);
  return {
    id: integer(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    fulfillable_quantity: fulfillable,
    fulfillment_service: "manual",
    fulfillment_status: line.fulfilledQuantity === 0 ? null : fulfillable > 0 ? "partial" : "fulfilled",
    gift_card: line.giftCard,
    grams: 0,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: formatMoney(line.unitPriceMinor, currency),
    price_set: moneySet(line.unitPriceMinor, currency),
    product_exists: line.productId !== null,
    product_id: integer(line.productId),
    properties: line.properties,
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: formatMoney(own, currency),
    total_discount_set: moneySet(own, currency),
    variant_id: integer(line.variantId),
    variant_inventory_management: null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: taxLines(line.taxMinor, line.unitPriceMinor * BigInt(line.quantity), currency),
    duties: [],
    discount_allocations: allocations(line.discountAllocations, currency),
  };
}
