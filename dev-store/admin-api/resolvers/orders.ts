import type { Address } from "../../state/model/customer.ts";
import type { Order } from "../../state/model/order.ts";
import { gid } from "../../state/ids.ts";
import { orderTotals, type OrderTotals } from "../../state/operations/totals.ts";
import { paginateInOrder } from "../connection.ts";
import type { ApiContext, Resolver, TypeResolvers } from "../context.ts";
import { bagOf, type MoneyBag } from "../money-bag.ts";
import { metafieldFields } from "./metafield-fields.ts";
import { agreementsOf } from "./agreements.ts";
import { applicationSource, taxLinesOf } from "./order-parts.ts";

let lastTotals: { order: Order; totals: OrderTotals } | null = null;

/** Fields of one order are asked for one after the other: remembering the last one is enough, and costs no memory in bulk. */
export function totals(order: Order): OrderTotals {
  if (lastTotals?.order !== order) lastTotals = { order, totals: orderTotals(order) };
  return lastTotals.totals;
}

function amount(pick: (totals: OrderTotals, order: Order) => bigint): Resolver {
  return (order: Order): MoneyBag => bagOf(pick(totals(order), order), order.currency);
}

function ownTransactions(order: Order) {
  const all = [...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)];
  return all.map((transaction) => ({ order, transaction }));
}

function codesOf(order: Order): string[] {
  return [...new Set(order.discountApplications.filter((one) => one.kind === "code").map((one) => one.code))];
}

function limited<T>(items: T[], first: number | null | undefined): T[] {
  return first === null || first === undefined ? items : items.slice(0, first);
}

function lineCount(order: Order, pick: (line: Order["lines"][number]) => number): number {
  return order.lines.reduce((sum, line) => sum + pick(line), 0);
}

function isFullyRefunded(order: Order): boolean {
  return order.lines.every((line) => line.currentQuantity === 0);
}

/** A mailing address has no id of its own in the store: Shopify's is unique, ours is the owner's. */
export function addressSource(ownerId: string, address: Address | null): ({ id: string } & Address) | null {
  return address ? { ...address, id: gid("MailingAddress", ownerId) } : null;
}

function customerOf(order: Order, context: ApiContext) {
  return order.customerId === null ? null : context.state.get("customer", order.customerId);
}

function journeyOf(order: Order, context: ApiContext) {
  if (order.customerId === null) return null;
  const earlier = context.state
    .ordersOfCustomer(order.customerId)
    .filter((one) => one.processedAt < order.processedAt);
  return {
    ready: true,
    customerOrderIndex: earlier.length + 1,
    daysToConversion: null,
    firstVisit: null,
    lastVisit: null,
  };
}

const FULFILLMENT_STATUS = {
  unfulfilled: "UNFULFILLED",
  partially_fulfilled: "PARTIALLY_FULFILLED",
  fulfilled: "FULFILLED",
} as const;

