/**
 * An order as the rest of the house sees it, whichever road it came by: webhook, bulk import, CSV file, reconcile.
 * All money is in minor units of the shop's currency (`shopMoney`); all ids are Shopify gids.
 */
export type OrderFacts = {
  /** gid, or `csv:<name>` for a row of an order export that carries no Id. */
  readonly orderId: string;
  readonly name: string;
  readonly customer: CustomerFacts | null;
  /** The order's own e-mail: finds the customer when there is no customer record. */
  readonly email: string | null;
  readonly processedAt: Date;
  /** First moment it was paid in full; null = never, or not known to be (then `processedAt` stands in for history). */
  readonly paidAt: Date | null;
  /** First moment all of it was fulfilled; null = not yet, or not known. */
  readonly fulfilledAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly deletedAt: Date | null;
  readonly test: boolean;
  readonly financialStatus: FinancialStatus;
  readonly source: string | null;
  readonly lines: readonly LineFacts[];
  readonly refunds: readonly RefundFacts[];
  readonly taxMinor: bigint;
  /** After discounts, such as free shipping; before refunds. */
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  /** Part of the total that was paid with store credit: earns nothing unless the merchant says so. */
  readonly storeCreditMinor: bigint;
  /** Codes typed at checkout; left out where nobody tells. Of no effect on what it earns: they settle redemptions. */
  readonly discountCodes?: readonly string[];
  /** Shopify's `updated_at`: of two states the newer wins. */
  readonly updatedAt: Date;
  readonly origin: "csv" | "shopify";
};

/** Shopify's OrderDisplayFinancialStatus in kebab case. */
export type FinancialStatus =
  | "authorized"
  | "expired"
  | "paid"
  | "partially-paid"
  | "partially-refunded"
  | "pending"
  | "refunded"
  | "voided";

export type CustomerFacts = {
  readonly customerId: string;
  readonly email: string | null;
  readonly name: string | null;
  /** Null: not told (webhooks carry no customer tags); what is known stays. */
  readonly tags: readonly string[] | null;
  readonly hasAccount: boolean;
  /** Shopify's e-mail consent is SUBSCRIBED, and the customer's language. Left out: not told; only customers asked for tell it. */
  readonly subscribed?: boolean;
  readonly locale?: string | null;
};

/** What rules ask of a line's product; null: not known, and such a line meets no condition on it. */
export type ProductTraits = {
  readonly productTags: readonly string[] | null;
  /** gids */
  readonly collectionIds: readonly string[] | null;
  /** Sold below its compare-at price. */
  readonly onSale: boolean | null;
};

export const UNKNOWN_PRODUCT: ProductTraits = { productTags: null, collectionIds: null, onSale: null };

export type LineFacts = ProductTraits & {
  readonly lineId: string;
  readonly title: string;
  /** Units ordered after edits, before refunds. */
  readonly quantity: number;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly vendor: string | null;
  readonly sku: string | null;
  readonly giftCard: boolean;
  /** Goods of `quantity` units after all discounts, without tax. */
  readonly netMinor: bigint;
  /**
   * The same for all units ever ordered, those that edits removed included, with their tax and discounts; left out where
   * nobody knows. A line that was first heard of after an edit then earns as if every state had been seen.
   */
  readonly orderedNetMinor?: bigint;
  readonly taxMinor: bigint;
  readonly orderedTaxMinor?: bigint;
  /** What discounts took off these units. */
  readonly discountMinor: bigint;
  readonly orderedDiscountMinor?: bigint;
};

export type RefundFacts = {
  readonly refundId: string;
  readonly at: Date;
  /** Money really paid back (successful refund transactions), tax and shipping included. */
  readonly paidBackMinor: bigint;
  readonly shippingMinor: bigint;
  readonly taxMinor: bigint;
  /** The returned lines with their net subtotals; empty = an amount without lines. */
  readonly lines: readonly {
    readonly lineId: string;
    readonly quantity: number;
    readonly netMinor: bigint;
  }[];
};
