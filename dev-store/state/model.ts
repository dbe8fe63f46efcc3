/**
 * What a local Shopify store knows, as plain data.
 *
 * Conventions, for everything in this folder:
 * - Ids are the decimal tail of Shopify's gid, a string of 13 to 19 digits that never passes through a float.
 *   Gids are built at the edge with `gid()` from `ids.ts`. One id counter serves the whole dev store.
 * - Money is a bigint in minor units of the currency beside it (exponent by ISO 4217, `money.ts`).
 * - Instants are ISO 8601 UTC strings with whole seconds (`2026-07-01T12:00:00Z`), by the store's clock, as Shopify has them.
 *   Only tokens and deliveries run on real time, in epoch milliseconds (names end in `RealMs`).
 * - Everything is persisted with `v8.serialize`: plain objects, arrays, bigint, no classes, no functions.
 */

/** Decimal string of 13 to 19 digits. */
export type Id = string;
/** ISO 8601 UTC with whole seconds. */
export type Instant = string;

export type ProtectedDataLevel = "none" | "level-1" | "level-2";

export interface Shop {
  /** `perennial-demo.myshopify.com`; the key of everything. */
  domain: string;
  id: Id;
  name: string;
  email: string;
  timeZone: string;
  currency: string;
  createdAt: Instant;
  /** Scopes this merchant (or Shopify's review) never grants: what `POST /shops` withholds. */
  withheldScopes: string[];
  /** Protected customer data: without level 1 customers and orders are refused, without level 2 personal fields are null. */
  protectedData: ProtectedDataLevel;
  /** The number of the next order: 1001 gives `#1001`. */
  nextOrderNumber: number;
}

export interface Address {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
}

export type MarketingState = "not_subscribed" | "pending" | "subscribed" | "unsubscribed" | "redacted";

export interface Customer {
  id: Id;
  /** Trimmed and lower-cased; unique within a shop. */
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  note: string | null;
  tags: string[];
  /** `enabled`: has a customer account and can log in. */
  state: "disabled" | "invited" | "enabled" | "declined";
  verifiedEmail: boolean;
  taxExempt: boolean;
  locale: string;
  emailMarketing: MarketingState;
  emailMarketingUpdatedAt: Instant | null;
  smsMarketing: MarketingState;
  defaultAddress: Address | null;
  createdAt: Instant;
  updatedAt: Instant;
}

/** What a finished or failed merge leaves behind (`customerMergeJobStatus`, `customers/merge`). */
export interface CustomerMerge {
  id: Id;
  keptCustomerId: Id;
  deletedCustomerId: Id;
  status: "completed" | "failed";
  errors: { field: string; message: string }[];
  at: Instant;
}

export interface ProductVariant {
  id: Id;
  title: string;
  sku: string | null;
  priceMinor: bigint;
  compareAtPriceMinor: bigint | null;
  taxable: boolean;
  requiresShipping: boolean;
  inventoryQuantity: number;
}

export interface Product {
  id: Id;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: "active" | "archived" | "draft";
  descriptionHtml: string;
  giftCard: boolean;
  /** Inline SVG; served by the storefront, null when the product has no image. */
  imageSvg: string | null;
  variants: ProductVariant[];
  createdAt: Instant;
  updatedAt: Instant;
  publishedAt: Instant | null;
}

export interface Collection {
  id: Id;
  title: string;
  handle: string;
  descriptionHtml: string;
  productIds: Id[];
  createdAt: Instant;
  updatedAt: Instant;
}

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

export interface DiscountCode {
  id: Id;
  /** As entered; compared without case. */
  code: string;
  usedCount: number;
}

export type DiscountValue =
  | { kind: "amount-off"; amountMinor: bigint; appliesOnEachItem: boolean }
  | { kind: "percentage-off"; /** 0…1 as Shopify has it, e.g. 0.1 */ percentage: number }
  | { kind: "free-shipping"; maximumShippingPriceMinor: bigint | null }
  | {
      kind: "buy-x-get-y";
      buys: { items: DiscountItems; quantity: number | null; amountMinor: bigint | null };
      gets: {
        items: DiscountItems;
        quantity: number;
        effect: { kind: "percentage"; percentage: number } | { kind: "amount"; amountMinor: bigint };
      };
      usesPerOrderLimit: number | null;
    };

export interface DiscountItems {
  /** True: every product; else what is listed. */
  all: boolean;
  productIds: Id[];
  variantIds: Id[];
  collectionIds: Id[];
}

