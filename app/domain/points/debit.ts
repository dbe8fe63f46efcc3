import { invariant } from "../shared/invariant.ts";
import { accept, type Outcome, type Refusal, refuse } from "../shared/outcome.ts";
import {
  type Cause,
  type EntryKind,
  inSpendOrder,
  isExpired,
  isPending,
  type MemberBooks,
  spendable,
  type Step,
  step,
  takeFrom,
  withTaken,
} from "./books.ts";

/** Takes points that are there: the earliest-expiring lot first, never one past its expiry. */
export function debit(
  books: MemberBooks,
  kind: Extract<EntryKind, "redeem" | "adjust">,
  taken: { readonly points: number; readonly now: Date },
  cause: Cause,
): Outcome<Step, Refusal<"insufficient-points">> {
  invariant(Number.isSafeInteger(taken.points) && taken.points > 0, "a debit is a whole number above 0");
  const available = spendable(books, taken.now);
  if (available < taken.points) {
    return refuse({
      code: "insufficient-points",
      detail: `${taken.points} points are asked for and ${available} can be spent. Ask for ${available} or fewer.`,
    });
  }
  const open = books.lots.filter((lot) => !isPending(lot) && !isExpired(lot, taken.now)).sort(inSpendOrder);
  const change = withTaken(books.lots, takeFrom(open, taken.points).taken);
  return accept(step(books, { kind, cause, ...change, deficit: books.deficit }));
}
