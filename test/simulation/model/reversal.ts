import type { ProgramBody } from "#app/domain/program/program-body.ts";
import { type Book, inSpendOrder, isOver, type Movement, take } from "./book.ts";

export type Reversed = {
  readonly moved: Movement[];
  readonly shortfall: number;
  readonly alreadyExpired: number;
};

/**
 * Law 4: first from the lots that the same order made, pending first; what of those has expired is not taken again; then from
 * the others in the order of spending; then by policy. `now`: the moment of the refund.
 */
export function takeBack(
  book: Book,
  orderId: string,
  points: number,
  refunds: ProgramBody["refunds"],
  now: number,
): Reversed {
  const own = book.lots.filter((lot) => lot.orderId === orderId);
  const usable = book.lots.filter((lot) => !isOver(lot, now));
  const ofOrder = usable.filter((lot) => lot.orderId === orderId);
  const pending = inSpendOrder(ofOrder.filter((lot) => lot.maturesAt !== null));
  const spendable = inSpendOrder(ofOrder.filter((lot) => lot.maturesAt === null));
  const before = new Map(own.map((lot) => [lot, lot.remaining]));
  const first = take([...pending, ...spendable], points);

  let missing = first.missing;
  for (const lot of own) {
    const gone = lot.expired + (isOver(lot, now) ? before.get(lot)! : 0) - lot.counted;
    const part = Math.min(missing, gone);
    if (part <= 0) continue;
    lot.counted += part;
    missing -= part;
  }
  const alreadyExpired = first.missing - missing;

  const others = usable.filter((lot) => lot.orderId !== orderId && lot.maturesAt === null);
  const second = take(inSpendOrder(others), missing);
  const owed =
    refunds.negativeBalance === "allow"
      ? second.missing
      : refunds.negativeBalance === "clamp"
        ? 0
        : Math.min(second.missing, Math.max(0, (refunds.limit ?? 0) - book.deficit));
  book.deficit += owed;
  return { moved: [...first.moved, ...second.moved], shortfall: second.missing - owed, alreadyExpired };
}
