import type { SegmentFilter } from "../membership/segment.ts";
import type { Selection } from "../program/program-body.ts";
import type { Rounding } from "../shared/rounding.ts";

/**
 * A time-boxed offer beside the program. Once started its terms never change, so that what it gave stays explained;
 * which orders it reaches is told by the intervals in which it really ran.
 */
export type Campaign = {
  readonly campaignId: string;
  readonly name: string;
  readonly status: "draft" | "scheduled" | "running" | "paused" | "ended";
  readonly terms: CampaignTerms;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly runs: readonly { readonly from: Date; readonly until: Date | null }[];
  readonly budgetPoints: number | null;
  readonly givenPoints: number;
};

export type CampaignTerms = {
  /** null = everybody who takes part. Judged when the points are given. */
  readonly audience: SegmentFilter | null;
} & (
  | {
      /** Points of purchase rules times `factor`, as a program's multiplier does it. */
      readonly kind: "multiplier";
      readonly factor: string;
      readonly rounding: Rounding;
      readonly ruleIds: readonly string[];
      readonly include: Selection;
      readonly exclude: Selection;
    }
  | {
      /** `points` to each member once when it starts, or once for each event of the kind while it runs. */
      readonly kind: "bonus";
      readonly points: number;
      readonly trigger: "start" | "order" | "sign-up" | "birthday" | "action";
      /** For the trigger `action`: its name. */
      readonly action: string | null;
      /** For the trigger `order`: net goods that it must reach. */
      readonly minimumOrder: string | null;
      readonly lifetime: BonusLifetime;
    }
  | {
      /** An order of at least `from` net goods earns `points` once: the highest step reached counts. */
      readonly kind: "ladder";
      readonly steps: readonly { readonly from: string; readonly points: number }[];
      readonly lifetime: BonusLifetime;
    }
);

/** How long bonus points live: as the program says, through a calendar day, or through the N-th day after they were given. */
export type BonusLifetime =
  | { readonly kind: "program" }
  | { readonly kind: "until"; readonly day: string }
  | { readonly kind: "days"; readonly days: number };
