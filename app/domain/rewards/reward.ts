/** A reward as a program offers it. Money is a decimal string in the shop's currency, ids are Shopify gids. */
export type Reward = {
  readonly id: string;
  readonly kind: RewardKind;
  readonly name: string;
  /** The price in points; with a slider: of one step. */
  readonly points: number;
  /** Money for `amount-off`, `store-credit`, `gift-card` (with a slider: of one step); per cent, `"10"`, for `percentage-off`; else null. */
  readonly value: string | null;
  /** The shopper chooses how many points to spend, in whole steps. Only for kinds whose value is money. */
  readonly slider: {
    readonly minimumPoints: number;
    readonly maximumPoints: number | null;
    /** At most this share of the order, `"0.5"`: becomes a minimum subtotal of value ÷ share. */
    readonly maximumShare: string | null;
  } | null;
  readonly minimumOrder: string | null;
  /** Limits the discount to these; both empty = the whole order. */
  readonly appliesTo: { readonly productIds: readonly string[]; readonly collectionIds: readonly string[] };
  /** `free-product`: what is given away. */
  readonly product: { readonly productId: string; readonly variantId: string | null } | null;
  readonly combinesWith: { readonly order: boolean; readonly product: boolean; readonly shipping: boolean };
  /** Days that a code (or store credit, gift card) is good for; null = no end. */
  readonly validDays: number | null;
  /** How often one member, and all members together, may take it; what came back does not count. */
  readonly perMember: number | null;
  readonly total: number | null;
  /** Only for customers with one of these tags; empty = everybody. */
  readonly customerTags: readonly string[];
  /** Only for these tiers; empty = everybody. */
  readonly tierIds: readonly string[];
  readonly enabled: boolean;
  readonly from: string | null;
  readonly until: string | null;
};

export type RewardKind =
  "amount-off" | "percentage-off" | "free-shipping" | "free-product" | "store-credit" | "gift-card";
