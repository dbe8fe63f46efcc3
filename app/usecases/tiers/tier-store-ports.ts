import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { MoveFigures } from "#app/domain/tiers/decide-member.ts";
import type { MoveReason, TierState } from "#app/domain/tiers/decide-tier.ts";
import type { Day } from "#app/domain/shared/calendar.ts";
import type { Ladder } from "#app/domain/tiers/ladder.ts";
import type { DatedMove } from "#app/domain/tiers/tier-at.ts";
import type { FactsQuery, TierCandidate } from "./tier-ports.ts";

/** On which ladder a shop's members stand, and how far they have come. No row: its program has no tiers. */
export type TierReview = {
  /** The program version whose ladder members stand on, or are being brought to. */
  readonly version: number;
  /** Members are still being brought to it. */
  readonly placing: boolean;
  readonly losers: Losers;
  /** What the new ladder gives comes without reward and mail. */
  readonly silent: boolean;
  /** Who joined on this day or later is placed as it happens; null: nobody is placed yet. */
  readonly liveFrom: Day | null;
  readonly reviewedOn: Day | null;
  readonly reviewOf: Day | null;
  /** Members up to this one are placed, or reviewed. */
  readonly doneUntil: string | null;
};

/** What becomes of a member. Written under the member's lock. */
export type TierChange = {
  readonly memberId: string;
  readonly state: TierState;
  readonly move: NewTierMove | null;
  /** Tiers whose entry rewards will not be given: they were passed over in silence. */
  readonly passedOver: readonly string[];
};

export type NewTierMove = {
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
  readonly because: MoveReason;
  readonly figures: MoveFigures;
  readonly programVersion: number;
  readonly actor: string | null;
  readonly note: string | null;
  readonly silent: boolean;
  readonly benefitsDue: boolean;
};

/** A move whose entry rewards are still to be given. */
export type OwingMove = {
  readonly memberId: string;
  /** Whom they are given: the member, or whom it was merged into. */
  readonly holderId: string;
  readonly n: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly programVersion: number;
};

/** The day that a set of members is decided on, and by what. */
export type SetDecision = {
  readonly ladder: Ladder;
  readonly currency: string;
  readonly timeZone: string;
  readonly today: Day;
  /** null: the review of a day; else members are brought to the ladder. */
  readonly losers: Losers | null;
};

/** A member for whom a decision changes anything. */
export type ChangingMember = {
  readonly memberId: string;
  /** The version of their row that was looked at. */
  readonly rowVersion: string;
  /** What was counted of them, in digits. */
  readonly counted: readonly string[];
};

/** How the moves of a set are written. */
export type SetMoves = {
  readonly now: Date;
  readonly programVersion: number;
  readonly silent: boolean;
  /** Who is not placed yet and joined sooner is placed in silence. */
  readonly liveFrom: Day | null;
};

/** Where members stand, written by these statements alone; every one of them runs while the members are locked. */
export interface TierStore {
  /** These are to be looked at; nothing is written for a shop without tiers. `silent`: history alone has changed. */
  check(shopId: string, memberIds: readonly string[], silent: boolean): Promise<void>;
  listChecks(shopId: string, limit: number): Promise<string[]>;
  /** Of these members, locked: those that were to be looked at, which they are no more. */
  takeChecks(
    shopId: string,
    memberIds: readonly string[],
  ): Promise<{ readonly memberId: string; readonly silent: boolean }[]>;
  listCandidates(shopId: string, memberIds: readonly string[], query: FactsQuery): Promise<TierCandidate[]>;
  write(shopId: string, changes: readonly TierChange[]): Promise<void>;

  /** The next members, locked or not, for whom some move owes an entry reward, in order of id. */
  listOwing(shopId: string, after: string | null, limit: number): Promise<string[]>;
  /** What is owed to these members, locked, in the order of the moves. */
  listOwed(shopId: string, memberIds: readonly string[]): Promise<OwingMove[]>;
  /** Entry rewards that were given to these members, or that they will not be given any more. */
  listRewarded(shopId: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  settleOwed(
    shopId: string,
    moves: readonly OwingMove[],
    rewarded: readonly { readonly memberId: string; readonly tierIds: readonly string[] }[],
  ): Promise<void>;

  /** Moves of these members and of those who were merged into them, oldest first. */
  listHistory(
    shopId: string,
    memberIds: readonly string[],
  ): Promise<(DatedMove & { readonly memberId: string; readonly holderId: string })[]>;

  getReview(shopId: string): Promise<TierReview | null>;
  /** The same, kept as it is until the transaction ends. */
  holdReview(shopId: string): Promise<TierReview | null>;
  /** A ladder was published: members are brought to it. null: the program has no tiers any more. */
  followProgram(
    shopId: string,
    ladder: {
      readonly version: number;
      readonly losers: Losers;
      readonly silent: boolean;
    } | null,
  ): Promise<void>;
  /** Another version with the same ladder was published. */
  followVersion(shopId: string, version: number): Promise<void>;
  noteProgress(
    shopId: string,
    progress: Pick<TierReview, "placing" | "liveFrom" | "reviewedOn" | "reviewOf" | "doneUntil">,
  ): Promise<void>;

  /** The next members, after this one, for whom the decision changes anything, in order of id; nothing is locked. */
  listChanging(
    shopId: string,
    decision: SetDecision,
    after: string | null,
    limit: number,
  ): Promise<ChangingMember[]>;
  /** Decides about these members, locked, and writes what changes, as the pure rule does it. @returns how many moved. */
  decideSet(
    shopId: string,
    decision: SetDecision,
    found: readonly ChangingMember[],
    moves: SetMoves,
  ): Promise<number>;

  /** Two customers became one: the rewards that both have had are the survivor's. */
  followMerge(shopId: string, from: string, into: string): Promise<void>;
}
