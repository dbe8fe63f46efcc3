import { gid } from "../../state/ids.ts";
import type { OrderLine } from "../../state/model/order.ts";
import { lineDiscountMinor, lineNetMinor, shareOf } from "../../state/operations/totals.ts";
import { paginateInOrder } from "../connection.ts";
import type { Resolver, TypeResolvers } from "../context.ts";
import { bagOf, type MoneyBag } from "../money-bag.ts";
import {
  requireLine,
  type FulfillmentSource,
  type LineSource,
  type ShippingSource,
} from "./order-sources.ts";
import { allocationSources, taxLinesOf } from "./order-parts.ts";

/** Discounts that a code brought; Shopify leaves them out of `discountedTotalSet` unless asked. */
function codeDiscountMinor({ order, line }: LineSource): bigint {
  return line.discountAllocations
    .filter((one) => order.discountApplications[one.applicationIndex]?.kind === "code")
    .reduce((sum, one) => sum + one.amountMinor, 0n);
}

function amount(pick: (source: LineSource) => bigint): Resolver {
  return (source: LineSource): MoneyBag => bagOf(pick(source), source.order.currency);
}

/** Units of one price, rounded half up. */
function unitOf(totalMinor: bigint, quantity: number): bigint {
  if (quantity === 0) return 0n;
  const count = BigInt(quantity);
  return (2n * totalMinor + count) / (2n * count);
}

const gross = ({ line }: LineSource): bigint => line.unitPriceMinor * BigInt(line.quantity);

export const lineItemResolvers: TypeResolvers = {
  id: ({ line }: LineSource) => gid("LineItem", line.id),
  title: ({ line }: LineSource) => line.title,
  variantTitle: ({ line }: LineSource) => line.variantTitle,
  name: ({ line }: LineSource) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
  sku: ({ line }: LineSource) => line.sku,
  vendor: ({ line }: LineSource) => line.vendor,
  quantity: ({ line }: LineSource) => line.quantity,
  currentQuantity: ({ line }: LineSource) => line.currentQuantity,
  refundableQuantity: ({ line }: LineSource) => line.currentQuantity,
  nonFulfillableQuantity: ({ line }: LineSource) => line.quantity - line.currentQuantity,
  unfulfilledQuantity: ({ line }: LineSource) => Math.max(0, line.currentQuantity - line.fulfilledQuantity),
  originalUnitPriceSet: amount(({ line }) => line.unitPriceMinor),
  originalTotalSet: amount(gross),
  discountedTotalSet: (source: LineSource, args) =>
    bagOf(
      lineNetMinor(source.line) + (args.withCodeDiscounts ? 0n : codeDiscountMinor(source)),
      source.order.currency,
    ),
  discountedUnitPriceSet: amount((source) =>
    unitOf(lineNetMinor(source.line) + codeDiscountMinor(source), source.line.quantity),
  ),
  discountedUnitPriceAfterAllDiscountsSet: amount(({ line }) => unitOf(lineNetMinor(line), line.quantity)),
  priceAfterAllDiscountsBeforeTaxesSet: amount(
    ({ order, line }) => lineNetMinor(line) - (order.taxesIncluded ? line.taxMinor : 0n),
  ),
  totalDiscountSet: amount((source) => lineDiscountMinor(source.line) - codeDiscountMinor(source)),
  discountAllocations: ({ order, line }: LineSource) => allocationSources(order, line.discountAllocations),
  taxLines: ({ order, line }: LineSource) => taxLinesOf(line.taxMinor, lineNetMinor(line), order.currency),
  taxable: ({ line }: LineSource) => line.taxable,
  isGiftCard: ({ line }: LineSource) => line.giftCard,
  requiresShipping: ({ line }: LineSource) => line.requiresShipping,
  restockable: ({ line }: LineSource) => line.currentQuantity > 0,
  merchantEditable: ({ line }: LineSource) => line.currentQuantity > line.fulfilledQuantity,
  customAttributes: ({ line }: LineSource) =>
    line.properties.map((one) => ({ key: one.name, value: one.value })),
  product: ({ line }: LineSource, _, { state }) =>
    line.productId === null ? null : state.get("product", line.productId),
  variant: ({ line }: LineSource, _, { state }) => {
    const product = line.productId === null ? null : state.get("product", line.productId);
    const variant = product?.variants.find((one) => one.id === line.variantId);
    return product && variant ? { product, variant } : null;
  },
};

