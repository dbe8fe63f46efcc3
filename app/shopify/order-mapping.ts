import type { CustomerFacts, LineFacts, OrderFacts, RefundFacts } from "#app/domain/earning/order-facts.ts";
import { faceValueMinor } from "#app/domain/shared/money.ts";
import type { CustomerParts, KnownCustomer, LineParts, OrderParts } from "./operations/order-fragments.ts";
import {
  financialStatusOf,
  findFulfilledAt,
  findPaidAt,
  fullName,
  lineAfterEdits,
  textOrNull,
} from "./order-rules.ts";

type MoneyBag = { readonly shopMoney: { readonly amount: string } };

/** Reads an amount in minor units of the shop's currency. */
export type ReadMoney = (bag: MoneyBag) => bigint;

/** What the Admin API answered about an order, with every page of its lines and refund lines. */
export function mapOrder(order: OrderParts, currency: string): OrderFacts {
  const minor = moneyIn(currency);
  const status = financialStatusOf(order.displayFinancialStatus);
  const processedAt = new Date(order.processedAt);
  const payments = order.transactions.filter(
    (one) => one.status === "SUCCESS" && (one.kind === "SALE" || one.kind === "CAPTURE"),
  );
  const refunds = order.refunds.map((refund) => mapRefund(refund, order.taxesIncluded, minor));
  const refundedUnits = countRefundedUnits(refunds);
  return {
    orderId: order.id,
    name: order.name,
    customer: order.customer && mapCustomer(order.customer),
    email: textOrNull(order.email),
    processedAt,
    paidAt: findPaidAt({
      status,
      processedAt,
      originalTotalMinor: minor(order.originalTotalPriceSet),
      edited: order.edited,
      payments: payments.map((one) => ({
        at: new Date(one.processedAt ?? one.createdAt),
        amountMinor: minor(one.amountSet),
      })),
    }),
    fulfilledAt: findFulfilledAt(order.displayFulfillmentStatus, order.fulfillments, processedAt),
    cancelledAt: order.cancelledAt === null ? null : new Date(order.cancelledAt),
    deletedAt: null,
    test: order.test,
    financialStatus: status,
    source: textOrNull(order.sourceName),
    lines: order.lineItems.nodes.map((line) =>
      mapLine(line, refundedUnits.get(line.id) ?? 0, order.taxesIncluded, minor),
    ),
    refunds,
    taxMinor: order.totalTaxSet === null ? 0n : minor(order.totalTaxSet),
    shippingMinor: order.shippingLine === null ? 0n : minor(order.shippingLine.discountedPriceSet),
    totalMinor: minor(order.totalPriceSet),
    storeCreditMinor: sum(
      payments.filter((one) => one.gateway === STORE_CREDIT_GATEWAY).map((one) => minor(one.amountSet)),
    ),
    discountCodes: [...order.discountCodes].sort(),
    updatedAt: new Date(order.updatedAt),
    origin: "shopify",
  };
}

export const STORE_CREDIT_GATEWAY = "shopify_store_credit";

/** What the Admin API answered about a customer. */
export function mapCustomer(customer: CustomerParts): CustomerFacts {
  return {
    customerId: customer.id,
    email: textOrNull(customer.defaultEmailAddress?.emailAddress),
    name: fullName(customer.firstName, customer.lastName),
    tags: customer.tags,
    hasAccount: customer.state === "ENABLED",
  };
}

/** @see mapCustomer; without an address (or withheld) there is no consent. */
export function mapKnownCustomer(customer: KnownCustomer): CustomerFacts {
  return {
    ...mapCustomer(customer),
    subscribed: customer.defaultEmailAddress?.marketingState === "SUBSCRIBED",
    locale: textOrNull(customer.locale),
  };
}

function mapLine(
  line: LineParts,
  refundedUnits: number,
  taxesIncluded: boolean,
  minor: ReadMoney,
): LineFacts {
  return lineAfterEdits(
    {
      facts: {
        lineId: line.id,
        title: line.title,
        productId: line.product?.id ?? null,
        variantId: line.variant?.id ?? null,
        vendor: textOrNull(line.vendor),
        sku: textOrNull(line.sku),
        giftCard: line.isGiftCard,
      },
      unitPriceMinor: minor(line.originalUnitPriceSet),
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      discountMinor: sum(line.discountAllocations.map((one) => minor(one.allocatedAmountSet))),
      taxMinor: sum(line.taxLines.map((one) => minor(one.priceSet))),
    },
    refundedUnits,
    taxesIncluded,
  );
}

function mapRefund(
  refund: OrderParts["refunds"][number],
  taxesIncluded: boolean,
  minor: ReadMoney,
): RefundFacts {
  const lines = refund.refundLineItems.nodes.map((line) => {
    const taxMinor = minor(line.totalTaxSet);
    const subtotal = minor(line.subtotalSet);
    return {
      lineId: line.lineItem.id,
      quantity: line.quantity,
      taxMinor,
      netMinor: taxesIncluded ? subtotal - taxMinor : subtotal,
    };
  });
  const shipping = refund.refundShippingLines.nodes.map((one) => {
    const taxMinor = minor(one.taxAmountSet);
    const subtotal = minor(one.subtotalAmountSet);
    return { taxMinor, netMinor: taxesIncluded ? subtotal - taxMinor : subtotal };
  });
  const moneyBack = refund.transactions.nodes.filter(
    (one) => one.kind === "REFUND" && one.status === "SUCCESS",
  );
  return {
    refundId: refund.id,
    at: new Date(refund.processedAt),
    paidBackMinor: sum(moneyBack.map((one) => minor(one.amountSet))),
    shippingMinor: sum(shipping.map((one) => one.netMinor)),
    taxMinor: sum([...lines, ...shipping].map((one) => one.taxMinor)),
    lines: lines.map(({ lineId, quantity, netMinor }) => ({ lineId, quantity, netMinor })),
  };
}

/** Units of each line that refunds took back. */
export function countRefundedUnits(refunds: readonly RefundFacts[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of refunds.flatMap((refund) => refund.lines)) {
    units.set(line.lineId, (units.get(line.lineId) ?? 0) + line.quantity);
  }
  return units;
}

/** `currency`: the shop's. */
export function moneyIn(currency: string): ReadMoney {
  return (bag) => faceValueMinor(bag.shopMoney.amount, currency);
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, one) => total + one, 0n);
}
