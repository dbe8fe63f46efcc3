import type { Id, Instant } from "../model.ts";

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
  /** Instead of customers: whoever is in one of these segments at checkout. */
  segmentIds?: Id[] | null;
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
