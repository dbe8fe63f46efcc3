import { addDays, businessDate, startOfDay } from "../shared/calendar.ts";
import { invariant } from "../shared/invariant.ts";
import {
  type Cause,
  type EntryKind,
  type Lot,
  lotId,
  type MemberBooks,
  type Movement,
  type Step,
  step,
} from "./books.ts";

/** Once per lot, returned points stay usable for at least this long. */
export const RETURN_GRACE_DAYS = 30;

/**
 * Points of a redemption come back to the lots they were taken from, with those lots' expiry but, once per lot, no sooner
 * than 30 days after the return (law 4). They repay a deficit first.
 *
 * `taken`: the movements of the entry that took them. A lot of which others' points are still open keeps its own expiry
 * for those: the returned part becomes a lot of its own.
 */
export function giveBack(
  books: MemberBooks,
  returned: {
    /** A redemption's return, or the undoing of an adjustment. */
    readonly kind: Extract<EntryKind, "return" | "adjust">;
    readonly taken: readonly Movement[];
    /** The lots they were taken from, as they are now. */
    readonly lots: readonly Lot[];
    readonly timeZone: string;
  },
  cause: Cause,
): Step {
  const graceEnd = startOfDay(
    addDays(businessDate(cause.at, returned.timeZone), RETURN_GRACE_DAYS + 1),
    returned.timeZone,
  );
  const seq = books.lastSeq + 1;
  let deficit = books.deficit;
  const back: Lot[] = [];
  const movements: Movement[] = [];
  for (const movement of returned.taken.filter(({ points }) => points < 0)) {
    const origin = returned.lots.find((lot) => lotId(lot) === movement.lot);
    invariant(origin !== undefined, `lot ${movement.lot} of the redemption is known`);
    const repaid = Math.min(deficit, -movement.points);
    deficit -= repaid;
    const points = -movement.points - repaid;
    if (points === 0) continue;
    const extends_ = !origin.extended && origin.expiresAt !== null && origin.expiresAt < graceEnd;
    const lot: Lot = {
      ...origin,
      seq,
      n: back.length + 1,
      points,
      remaining: points,
      expired: 0,
      expiredReversed: 0,
      extended: origin.extended || extends_,
      maturesAt: null,
      expiresAt: extends_ ? graceEnd : origin.expiresAt,
    };
    back.push(lot);
    movements.push({ lot: lotId(lot), points, expiresAt: lot.expiresAt });
  }
  return step(books, { kind: returned.kind, cause, lots: [...books.lots, ...back], deficit, movements });
}
