import { looksIssued } from "#app/domain/rewards/reward-code.ts";
import { faceValueMinor } from "#app/domain/shared/money.ts";
import { invariant } from "#app/domain/shared/invariant.ts";
import type { StagedLine, StagedOrder, ExportedRow } from "#app/usecases/imports/import-ports.ts";
import { financialStatusOf, findFulfilledAt, fullName, textOrNull } from "../order-rules.ts";

/** One object of the result of `bulkOrdersQuery`; a line names its order by `__parentId`. */
type BulkObject = BulkOrder | (BulkLine & { readonly __parentId: string });

type Money = { readonly shopMoney: { readonly amount: string } };

type BulkOrder = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly test: boolean;
  readonly edited: boolean;
  readonly sourceName: string | null;
  readonly processedAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  readonly taxesIncluded: boolean;
  readonly displayFinancialStatus: string | null;
  readonly displayFulfillmentStatus: string;
  readonly fulfillments: readonly { readonly createdAt: string; readonly status: string }[];
  readonly paymentGatewayNames: readonly string[];
  readonly discountCodes: readonly string[];
  readonly customer: {
    readonly id: string;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly state: string;
    readonly tags: readonly string[];
    readonly defaultEmailAddress: { readonly emailAddress: string | null } | null;
  } | null;
  readonly totalTaxSet: Money | null;
  readonly shippingLine: { readonly discountedPriceSet: Money } | null;
  readonly totalPriceSet: Money;
  readonly refunds: readonly { readonly totalRefundedSet: Money }[];
};

type BulkLine = {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly quantity: number;
  readonly isGiftCard: boolean;
  readonly product: { readonly id: string } | null;
  readonly variant: { readonly id: string } | null;
  readonly originalUnitPriceSet: Money;
  readonly discountAllocations: readonly { readonly allocatedAmountSet: Money }[];
  readonly taxLines: readonly { readonly priceSet: Money }[];
};

const STORE_CREDIT_GATEWAY = "shopify_store_credit";

/** The statuses that an order can have without anything having been taken back from it. */
const UNTOUCHED = new Set(["authorized", "expired", "paid", "partially-paid", "pending"]);

/**
 * Reads one line of the result; null for an object that is neither order nor line. What is no order or line as Shopify describes them
 * names the order that can't be read.
 * @param position the object's number in the file: it orders the lines of an order
 * @throws SyntaxError when the text is no JSON
 */
export function readBulkRow(text: string, position: number, currency: string): ExportedRow | null {
  const object = JSON.parse(text) as BulkObject;
  try {
    if ("__parentId" in object) return { kind: "line", line: readLine(object, position, currency) };
    return object.id.startsWith("gid://shopify/Order/")
      ? { kind: "order", order: readOrder(object, position, currency) }
      : null;
  } catch (problem) {
    const orderId = "__parentId" in object ? object.__parentId : object.id;
    const name = "__parentId" in object || typeof object.name !== "string" ? null : object.name;
    const reason = problem instanceof Error ? problem.message : String(problem);
    return { kind: "unreadable", row: { rowNumber: position, orderId, name, reason } };
  }
}

function readOrder(order: BulkOrder, position: number, currency: string): StagedOrder {
  const status = financialStatusOf(order.displayFinancialStatus);
  const { customer } = order;
  return {
    rowNumber: position,
    orderId: order.id,
    name: order.name,
    customerId: customer?.id ?? null,
    email: textOrNull(order.email),
    customerEmail: textOrNull(customer?.defaultEmailAddress?.emailAddress),
    customerName: customer === null ? null : fullName(customer.firstName, customer.lastName),
    customerTags: customer?.tags ?? [],
    hasAccount: customer?.state === "ENABLED",
    processedAt: instant(order.processedAt),
    paidAt: null,
    fulfilledAt: fulfilledAtOf(order),
    cancelledAt: order.cancelledAt === null ? null : instant(order.cancelledAt),
    test: order.test,
    financialStatus: status,
    source: textOrNull(order.sourceName),
    taxesIncluded: order.taxesIncluded,
    goodsMinor: null,
    taxMinor: order.totalTaxSet === null ? 0n : minor(order.totalTaxSet, currency),
    shippingMinor: order.shippingLine === null ? 0n : minor(order.shippingLine.discountedPriceSet, currency),
    totalMinor: minor(order.totalPriceSet, currency),
    refundedMinor: order.refunds.reduce(
      (total, refund) => total + minor(refund.totalRefundedSet, currency),
      0n,
    ),
    updatedAt: instant(order.updatedAt),
    simple:
      order.refunds.length === 0 &&
      !order.edited &&
      order.cancelledAt === null &&
      UNTOUCHED.has(status) &&
      !order.paymentGatewayNames.includes(STORE_CREDIT_GATEWAY) &&
      // What may have used a redemption is recorded by itself, where that is followed.
      !order.discountCodes.some(looksIssued),
  };
}

function readLine(
  line: BulkLine & { readonly __parentId: string },
  position: number,
  currency: string,
): StagedLine {
  let net = minor(line.originalUnitPriceSet, currency) * BigInt(wholeNumber(line.quantity));
  let discountMinor = 0n;
  for (const discount of line.discountAllocations)
    discountMinor += minor(discount.allocatedAmountSet, currency);
  net -= discountMinor;
  let tax = 0n;
  for (const taxLine of line.taxLines) tax += minor(taxLine.priceSet, currency);
  return {
    orderId: line.__parentId,
    lineId: line.id,
    position,
    title: line.title,
    quantity: wholeNumber(line.quantity),
    productId: line.product?.id ?? null,
    variantId: line.variant?.id ?? null,
    vendor: textOrNull(line.vendor),
    sku: textOrNull(line.sku),
    giftCard: line.isGiftCard,
    netMinor: net,
    taxMinor: tax,
    discountMinor,
  };
}

function fulfilledAtOf(order: BulkOrder): string | null {
  const { displayFulfillmentStatus, fulfillments, processedAt } = order;
  return (
    findFulfilledAt(displayFulfillmentStatus, fulfillments, new Date(processedAt))?.toISOString() ?? null
  );
}

/** Beyond what a column of the database holds. */
const MINOR_MAX = 2n ** 63n;
const QUANTITY_MAX = 2 ** 31;

function minor(money: Money, currency: string): bigint {
  const { amount } = money.shopMoney;
  const value = faceValueMinor(amount, currency);
  invariant(value < MINOR_MAX && value > -MINOR_MAX, `"${amount}" is more than can be counted`);
  return value;
}

function instant(text: string): string {
  invariant(!Number.isNaN(Date.parse(text)), `"${text}" is no moment`);
  return text;
}

function wholeNumber(value: number): number {
  invariant(Number.isInteger(value) && Math.abs(value) < QUANTITY_MAX, `"${value}" is no quantity`);
  return value;
}
