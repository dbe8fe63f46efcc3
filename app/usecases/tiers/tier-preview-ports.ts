import type { MoveFigures } from "#app/domain/tiers/decide-member.ts";
import type { SetDecision } from "./tier-store-ports.ts";

/** `up`, `down`: on the ladder that is looked at, or off it; `over`: their tier is replaced by one that is neither higher nor lower. */
export type TierDirection = "up" | "down" | "over";

/** Where members would stand on a ladder, and where they stand. */
export type TierSpread = {
  /** Members in each tier, by its id; those in none under null. */
  readonly now: ReadonlyMap<string | null, number>;
  readonly then: ReadonlyMap<string | null, number>;
  readonly moves: Readonly<Record<TierDirection, number>>;
  /** How many of those who go up would enter each tier, on their way or at its end, whose entry reward they have not had. */
  readonly entries: ReadonlyMap<string, number>;
  /** Members who would enter at least one of them. */
  readonly entering: number;
};

export type TierMover = {
  readonly memberId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Tier ids; null = none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly figures: MoveFigures;
};

/** What a ladder would do to the members of a shop; nothing is written. The rule's own SQL decides. */
export interface TierPreviews {
  spread(shopId: string, decision: SetDecision): Promise<TierSpread>;
  /** In order of id, after the one given. */
  listMovers(
    shopId: string,
    decision: SetDecision,
    page: { readonly direction: TierDirection; readonly after: string | null; readonly limit: number },
  ): Promise<TierMover[]>;
}