export const orderResolvers: TypeResolvers = {
  id: (order: Order) => gid("Order", order.id),
  legacyResourceId: (order: Order) => order.id,
  name: (order: Order) => order.name,
  number: (order: Order) => order.number,
  email: (order: Order) => order.email,
  phone: (order: Order) => order.phone,
  customer: (order: Order, _, context) => customerOf(order, context),
  createdAt: (order: Order) => order.createdAt,
  processedAt: (order: Order) => order.processedAt,
  updatedAt: (order: Order) => order.updatedAt,
  cancelledAt: (order: Order) => order.cancelledAt,
  cancelReason: (order: Order) => order.cancelReason?.toUpperCase() ?? null,
  closed: (order: Order) => order.closedAt !== null,
  closedAt: (order: Order) => order.closedAt,
  confirmed: () => true,
  confirmationNumber: (order: Order) => order.id.slice(-9),
  test: (order: Order) => order.test,
  edited: (order: Order) => order.edits.length > 0,
  fullyPaid: (order: Order) => totals(order).outstandingMinor <= 0n,
  unpaid: (order: Order) => totals(order).receivedMinor === 0n && totals(order).totalMinor > 0n,
  displayFinancialStatus: (order: Order) => order.financialStatus.toUpperCase(),
  displayFulfillmentStatus: (order: Order) => FULFILLMENT_STATUS[totals(order).fulfillmentStatus],
  returnStatus: () => "NO_RETURN",
  currencyCode: (order: Order) => order.currency,
  presentmentCurrencyCode: (order: Order) => order.currency,
  taxesIncluded: (order: Order) => order.taxesIncluded,
  taxExempt: () => false,
  dutiesIncluded: () => false,
  estimatedTaxes: () => false,
  sourceName: (order: Order) => order.sourceName,
  sourceIdentifier: () => null,
  app: (order: Order) =>
    order.appId === null ? null : { id: gid("App", order.appId), name: order.sourceName },
  channelInformation: () => null,
  attribution: (order: Order) => ({
    displayName: order.sourceName === "web" ? "Online Store" : order.sourceName,
    handle: order.sourceName,
  }),
  registeredSourceUrl: () => null,
  tags: (order: Order) => order.tags,
  note: (order: Order) => order.note,
  customAttributes: (order: Order) =>
    order.customAttributes.map((one) => ({ key: one.name, value: one.value })),
  discountCode: (order: Order) => codesOf(order)[0] ?? null,
  discountCodes: codesOf,
  discountApplications: (order: Order, args) =>
    paginateInOrder(
      order.discountApplications.map((_, index) => applicationSource(order, index)),
      args,
    ),
  currentSubtotalPriceSet: amount((sum) => sum.currentSubtotalMinor),
  currentTotalPriceSet: amount((sum) => sum.currentTotalMinor),
  currentTotalTaxSet: amount((sum) => sum.currentTaxMinor),
  currentTotalDiscountsSet: amount((sum) => sum.currentDiscountsMinor),
  currentTotalDutiesSet: () => null,
  currentTotalAdditionalFeesSet: () => null,
  currentCartDiscountAmountSet: amount((sum) => sum.currentDiscountsMinor),
  currentShippingPriceSet: amount((sum) => sum.currentShippingMinor),
  currentSubtotalLineItemsQuantity: (order: Order) => lineCount(order, (line) => line.currentQuantity),
  currentTaxLines: (order: Order) =>
    taxLinesOf(totals(order).currentTaxMinor, totals(order).currentSubtotalMinor, order.currency),
  cartDiscountAmountSet: amount((sum) => sum.discountsMinor),
  originalTotalPriceSet: amount((sum) => sum.totalMinor),
  originalTotalDutiesSet: () => null,
  originalTotalAdditionalFeesSet: () => null,
  subtotalPriceSet: amount((sum) => sum.subtotalMinor),
  subtotalLineItemsQuantity: (order: Order) => lineCount(order, (line) => line.quantity),
  totalPriceSet: amount((sum) => sum.totalMinor),
  totalTaxSet: amount((sum) => sum.taxMinor),
  totalShippingPriceSet: amount((sum) => sum.shippingMinor),
  totalDiscountsSet: amount((sum) => sum.discountsMinor),
  totalTipReceivedSet: amount(() => 0n),
  totalRefundedSet: amount((sum) => sum.refundedMinor),
  totalRefundedShippingSet: amount((sum) => sum.refundedShippingMinor),
  totalReceivedSet: amount((sum) => sum.receivedMinor),
  totalOutstandingSet: amount((sum) => sum.outstandingMinor),
  totalCapturableSet: amount((sum, order) =>
    order.financialStatus === "authorized" ? sum.outstandingMinor : 0n,
  ),
  netPaymentSet: amount((sum) => sum.netPaymentMinor),
  refundDiscrepancySet: amount((_, order) =>
    order.refunds
      .flatMap((refund) => refund.adjustments)
      .filter((one) => one.kind === "refund_discrepancy")
      .reduce((sum, one) => sum + one.amountMinor, 0n),
  ),
  taxLines: (order: Order) => taxLinesOf(totals(order).taxMinor, totals(order).subtotalMinor, order.currency),
  lineItems: (order: Order, args) =>
    paginateInOrder(
      order.lines.map((line) => ({ order, line })),
      args,
    ),
  refunds: (order: Order, args) =>
    limited(
      order.refunds.map((refund) => ({ order, refund })),
      args.first,
    ),
  transactions: (order: Order, args) => limited(ownTransactions(order), args.first),
  transactionsCount: (order: Order) => ({ count: ownTransactions(order).length, precision: "EXACT" }),
  agreements: (order: Order, args) => paginateInOrder(agreementsOf(order), args),
  fulfillments: (order: Order, args) =>
    limited(
      order.fulfillments.map((fulfillment) => ({ order, fulfillment })),
      args.first,
    ),
  fulfillmentsCount: (order: Order) => ({ count: order.fulfillments.length, precision: "EXACT" }),
  shippingLine: (order: Order) =>
    order.shippingLines[0] ? { order, shipping: order.shippingLines[0] } : null,
  shippingLines: (order: Order, args) =>
    paginateInOrder(
      order.shippingLines.map((shipping) => ({ order, shipping })),
      args,
    ),
  customerAcceptsMarketing: (order: Order, _, context) =>
    customerOf(order, context)?.emailMarketing === "subscribed",
  customerLocale: (order: Order) => order.locale,
  customerJourneySummary: (order: Order, _, context) => journeyOf(order, context),
  paymentGatewayNames: (order: Order) => order.paymentGatewayNames,
  billingAddress: (order: Order) => addressSource(order.id, order.billingAddress),
  shippingAddress: (order: Order) => addressSource(order.id, order.shippingAddress),
  requiresShipping: (order: Order) => order.lines.some((line) => line.requiresShipping),
  refundable: (order: Order) => !isFullyRefunded(order) || totals(order).netPaymentMinor > 0n,
  restockable: (order: Order) => !isFullyRefunded(order),
  statusPageUrl: (order: Order, _, context) => `${context.store.config.ownUrl}/orders/${order.id}`,
  ...metafieldFields((order: Order) => gid("Order", order.id)),
};