export interface Discount {
  id: Id;
  automatic: boolean;
  title: string;
  /** Empty for automatic discounts. */
  codes: DiscountCode[];
  value: DiscountValue;
  discountClass: "order" | "product" | "shipping";
  items: DiscountItems;
  /** null: everyone. */
  customerIds: Id[] | null;
  minimum:
    { kind: "none" } | { kind: "subtotal"; amountMinor: bigint } | { kind: "quantity"; quantity: number };
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  /** Customer ids (or e-mails of guests) that used it; for `appliesOncePerCustomer`. */
  usedBy: string[];
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  startsAt: Instant;
  endsAt: Instant | null;
  /** The metafields' and tags' companion: true when made by the app under test. */
  createdByApp: boolean;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface StoreCreditTransaction {
  id: Id;
  kind: "credit" | "debit" | "debit-revert" | "expiration";
  /** Negative for debits and expirations. */
  amountMinor: bigint;
  balanceAfterMinor: bigint;
  /** Credits only: what is left of it and until when. */
  remainingMinor: bigint;
  expiresAt: Instant | null;
  orderId: Id | null;
  at: Instant;
}

export interface StoreCreditAccount {
  id: Id;
  customerId: Id;
  currency: string;
  balanceMinor: bigint;
  transactions: StoreCreditTransaction[];
}

export interface GiftCard {
  id: Id;
  /** Upper case, 16 characters; Shopify shows the last four. */
  code: string;
  currency: string;
  initialMinor: bigint;
  balanceMinor: bigint;
  customerId: Id | null;
  expiresOn: string | null;
  note: string | null;
  deactivatedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface Metafield {
  id: Id;
  /** Gid of the owner (customer, product, order, shop, app installation …). */
  ownerGid: string;
  /** Resolved: `$app` never stands here. */
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface MetafieldDefinition {
  id: Id;
  ownerType: string;
  namespace: string;
  key: string;
  name: string;
  description: string | null;
  type: string;
  access: { admin: string | null; storefront: string | null; customerAccount: string | null };
}

export interface AppInstallation {
  id: Id;
  installed: boolean;
  grantedScopes: string[];
  installedAt: Instant;
  uninstalledAt: Instant | null;
}

/** One access token; the pair of access and refresh token is one row. */
export interface AccessToken {
  /** The access token itself, `shpat_…` or `shpua_…`. */
  id: string;
  kind: "offline" | "online";
  scopes: string[];
  userId: Id | null;
  expiresAtRealMs: number | null;
  refreshToken: string | null;
  refreshExpiresAtRealMs: number | null;
  /** The token that this pair replaced; its refresh token is retired when this pair's is used. */
  replaces: string | null;
  /** When its refresh token was first used. */
  refreshedAtRealMs: number | null;
  used: boolean;
  revoked: boolean;
}

export interface BulkOperation {
  id: Id;
  type: "query" | "mutation";
  status: "created" | "running" | "completed" | "canceling" | "canceled" | "failed" | "expired";
  errorCode: "access_denied" | "internal_server_error" | "timeout" | null;
  query: string;
  groupObjects: boolean;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  /** Path of the JSONL below the data folder, and the secret part of its URL. */
  file: string | null;
  partialFile: string | null;
  createdAt: Instant;
  completedAt: Instant | null;
  completedAtRealMs: number | null;
}

/** One webhook on its way to the app. */
export interface Delivery {
  id: Id;
  webhookId: string;
  eventId: string;
  topic: string;
  /** The subscription's address (a path is resolved against the app's URL). */
  uri: string;
  /** Raw body; null: built from the state when it is sent (bulk imports). */
  body: string | null;
  subjectGid: string | null;
  triggeredAt: string;
  attempts: number;
  nextAttemptRealMs: number;
}

export interface Mail {
  id: Id;
  at: Instant;
  to: string;
  subject: string;
  text: string;
  html: string;
  template: string | null;
}

/** Everything persisted per shop, by kind; each value has an `id`. */
export interface Entities {
  customer: Customer;
  merge: CustomerMerge;
  product: Product;
  collection: Collection;
  order: Order;
  discount: Discount;
  storeCreditAccount: StoreCreditAccount;
  giftCard: GiftCard;
  metafield: Metafield;
  metafieldDefinition: MetafieldDefinition;
  installation: AppInstallation;
  token: AccessToken;
  bulkOperation: BulkOperation;
  delivery: Delivery;
  mail: Mail;
}
export type EntityKind = keyof Entities;

/** Control of the wire's faults; all optional, `{}` is a healthy wire. */
export interface Faults {
  duplicate?: number | undefined;
  drop?: number | undefined;
  delayMs?: number | undefined;
  reorder?: boolean | undefined;
  adminErrors?: number | undefined;
  adminAnswersLost?: number | undefined;
  throttle?: boolean | undefined;
  seed?: number | undefined;
}

/** Refusals are values: `code` is stable, `detail` says what to do. `field` is Shopify's path of the offending input. */
export type Outcome<T> =
  { ok: true; value: T } | { ok: false; code: string; detail: string; field?: string[] };
