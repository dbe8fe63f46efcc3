import type { MoveFigures } from "#app/domain/tiers/decide-member.ts";
import type { MoveReason, TierFacts, TierState } from "#app/domain/tiers/decide-tier.ts";

/** A member with what decides their tier. `state` null: not placed yet. */
export type TierCandidate = {
  readonly memberId: string;
  readonly takesPart: boolean;
  readonly state: TierState | null;
  readonly facts: TierFacts;
};

/** A move as the member's history keeps it. */
export type TierMoveRecord = {
  readonly n: number;
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
  readonly because: MoveReason;
  readonly figures: MoveFigures;
  readonly programVersion: number;
  readonly actor: string | null;
  readonly note: string | null;
  readonly silent: boolean;
};

/** How facts are read: `countPending` as the ladder says, `timeZone` the shop's. */
export type FactsQuery = { readonly timeZone: string; readonly countPending: boolean };

export interface TierReads {
  /** Of these members, at most 500, in any order; a day's facts of one kind come as one. Who is unknown is left out. */
  listCandidates(shopId: string, memberIds: readonly string[], query: FactsQuery): Promise<TierCandidate[]>;
  /** Newest first, those of members who were merged into this one among them. */
  listMoves(shopId: string, memberId: string): Promise<TierMoveRecord[]>;
}
