import type { Day } from "../shared/calendar.ts";

/** A saved filter over members; every condition given must hold, null or empty = no condition. Money is a decimal string. */
export type SegmentFilter = {
  /** At least one of these customer tags, in any case of letters. */
  readonly tags: readonly string[];
  readonly withoutTags: readonly string[];
  readonly ordersAtLeast: number | null;
  readonly ordersAtMost: number | null;
  readonly spentAtLeast: string | null;
  readonly spentAtMost: string | null;
  /** Whole days, in the shop's calendar, since the last purchase. */
  readonly lastOrderDaysAtLeast: number | null;
  readonly lastOrderDaysAtMost: number | null;
  readonly balanceAtLeast: number | null;
  readonly balanceAtMost: number | null;
};

export type Segment = {
  readonly segmentId: string;
  readonly name: string;
  readonly filter: SegmentFilter;
};

/** What of a member a filter looks at. */
export type SegmentMember = {
  readonly tags: readonly string[];
  readonly ordersCount: number;
  readonly spentMinor: bigint;
  readonly lastOrderOn: Day | null;
  readonly balance: number;
};

export const EVERYBODY: SegmentFilter = {
  tags: [],
  withoutTags: [],
  ordersAtLeast: null,
  ordersAtMost: null,
  spentAtLeast: null,
  spentAtMost: null,
  lastOrderDaysAtLeast: null,
  lastOrderDaysAtMost: null,
  balanceAtLeast: null,
  balanceAtMost: null,
};
