import { invariant } from "../shared/invariant.ts";
import { countedAsGone, type Entry, isOpen, isPending, lotId, type MemberBooks } from "./books.ts";

/**
 * Law 3 over a member's whole history: at every prefix the entries carry their own sums, and at its end the books are
 * what the entries and the lots say. `entries` from the first one on, in the order of `seq`.
 * @throws InvariantError naming the first thing that does not fit.
 */
export function assertCoherent(books: MemberBooks, entries: readonly Entry[]): void {
  let balance = 0;
  let pending = 0;
  const inLot = new Map<string, number>();
  for (const [position, entry] of entries.entries()) {
    balance += entry.points;
    pending += entry.pendingPoints;
    const where = `entry ${entry.seq} (${entry.key})`;
    invariant(entry.seq === position + 1, `${where} stands at place ${position + 1}`);
    invariant(
      entry.balanceAfter === balance,
      `${where}: balance after it is ${entry.balanceAfter}, the sum ${balance}`,
    );
    invariant(
      entry.pendingAfter === pending,
      `${where}: pending after it is ${entry.pendingAfter}, the sum ${pending}`,
    );
    invariant(pending >= 0, `${where}: pending is below 0`);
    invariant(
      entry.kind !== "mature" || entry.points + entry.pendingPoints === 0,
      `${where}: maturing sums to 0`,
    );
    for (const { lot, points } of entry.movements) {
      const rest = (inLot.get(lot) ?? 0) + points;
      invariant(rest >= 0, `${where}: takes more from lot ${lot} than it holds`);
      inLot.set(lot, rest);
    }
  }
  invariant(books.balance === balance, `the balance is ${books.balance}, the entries sum to ${balance}`);
  invariant(books.pending === pending, `pending is ${books.pending}, the entries sum to ${pending}`);
  invariant(
    books.lastSeq === entries.length,
    `the last entry is ${books.lastSeq}, there are ${entries.length}`,
  );

  const openLots = books.lots.filter((lot) => isOpen(lot) && !isPending(lot));
  const open = openLots.reduce((sum, lot) => sum + lot.remaining, 0);
  const waiting = books.lots.filter(isPending).reduce((sum, lot) => sum + lot.remaining, 0);
  invariant(books.deficit >= 0, "a deficit is 0 or more");
  invariant(
    open - books.deficit === balance,
    `open lots ${open} − deficit ${books.deficit} is not ${balance}`,
  );
  const counted = openLots.reduce((sum, lot) => sum + countedAsGone(lot), 0);
  invariant(open <= counted || books.deficit === 0, "points lie open while a deficit stands");
  invariant(waiting === pending, `pending lots hold ${waiting}, pending is ${pending}`);
  for (const lot of books.lots) {
    const moved = inLot.get(lotId(lot)) ?? 0;
    invariant(
      lot.remaining === moved,
      `lot ${lotId(lot)} holds ${lot.remaining}, its movements sum to ${moved}`,
    );
    invariant(lot.remaining + lot.expired <= lot.points, `lot ${lotId(lot)} holds and lost more than it had`);
    invariant(
      lot.expiredReversed <= lot.expired + lot.remaining,
      `lot ${lotId(lot)} reversed more than expired`,
    );
    inLot.delete(lotId(lot));
  }
  for (const [lot, rest] of inLot)
    invariant(rest === 0, `lot ${lot} still holds ${rest} and is not in the books`);
}
