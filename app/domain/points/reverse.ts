import { invariant } from "../shared/invariant.ts";
import {
  type Cause,
  inSpendOrder,
  isExpired,
  isPending,
  type Lot,
  type MemberBooks,
  type Step,
  step,
  takeFrom,
  withTaken,
} from "./books.ts";

/** What happens when more points must go back than are there (law 4). */
export type NegativeBalance =
  | { readonly policy: "allow" }
  | { readonly policy: "limit"; readonly limit: number }
  | { readonly policy: "clamp" };

function toleratedDeficit(policy: NegativeBalance, deficit: number, missing: number): number {
  switch (policy.policy) {
    case "allow":
      return missing;
    case "limit":
      return Math.min(missing, Math.max(0, policy.limit - deficit));
    case "clamp":
      return 0;
  }
}

/**
 * Takes an order's points back: from that order's own lots, pending first; what of them has already expired is not taken
 * again; then from other lots in the order of spending; the rest by policy, and what policy forgives is the shortfall.
 *
 * points + pendingPoints of the entry = −(`points` − shortfall − alreadyExpired).
 */
export function reverse(
  books: MemberBooks,
  reversal: {
    readonly orderId: string;
    readonly points: number;
    readonly negativeBalance: NegativeBalance;
    readonly now: Date;
  },
  cause: Cause,
): Step {
  const { orderId, points, now } = reversal;
  invariant(Number.isSafeInteger(points) && points > 0, "a reversal is a whole number above 0");
  const usable = books.lots.filter((lot) => !isExpired(lot, now));
  const own = usable
    .filter((lot) => lot.orderId === orderId)
    .sort((a, b) => Number(isPending(b)) - Number(isPending(a)) || inSpendOrder(a, b));
  const fromOwn = takeFrom(own, points);

  // A lot past its expiry that no sweep has closed yet counts as expired too; its rest expires as ever.
  // Told late, an earlier refund may find counted as gone what was not over at its own moment.
  const goneOf = (lot: Lot) =>
    Math.max(0, lot.expired + (isExpired(lot, now) ? lot.remaining : 0) - lot.expiredReversed);
  const absorbed = new Map<Lot, number>();
  let missing = fromOwn.missing;
  for (const lot of books.lots.filter((candidate) => candidate.orderId === orderId)) {
    const part = Math.min(missing, goneOf(lot));
    if (part > 0) absorbed.set(lot, part);
    missing -= part;
  }
  const alreadyExpired = fromOwn.missing - missing;

  const others = usable.filter((lot) => lot.orderId !== orderId && !isPending(lot)).sort(inSpendOrder);
  const fromOthers = takeFrom(others, missing);
  const owed = toleratedDeficit(reversal.negativeBalance, books.deficit, fromOthers.missing);

  const noted = books.lots.map((lot) => {
    const part = absorbed.get(lot);
    return part === undefined ? lot : { ...lot, expiredReversed: lot.expiredReversed + part };
  });
  const taken = new Map<Lot, number>();
  for (const [position, lot] of books.lots.entries()) {
    const part = fromOwn.taken.get(lot) ?? fromOthers.taken.get(lot);
    if (part !== undefined) taken.set(noted[position]!, part);
  }
  return step(books, {
    kind: "reverse",
    cause,
    ...withTaken(noted, taken),
    deficit: books.deficit + owed,
    shortfall: fromOthers.missing - owed,
    alreadyExpired,
  });
}
