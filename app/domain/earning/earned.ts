import type { SegmentMember } from "../membership/segment.ts";
import type { BonusLifetime, Campaign } from "./campaign.ts";

/** What of an order the rules look at. Amounts in minor units of the shop's currency. */
export type EarningOrder = {
  readonly lines: readonly EarningLine[];
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  readonly storeCreditMinor: bigint;
  /** The order's source name: `web`, `pos`, … */
  readonly source: string | null;
};

export type EarningLine = {
  readonly lineId: string;
  /** Goods after discounts, without tax. */
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountMinor: bigint;
  readonly giftCard: boolean;
  readonly productId: string | null;
  readonly vendor: string | null;
  /** null: not known; such a line meets no condition on tags, collections or sale. */
  readonly productTags: readonly string[] | null;
  readonly collectionIds: readonly string[] | null;
  readonly onSale: boolean | null;
};

/** What besides the order and the program decides what it earns; all of it as of the moment `at` that dates the order. */
export type EarningContext = {
  readonly currency: string;
  readonly timeZone: string;
  /** The moment that dates the earning: rules, multipliers and campaigns count if they ran then. */
  readonly at: Date;
  /** null: nobody's order, or a preview. */
  readonly member: SegmentMember | null;
  /** The tier that was held before `at`; left out = none. */
  readonly tierId?: string | null;
  readonly campaigns: readonly Campaign[];
  /** Points that a capped rule has given this member before, on the order's day and in its month. Left out = none. */
  readonly given?: (ruleId: string) => { readonly day: number; readonly month: number };
};

/** The points of an order, what made them, and what came to each line, so that a refund knows what each line had. */
export type Earned = {
  readonly points: number;
  /** Every rule and campaign that was looked at and applied, also those that a stronger one replaced (`counts: false`). */
  readonly contributions: readonly Contribution[];
  /** The points by the life they have: the program's own (`campaignId` null) and each bonus with a life of its own. */
  readonly grants: readonly Grant[];
  readonly lines: readonly EarnedLine[];
};

export type Contribution = {
  /** `rule:<id>` or `campaign:<id>`. */
  readonly source: string;
  /** What it computed on. */
  readonly baseMinor: bigint;
  /** After rounding, before multipliers and caps. */
  readonly basePoints: number;
  /** In the order in which they were applied, with the points after each. */
  readonly multipliers: readonly {
    readonly source: string;
    readonly factor: string;
    readonly points: number;
  }[];
  /** Which cap cut it, and to how much; null = none did. */
  readonly cappedBy: "order" | "day" | "month" | "budget" | null;
  readonly points: number;
  /** false: a rule that does not stack, or the sum of those that do, gave at least as much and counts instead. */
  readonly counts: boolean;
};

export type Grant = {
  readonly campaignId: string | null;
  readonly points: number;
  readonly lifetime: BonusLifetime;
};

export type EarnedLine = {
  readonly lineId: string;
  readonly netMinor: bigint;
  readonly points: number;
};
