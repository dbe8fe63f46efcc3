import { businessDate } from "#app/domain/shared/calendar.ts";
import { decideAll } from "./decide-all.ts";
import { giveEntryRewards } from "./give-entry-rewards.ts";
import type { MovePorts } from "./move-tiers.ts";
import { placeMembers } from "./place-members.ts";
import { readLadder } from "./read-ladder.ts";

/**
 * The review of the day that has begun in the shop's zone, in both directions and once a day; a day that was missed is not made up
 * for. Run again, or by two workers at once, it moves nobody twice.
 */
export async function reviewTiers(ports: MovePorts, shopId: string): Promise<void> {
  const placed = await placeMembers(ports, shopId);
  const moved = await decideAll(ports, shopId, async (stores) => {
    const standing = await readLadder(stores, shopId);
    if (standing === null || standing.review.placing) return null;
    const { review, shop } = standing;
    const now = ports.clock.now();
    const today = businessDate(now, shop.timeZone);
    if (review.reviewedOn !== null && review.reviewedOn >= today) return null;
    // A day that was not finished is over: today's review begins anew.
    const present = review.reviewOf === today ? review : { ...review, reviewOf: today, doneUntil: null };
    return {
      ...{ ...standing, review: present, now, today, losers: null, silent: shop.launchedAt === null },
      progress: (doneUntil: string) => ({ ...present, doneUntil }),
      done: { ...present, reviewedOn: today, reviewOf: null, doneUntil: null },
    };
  });
  const given = await giveEntryRewards(ports, shopId);
  if (placed + moved + given > 0) ports.wake.metafields(shopId);
}
