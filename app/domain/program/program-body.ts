import type { Rounding } from "../shared/rounding.ts";
import type { Reward } from "../rewards/reward.ts";
import type { Tiers } from "../tiers/tiers.ts";

/**
 * A program as it is published: what the public API takes and gives, complete, with every part present.
 * Amounts are decimal strings in the shop's currency, instants ISO 8601 in UTC; a published body never changes (law 10).
 */
export type ProgramBody = {
  readonly earning: {
    readonly rules: readonly EarningRule[];
    readonly multipliers: readonly Multiplier[];
    /** Calendar days, in the shop's zone, between the payment (or fulfilment) and the day the points can be spent. */
    readonly pendingDays: number;
    readonly pendingFrom: "paid" | "fulfilled";
  };
  readonly expiry: Expiry;
  readonly refunds: {
    /** What happens when a reversal takes more than there is: a debt without bound, a debt up to `limit`, none. */
    readonly negativeBalance: "allow" | "limit" | "clamp";
    readonly limit: number | null;
  };
  readonly rewards: readonly Reward[];
  /** null = the program has none. */
  readonly tiers: Tiers | null;
  readonly referrals: unknown;
};

export type Expiry = {
  /**
   * `per-lot`: `months` after the day points become spendable; `inactivity`: `months` after the member's last earning
   * (points given by hand are one) or redemption, all open lots together; `fixed-date`: through the next of `dates`.
   */
  readonly mode: "none" | "per-lot" | "inactivity" | "fixed-date";
  readonly months: number | null;
  /** The end of the period in which the last usable day falls. */
  readonly roundUpTo: "month" | "quarter" | "half-year" | "year" | null;
  /** Last usable days: `MM-DD` (every year) or `YYYY-MM-DD` (once), for `fixed-date`; else empty. */
  readonly dates: readonly string[];
};

export type RuleKind =
  "purchase" | "sign-up" | "birthday" | "anniversary" | "first-order" | "nth-order" | "action";

export type EarningRule = {
  readonly id: string;
  readonly kind: RuleKind;
  /** What shoppers and merchants read; null = named after its kind. */
  readonly name: string | null;
  /** `purchase`: points for every whole `per`; every other kind: points each time. */
  readonly points: number;
  /** Divisor, `"1.00"`; null for every kind but `purchase`. */
  readonly per: string | null;
  readonly rounding: Rounding;
  /** What counts besides the net goods: their tax, the shipping, what discounts took off, what store credit paid. */
  readonly basis: {
    readonly tax: boolean;
    readonly shipping: boolean;
    readonly discounts: boolean;
    readonly storeCredit: boolean;
  };
  /** Net goods that the order must reach. */
  readonly minimumOrder: string | null;
  /** Most points of this rule, after multipliers, in one order, in a calendar day, in a calendar month; null = no cap. */
  readonly capPerOrder: number | null;
  readonly capPerDay: number | null;
  readonly capPerMonth: number | null;
  /** `nth-order`: 5 = every fifth purchase. Else null. */
  readonly every: number | null;
  /** `action`: its name, such as `review`, `newsletter`, `social-follow`, or one of the merchant's own. Else null. */
  readonly action: string | null;
  /** `action`: how often one member is rewarded; null = each time. */
  readonly perMember: number | null;
  /** Lines (and orders) that count must meet every list given here; within a list one match is enough. */
  readonly include: Selection;
  /** Lines (and orders) that meet any list given here don't count. */
  readonly exclude: Selection;
  readonly stackable: boolean;
  readonly priority: number;
  /** Switched off, not yet begun or over: 0 points. */
  readonly enabled: boolean;
  readonly from: string | null;
  readonly until: string | null;
};

export type Multiplier = {
  readonly id: string;
  readonly name: string | null;
  /** Decimal above 0, `"1.5"`; applied to the rule's rounded points, one multiplier after another in their order. */
  readonly factor: string;
  readonly rounding: Rounding;
  /** Empty = every purchase rule. */
  readonly ruleIds: readonly string[];
  readonly include: Selection;
  readonly exclude: Selection;
  readonly from: string | null;
  readonly until: string | null;
};

/** Empty or left out: no condition. The first five are met by a line of an order, the others by the whole order. */
export type Selection = {
  /** Tags of the product, in any case of letters. */
  readonly tags?: readonly string[] | undefined;
  readonly vendors?: readonly string[] | undefined;
  /** gids */
  readonly productIds?: readonly string[] | undefined;
  readonly collectionIds?: readonly string[] | undefined;
  /** true: sold below its compare-at price; false: not. */
  readonly onSale?: boolean | undefined;
  /** The order's source name: `web`, `pos`, … */
  readonly channels?: readonly string[] | undefined;
  /** Tags of the customer, in any case of letters. */
  readonly customerTags?: readonly string[] | undefined;
  /** Tiers of the ladder: the customer was in one of them before the order. */
  readonly tierIds?: readonly string[] | undefined;
};

export const NO_EXPIRY: Expiry = { mode: "none", months: null, roundUpTo: null, dates: [] };

/** 1 point for every whole 1.00 of net goods: what every new purchase rule starts from. */
export const BASE_RULE: EarningRule = {
  id: "base",
  kind: "purchase",
  name: null,
  points: 1,
  per: "1.00",
  rounding: "floor",
  basis: { tax: false, shipping: false, discounts: false, storeCredit: false },
  minimumOrder: null,
  capPerOrder: null,
  capPerDay: null,
  capPerMonth: null,
  every: null,
  action: null,
  perMember: null,
  include: {},
  exclude: {},
  stackable: true,
  priority: 0,
  enabled: true,
  from: null,
  until: null,
};

/** What a shop begins with until the merchant publishes something else: 1 point for every whole 1.00, never expiring. */
export const DEFAULT_PROGRAM: ProgramBody = {
  earning: { rules: [BASE_RULE], multipliers: [], pendingDays: 0, pendingFrom: "paid" },
  expiry: NO_EXPIRY,
  refunds: { negativeBalance: "allow", limit: null },
  rewards: [],
  tiers: null,
  referrals: null,
};
