import type { Rounding } from "../shared/rounding.ts";

/** The tiers of a program, lowest first, and the rules by which members move between them. Part of a published program (law 10). */
export type Tiers = {
  /** What `from` counts. */
  readonly measure: Measure;
  /** How a tier's `from` and the thresholds in `also` are joined. */
  readonly join: "any" | "all";
  readonly window: TierWindow;
  /** Days between the review that first finds a tier missed and the one that takes it; 0 = at once. */
  readonly graceDays: number;
  /** true: what is bought counts when it is paid; false: when its points have matured. */
  readonly countPending: boolean;
  /** A review lowers by one tier at most, and what is landed on is kept for a window's length. */
  readonly softLanding: boolean;
  /** A member is told this many days before a tier would be lost; null = not. */
  readonly noticeDays: number | null;
  /** Lowest first. */
  readonly ladder: readonly Tier[];
  /** Where members of a tier that is no longer in the ladder go: removed id → id of the ladder. */
  readonly replaced: Readonly<Record<string, string>>;
};

export type Measure = "spent" | "points" | "orders";

export type TierWindow = {
  /** `rolling`: the last `months`; `from-joining`: years that begin on the day the member joined. */
  readonly kind: "lifetime" | "calendar-year" | "rolling" | "from-joining";
  /** For `rolling`; else null. */
  readonly months: number | null;
  /** For `calendar-year` and `from-joining`: what was reached in one year is kept through the end of the next. */
  readonly keepNext: boolean;
};

export type Tier = TierBenefits &
  TierLook & {
    readonly id: string;
    readonly name: string;
    /**
     * Decimal, in the ladder's measure: money in the shop's currency, points or orders. null = not reached by figures but by tag,
     * invitation or hand alone.
     */
    readonly from: string | null;
    /** Thresholds by other measures, joined as the ladder says. */
    readonly also: readonly { readonly measure: Measure; readonly from: string }[];
    /** Customers with this tag hold at least this tier, as long as they have it; in any case of letters. */
    readonly entryTag: string | null;
  };

export type TierBenefits = {
  /** Factor on what purchase rules give, after the program's own multipliers; null = 1. */
  readonly multiplier: string | null;
  readonly rounding: Rounding;
  /** Once per member and tier, also for a tier that was jumped over. */
  readonly entryPoints: number | null;
  /** A reward of the program, given free, once per member and tier. */
  readonly entryRewardId: string | null;
  /** Beside what the program gives for a birthday. */
  readonly birthdayPoints: number | null;
  /** `code`: a code of the member's own; `automatic`: one discount for the segment of the tier's customers. */
  readonly freeShipping: "code" | "automatic" | null;
  /** Points earned in this tier live this many months instead of the program's; null = the program's. */
  readonly expiryMonths: number | null;
  /** Shown as a benefit; themes, segments and Flow go by the tier's tag and metafield. */
  readonly earlyAccess: boolean;
};

export type TierLook = {
  /** `#rrggbb`; null = the theme's. */
  readonly color: string | null;
  readonly icon: TierIcon | null;
  /** Tag that customers of this tier have in Shopify; null = `tier:<id>`. */
  readonly tag: string | null;
  /** By language (`en`, `ru`, `pt-BR`): what shoppers read instead of the name, and beside it. */
  readonly texts: Readonly<
    Record<string, { readonly name: string | null; readonly description: string | null }>
  >;
};

export const TIER_ICONS = ["star", "crown", "gem", "heart", "leaf", "medal", "rocket", "sun"] as const;
export type TierIcon = (typeof TIER_ICONS)[number];

/** What a tier that says no more than its name and threshold has. */
export const PLAIN_TIER: Omit<Tier, "id" | "name" | "from"> = {
  also: [],
  entryTag: null,
  multiplier: null,
  rounding: "floor",
  entryPoints: null,
  entryRewardId: null,
  birthdayPoints: null,
  freeShipping: null,
  expiryMonths: null,
  earlyAccess: false,
  color: null,
  icon: null,
  tag: null,
  texts: {},
};

/** The tag that customers of the tier have in Shopify. */
export function tagOf({ id, tag }: Pick<Tier, "id" | "tag">): string {
  return tag ?? `tier:${id}`;
}
