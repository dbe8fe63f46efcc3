import { Temporal } from "@js-temporal/polyfill";
import type { Measure, Tier, Tiers, TierWindow } from "#app/domain/tiers/tiers.ts";
import { readDecimal } from "./fraction.ts";

/** A purchase, or points that an occasion gave; `countsOn`: from when on it counts for its day. */
export type Deed = {
  readonly day: Temporal.PlainDate;
  readonly countsOn: Temporal.PlainDate;
  readonly spentMinor: bigint;
  readonly points: number;
  readonly orders: number;
};

const { compare } = Temporal.PlainDate;
const constrained = { overflow: "constrain" } as const;

/** Years are counted from the day of joining: the anniversary of 29 February is the 28th where there is no 29th. */
function yearOf(joined: Temporal.PlainDate, day: Temporal.PlainDate): number {
  const years = day.year - joined.year;
  return compare(joined.add({ years }, constrained), day) <= 0 ? years : years - 1;
}

/** The groups of deeds of which any one that reaches a tier is enough, on this day. */
function groupsOf(
  deeds: readonly Deed[],
  { kind, months, keepNext }: TierWindow,
  joined: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Deed[][] {
  const past = deeds.filter(({ day, countsOn }) => compare(day, today) <= 0 && compare(countsOn, today) <= 0);
  if (kind === "lifetime") return [past];
  if (kind === "rolling")
    return [past.filter(({ day }) => compare(day.add({ months: months! }, constrained), today) >= 0)];
  const year = (day: Temporal.PlainDate) => (kind === "calendar-year" ? day.year : yearOf(joined, day));
  const of = (wanted: number) => past.filter(({ day }) => year(day) === wanted);
  return keepNext ? [of(year(today)), of(year(today) - 1)] : [of(year(today))];
}

/** The highest tier that deeds or tags reach, as its place in the ladder; −1: none. */
export function reachedOn(
  { window, ladder, join, measure }: Tiers,
  member: {
    readonly joined: Temporal.PlainDate;
    readonly tags: readonly string[];
    readonly deeds: readonly Deed[];
  },
  today: Temporal.PlainDate,
  digits: number,
): number {
  const groups = groupsOf(member.deeds, window, member.joined, today);
  const tags = member.tags.map((tag) => tag.toLowerCase());
  return ladder.findLastIndex((tier) => {
    if (tier.entryTag !== null && tags.includes(tier.entryTag.toLowerCase())) return true;
    return tier.from !== null && groups.some((group) => isReached(tier, tier.from!, group));
  });

  function isReached(tier: Tier, from: string, group: readonly Deed[]): boolean {
    const has = ({ measure: of, from: least }: { measure: Measure; from: string }) => {
      const { n, d } = readDecimal(least);
      const factor = of === "spent" ? 10n ** BigInt(digits) : 1n;
      return sumOf(of, group) * d >= n * factor;
    };
    const conditions = [{ measure, from }, ...tier.also].map(has);
    return join === "all" ? conditions.every(Boolean) : conditions.some(Boolean);
  }
}

function sumOf(measure: Measure, deeds: readonly Deed[]): bigint {
  return deeds.reduce(
    (sum, deed) => sum + (measure === "spent" ? deed.spentMinor : BigInt(deed[measure])),
    0n,
  );
}

/** Where a member stands, as the books have it. */
export type Standing = {
  readonly tierId: string | null;
  readonly holdTier: string | null;
  readonly holdUntil: string | null;
  readonly holdExact: boolean;
  readonly missedOn: string | null;
};

/**
 * What is wrong with where a member stands after the review of a day; null: nothing. Nobody stands below what they reach or hold; who
 * stands above it is in their grace days; an exact hold is neither lowered nor raised.
 */
export function judgeStanding(
  { ladder, graceDays }: Tiers,
  standing: Standing,
  reached: number,
  today: Temporal.PlainDate,
): string | null {
  const placeOf = (id: string | null) => ladder.findIndex((tier) => tier.id === id);
  const place = placeOf(standing.tierId);
  const isHeld = standing.holdUntil === null || standing.holdUntil >= today.toString();
  const held = standing.holdTier !== null && isHeld ? placeOf(standing.holdTier) : -1;
  if (held !== -1 && standing.holdExact)
    return place === held ? null : `is held in ${standing.holdTier} and in none else`;
  const due = Math.max(held, reached);
  const name = ladder[due]?.id ?? "no tier";
  if (place === due) return standing.missedOn === null ? null : `stands where it should, and misses it`;
  if (place < due) return `should be in ${name}`;
  if (standing.missedOn === null) return `should be in ${name}, and no grace runs`;
  const missed = Temporal.PlainDate.from(standing.missedOn);
  const days = missed.until(today, { largestUnit: "days" }).days;
  return days < graceDays ? null : `should be in ${name}: grace ran out ${days - graceDays} days ago`;
}
