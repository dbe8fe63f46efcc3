import { businessDate } from "#app/domain/shared/calendar.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { Clock } from "../ports.ts";
import { decideAll } from "./decide-all.ts";
import { readLadder } from "./read-ladder.ts";

/**
 * Brings every member to a ladder that was published, as the merchant chose for those it would lower. Killed in the middle it goes
 * on where it stopped. @returns how many moved; 0 also when there is nothing to do.
 */
export async function placeMembers(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  shopId: string,
): Promise<number> {
  return decideAll(ports, shopId, async (stores) => {
    const standing = await readLadder(stores, shopId);
    if (standing === null || !standing.review.placing) return null;
    const { review, shop } = standing;
    const now = ports.clock.now();
    const today = businessDate(now, shop.timeZone);
    return {
      ...{
        ...standing,
        now,
        today,
        losers: review.losers,
        silent: review.silent || shop.launchedAt === null,
      },
      progress: (doneUntil: string) => ({ ...review, doneUntil }),
      // Whoever was there when the ladder came has a place now: who joins from here on is placed as it happens. It was this day's
      // review, too: nobody is lowered in the middle of a day.
      done: {
        ...{ ...review, placing: false, reviewOf: null, doneUntil: null },
        ...{ liveFrom: review.liveFrom ?? today, reviewedOn: today },
      },
    };
  });
}
