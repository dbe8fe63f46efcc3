/**
 * A program as it is published: what the public API takes and gives, complete, with every part present.
 * Amounts are decimal strings in the shop's currency; a published body never changes (law 10).
 */
export type ProgramBody = {
  readonly earning: {
    readonly rules: readonly EarningRule[];
    readonly multipliers: readonly unknown[];
    /** Days between earning and spending. */
    readonly pendingDays: number;
    readonly pendingFrom: "paid" | "fulfilled";
  };
  readonly expiry: {
    readonly mode: "none" | "per-lot" | "inactivity" | "fixed-date";
    /** Calendar months from the day points become spendable. */
    readonly months: number | null;
    readonly roundUpTo: "month" | "quarter" | "half-year" | "year" | null;
  };
  readonly refunds: {
    /** What happens when a reversal takes more than there is: a debt without bound, a debt up to `limit`, none. */
    readonly negativeBalance: "allow" | "limit" | "clamp";
    readonly limit: number | null;
  };
  readonly rewards: readonly unknown[];
  readonly tiers: unknown;
  readonly referrals: unknown;
};

export type EarningRule = {
  readonly id: string;
  readonly kind: "purchase" | "sign-up" | "birthday" | "first-order" | "nth-order" | "action";
  /** Points for every whole `per`. */
  readonly points: number;
  /** Divisor, `"1.00"`; null only where the kind has none. */
  readonly per: string | null;
  readonly rounding: "floor" | "half-up" | "ceil";
  readonly basis: { readonly tax: boolean; readonly shipping: boolean };
  readonly minimumOrder: string | null;
  readonly capPerOrder: number | null;
  readonly include: Selection;
  readonly exclude: Selection;
  readonly stackable: boolean;
  readonly priority: number;
};

export type Selection = {
  readonly tags?: readonly string[] | undefined;
  readonly vendors?: readonly string[] | undefined;
  readonly productIds?: readonly string[] | undefined;
  readonly collectionIds?: readonly string[] | undefined;
};

/** What a shop begins with until the merchant publishes something else: 1 point for every whole 1.00, never expiring. */
export const DEFAULT_PROGRAM: ProgramBody = {
  earning: {
    rules: [
      {
        id: "base",
        kind: "purchase",
        points: 1,
        per: "1.00",
        rounding: "floor",
        basis: { tax: false, shipping: false },
        minimumOrder: null,
        capPerOrder: null,
        include: {},
        exclude: {},
        stackable: true,
        priority: 0,
      },
    ],
    multipliers: [],
    pendingDays: 0,
    pendingFrom: "paid",
  },
  expiry: { mode: "none", months: null, roundUpTo: null },
  refunds: { negativeBalance: "allow", limit: null },
  rewards: [],
  tiers: null,
  referrals: null,
};