export const shippingLineResolvers: TypeResolvers = {
  id: ({ shipping }: ShippingSource) => gid("ShippingLine", shipping.id),
  title: ({ shipping }: ShippingSource) => shipping.title,
  code: ({ shipping }: ShippingSource) => shipping.title,
  source: () => "shopify",
  custom: () => false,
  isRemoved: () => false,
  originalPriceSet: ({ order, shipping }: ShippingSource) => bagOf(shipping.priceMinor, order.currency),
  discountedPriceSet: discountedShipping,
  currentDiscountedPriceSet: discountedShipping,
  taxLines: ({ order, shipping }: ShippingSource) =>
    taxLinesOf(shipping.taxMinor, shipping.priceMinor, order.currency),
  discountAllocations: ({ order, shipping }: ShippingSource) =>
    allocationSources(order, shipping.discountAllocations),
};

function discountedShipping({ order, shipping }: ShippingSource): MoneyBag {
  const discount = shipping.discountAllocations.reduce((sum, one) => sum + one.amountMinor, 0n);
  return bagOf(shipping.priceMinor - discount, order.currency);
}

interface FulfillmentLineSource extends FulfillmentSource {
  line: OrderLine;
  quantity: number;
}

export const fulfillmentResolvers: TypeResolvers = {
  id: ({ fulfillment }: FulfillmentSource) => gid("Fulfillment", fulfillment.id),
  legacyResourceId: ({ fulfillment }: FulfillmentSource) => fulfillment.id,
  name: ({ fulfillment }: FulfillmentSource) => fulfillment.name,
  status: ({ fulfillment }: FulfillmentSource) => fulfillment.status.toUpperCase(),
  displayStatus: ({ fulfillment }: FulfillmentSource) =>
    fulfillment.status === "success" ? "FULFILLED" : "CANCELED",
  createdAt: ({ fulfillment }: FulfillmentSource) => fulfillment.createdAt,
  updatedAt: ({ fulfillment }: FulfillmentSource) => fulfillment.updatedAt,
  totalQuantity: ({ fulfillment }: FulfillmentSource) =>
    fulfillment.lines.reduce((sum, one) => sum + one.quantity, 0),
  requiresShipping: ({ order }: FulfillmentSource) => order.lines.some((line) => line.requiresShipping),
  order: ({ order }: FulfillmentSource) => order,
  fulfillmentLineItems: ({ order, fulfillment }: FulfillmentSource, args) =>
    paginateInOrder(
      fulfillment.lines.map(({ lineId, quantity }): FulfillmentLineSource => ({
        order,
        fulfillment,
        line: requireLine(order, lineId),
        quantity,
      })),
      args,
    ),
};

export const fulfillmentLineItemResolvers: TypeResolvers = {
  id: ({ fulfillment, line }: FulfillmentLineSource) =>
    gid("FulfillmentLineItem", String((BigInt(fulfillment.id) ^ BigInt(line.id)) + 1n)),
  lineItem: ({ order, line }: FulfillmentLineSource) => ({ order, line }),
  quantity: ({ quantity }: FulfillmentLineSource) => quantity,
  originalTotalSet: ({ order, line, quantity }: FulfillmentLineSource) =>
    bagOf(line.unitPriceMinor * BigInt(quantity), order.currency),
  discountedTotalSet: ({ order, line, quantity }: FulfillmentLineSource) =>
    bagOf(shareOf(lineNetMinor(line), quantity, line.quantity), order.currency),
};
