import {
  type Cause,
  countedAsGone,
  inSpendOrder,
  isOpen,
  isPending,
  type Lot,
  lotId,
  type MemberBooks,
  type Movement,
  statedExpiry,
  type Step,
  step,
  takeFrom,
  withTaken,
} from "./books.ts";

/** A deficit and spendable lots never stand side by side: what one customer owed, the other's points repay. */
function repayFromLots(lots: readonly Lot[], deficit: number) {
  const open = lots.filter((lot) => !isPending(lot)).sort(inSpendOrder);
  const { taken, missing } = takeFrom(open, deficit);
  return { ...withTaken(lots, taken), deficit: missing };
}

/** Is there anything that a merge would have to move? */
export function hasSomethingToMove(books: MemberBooks): boolean {
  return books.deficit > 0 || books.lots.some((lot) => isOpen(lot) || lot.expired > lot.expiredReversed);
}

/**
 * Two customers became one (law 12): the deleted one's open lots move with their expiry, earn day, order and pending; a
 * deficit follows too. A pair of entries, one in each book, whose sum is 0.
 */
export function transfer(
  from: MemberBooks,
  into: MemberBooks,
  causes: { readonly out: Cause; readonly in: Cause },
): { readonly out: Step; readonly in: Step } {
  const moving = from.lots.filter((lot) => isOpen(lot) || lot.expired > lot.expiredReversed);
  const open = moving.filter(isOpen);
  const out = step(from, {
    kind: "transfer",
    cause: causes.out,
    // What had expired goes along as a fact for later reversals, so it leaves these books as well.
    lots: from.lots.map((lot) =>
      moving.includes(lot) ? { ...lot, remaining: 0, expiredReversed: lot.expired } : lot,
    ),
    deficit: 0,
    movements: open.map((lot) => ({ lot: lotId(lot), points: -lot.remaining, expiresAt: statedExpiry(lot) })),
  });

  const seq = into.lastSeq + 1;
  const arrived: Lot[] = moving.map((lot, position) => {
    const expired = Math.max(0, lot.expired - lot.expiredReversed);
    // A refund may have counted as gone what is over and waits for the sweep to take it.
    const rest = { points: lot.remaining + expired, expired, expiredReversed: countedAsGone(lot) };
    return { ...lot, seq, n: position + 1, ...rest };
  });
  const movements: Movement[] = arrived
    .filter(isOpen)
    .map((lot) => ({ lot: lotId(lot), points: lot.remaining, expiresAt: statedExpiry(lot) }));
  const settled = repayFromLots([...into.lots, ...arrived], into.deficit + from.deficit);
  return {
    out,
    in: step(into, {
      kind: "transfer",
      cause: causes.in,
      lots: settled.lots,
      deficit: settled.deficit,
      movements: [...movements, ...settled.movements],
    }),
  };
}
