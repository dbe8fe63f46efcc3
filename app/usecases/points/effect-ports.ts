import type { Entry, Lot } from "#app/domain/points/books.ts";
import type { Redemption } from "#app/domain/rewards/redemption.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import type { Member } from "../ledger-ports.ts";

/** What a single effect is decided on, read in one statement; nothing is locked. */
export type Found = {
  readonly shop: { readonly currency: string; readonly timeZone: string };
  /** The newest one. */
  readonly program: ProgramVersion | null;
  readonly member: Member | null;
  /** The tier in which the member takes part; null = in none. */
  readonly tierId: string | null;
  /** Those of the member's lots that matter still, as `Points.listLots` gives them. */
  readonly lots: readonly Lot[];
  /** What the business key has done before. */
  readonly before: { readonly memberId: string; readonly entry: Entry } | null;
  /** A redemption stands under `redemptionKey`. */
  readonly isRedeemed: boolean;
};

/** What was decided. `books` null: nothing is written. Of the member the totals are written, and nothing else. */
export type Effect<Result> = {
  readonly result: Result;
  readonly books: WrittenBooks | null;
  /** A new one; another one under its key has the effect decided again. */
  readonly redemption?: Redemption;
};

export type WrittenBooks = {
  readonly member: Member;
  readonly entries: readonly Entry[];
  /** New ones, and those that changed. */
  readonly lots: readonly Lot[];
};

export type Wanted = {
  readonly memberId: string;
  /** Business key of the entry; null: it is new by itself, and something else tells a repetition. */
  readonly key: string | null;
  /** Idempotency key of a redemption. */
  readonly redemptionKey?: string;
};

export interface Effects {
  /**
   * One effect on one member's books: `decide` is asked what it is, and one statement writes it all, if nobody has touched
   * the member since. Else it is decided again: `decide` does nothing but decide.
   */
  apply<Result>(shopId: string, wanted: Wanted, decide: (found: Found) => Effect<Result>): Promise<Result>;
}
