import type { Day } from "../shared/calendar.ts";
import type { TierFacts } from "./decide-tier.ts";
import { presentFigures } from "./keeps-until.ts";
import { type Figures, type Ladder, rankOf, rankReachedBy } from "./ladder.ts";

/**
 * Is a member within one order of a tier? Those are who is below it, and would be in it with one more order of the shop's average
 * size: the mean over all purchases of the last year, what was refunded taken off. It counts in the window that is open now.
 */
export function isNearTier(
  ladder: Ladder,
  tierId: string,
  member: { readonly tierId: string | null; readonly facts: TierFacts },
  average: Pick<Figures, "spentMinor" | "points">,
  today: Day,
): boolean {
  const rank = rankOf(ladder, tierId);
  if (rank <= rankOf(ladder, member.tierId)) return false;
  const { spentMinor, points, orders } = presentFigures(ladder, member.facts, today);
  return (
    rankReachedBy(ladder, {
      spentMinor: spentMinor + average.spentMinor,
      points: points + average.points,
      orders: orders + 1,
    }) >= rank
  );
}
