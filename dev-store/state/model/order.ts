import type { Id, Instant } from "../model.ts";
import type { Address } from "./customer.ts";

export type FinancialStatus =
  "pending" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "voided";

export interface DiscountAllocation {
  /** Index into `Order.discountApplications`. */
  applicationIndex: number;
  amountMinor: bigint;
}

export interface DiscountApplication {
  kind: "code" | "automatic" | "manual";
  /** The code as entered, or the title of an automatic or manual discount. */
  code: string;
  discountId: Id | null;
  valueType: "fixed_amount" | "percentage";
  /** Decimal string: an amount in the order's currency, or a percentage such as `"10.0"`. */
  value: string;
  targetType: "line_item" | "shipping_line";
  allocationMethod: "across" | "each" | "one";
  targetSelection: "all" | "entitled" | "explicit";
}

export interface OrderLine {
  id: Id;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  productId: Id | null;
  variantId: Id | null;
  /** Tags of a product that the order names without a product in the store. */
  productTags: string[];
  /** Ordered quantity; an edit that adds a line sets it, an edit that removes units leaves it. */
  quantity: number;
  /** Units left after edits and refunds. */
  currentQuantity: number;
  unitPriceMinor: bigint;
  /** Tax on all `quantity` units; included in the price when `Order.taxesIncluded`. */
  taxMinor: bigint;
  /** On all `quantity` units. */
  discountAllocations: DiscountAllocation[];
  taxable: boolean;
  giftCard: boolean;
  requiresShipping: boolean;
  fulfilledQuantity: number;
  properties: { name: string; value: string }[];
}

export interface ShippingLine {
  id: Id;
  title: string;
  priceMinor: bigint;
  taxMinor: bigint;
  discountAllocations: DiscountAllocation[];
}

export interface Transaction {
  id: Id;
  kind: "authorization" | "capture" | "sale" | "refund" | "void";
  status: "success" | "pending" | "failure" | "error";
  /** `bogus`, `manual`, `shopify_store_credit`, `gift_card`. */
  gateway: string;
  amountMinor: bigint;
  parentId: Id | null;
  processedAt: Instant;
  createdAt: Instant;
}

export interface RefundLine {
  id: Id;
  lineId: Id;
  quantity: number;
  restockType: "return" | "cancel" | "no_restock";
  /** Price of the units after line and order discounts, without tax unless taxes are included. */
  subtotalMinor: bigint;
  taxMinor: bigint;
}

export interface OrderAdjustment {
  id: Id;
  kind: "shipping_refund" | "refund_discrepancy";
  reason: "restock" | "refund_discrepancy" | "shipping_refund";
  /** Negative: money given back beyond the refunded lines. Positive: lines taken back without their money (restock only). */
  amountMinor: bigint;
  taxMinor: bigint;
}

export interface Refund {
  id: Id;
  note: string | null;
  restock: boolean;
  lines: RefundLine[];
  adjustments: OrderAdjustment[];
  transactions: Transaction[];
  createdAt: Instant;
  processedAt: Instant;
}

export interface Fulfillment {
  id: Id;
  name: string;
  status: "success" | "cancelled";
  lines: { lineId: Id; quantity: number }[];
  trackingNumber: string | null;
  createdAt: Instant;
  updatedAt: Instant;
}

/** One committed edit of an order: `orders/edited`. */
export interface OrderEdit {
  id: Id;
  at: Instant;
  additions: { lineId: Id; quantity: number }[];
  removals: { lineId: Id; quantity: number }[];
  note: string | null;
}

export interface Order {
  id: Id;
  /** `#1001`. */
  name: string;
  number: number;
  customerId: Id | null;
  email: string | null;
  phone: string | null;
  /** The order's shop currency: both shop and presentment money. May differ from the shop's of today. */
  currency: string;
  taxesIncluded: boolean;
  financialStatus: FinancialStatus;
  test: boolean;
  sourceName: string;
  /** Set when the dev store's own app made it (e.g. `orderCreate`). */
  appId: Id | null;
  note: string | null;
  customAttributes: { name: string; value: string }[];
  tags: string[];
  discountApplications: DiscountApplication[];
  lines: OrderLine[];
  shippingLines: ShippingLine[];
  transactions: Transaction[];
  refunds: Refund[];
  fulfillments: Fulfillment[];
  edits: OrderEdit[];
  billingAddress: Address | null;
  shippingAddress: Address | null;
  paymentGatewayNames: string[];
  locale: string;
  createdAt: Instant;
  processedAt: Instant;
  updatedAt: Instant;
  closedAt: Instant | null;
  cancelledAt: Instant | null;
  cancelReason: "customer" | "fraud" | "inventory" | "declined" | "other" | "staff" | null;
}
