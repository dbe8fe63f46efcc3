import { type Day, daysBetween } from "../shared/calendar.ts";
import { foldCase } from "../shared/fold-case.ts";
import { invariant } from "../shared/invariant.ts";
import { parseMoney } from "../shared/money.ts";

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
  /** In one of these tiers. */
  readonly tierIds: readonly string[];
  /** Below this tier, and in it by one more order of the shop's average size (domain/tiers/near-tier.ts). */
  readonly nearTierId: string | null;
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

/** `tierId` null = in none. */
export type PlacedMember = SegmentMember & { readonly tierId: string | null };

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
  tierIds: [],
  nearTierId: null,
};

/** As it was stored, by this release or an earlier one that asked less. */
export function storedFilter(filter: Partial<SegmentFilter>): SegmentFilter {
  return { ...EVERYBODY, ...filter };
}

/**
 * Does the member meet every condition of the filter? `today` in the shop's zone. Who never bought has no last order: no
 * number of days since it, and so meets no condition on it. Who is near a tier is asked of all members at once, in the database:
 * one member alone is never found near.
 */
export function matchesSegment(
  member: PlacedMember,
  filter: SegmentFilter,
  today: Day,
  currency: string,
): boolean {
  return (
    (filter.tags.length === 0 || hasOneTag(member, filter.tags)) &&
    !hasOneTag(member, filter.withoutTags) &&
    isWithin(member.ordersCount, filter.ordersAtLeast, filter.ordersAtMost) &&
    isWithin(member.balance, filter.balanceAtLeast, filter.balanceAtMost) &&
    isWithin(
      member.spentMinor,
      minorOf(filter.spentAtLeast, currency),
      minorOf(filter.spentAtMost, currency),
    ) &&
    boughtWithin(member.lastOrderOn, filter, today) &&
    (filter.tierIds.length === 0 || (member.tierId !== null && filter.tierIds.includes(member.tierId))) &&
    filter.nearTierId === null
  );
}

function hasOneTag(member: SegmentMember, tags: readonly string[]): boolean {
  if (tags.length === 0) return false;
  const wanted = new Set(tags.map(foldCase));
  return member.tags.some((tag) => wanted.has(foldCase(tag)));
}

function isWithin<T extends bigint | number>(value: T, atLeast: T | null, atMost: T | null): boolean {
  return (atLeast === null || value >= atLeast) && (atMost === null || value <= atMost);
}

function minorOf(amount: string | null, currency: string): bigint | null {
  if (amount === null) return null;
  const minor = parseMoney(amount, currency);
  invariant(minor !== null, `"${amount}" is an amount of ${currency}`);
  return minor;
}

function boughtWithin(lastOrderOn: Day | null, filter: SegmentFilter, today: Day): boolean {
  const { lastOrderDaysAtLeast, lastOrderDaysAtMost } = filter;
  if (lastOrderDaysAtLeast === null && lastOrderDaysAtMost === null) return true;
  if (lastOrderOn === null) return false;
  return isWithin(daysBetween(lastOrderOn, today), lastOrderDaysAtLeast, lastOrderDaysAtMost);
}
