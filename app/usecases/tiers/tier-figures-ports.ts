/** Members that moved in a month of the shop's calendar, by what they did and by the reviews; not by a change of the program. */
export type TierMonth = {
  /** `YYYY-MM` */
  readonly month: string;
  readonly up: number;
  readonly down: number;
};

/** The rank of a tier in a version of the program, 0 = lowest. */
export type TierRank = { readonly version: number; readonly tierId: string; readonly rank: number };

/** What the page of tiers counts; none of it reads orders. */
export interface TierFigures {
  /** Members who take part, by the tier they are in; null = placed in none. Who is not placed yet is left out. */
  countByTier(shopId: string): Promise<ReadonlyMap<string | null, number>>;
  /** Months with moves since an instant, oldest first, each move judged by the ladder under which it happened. */
  listMonths(
    shopId: string,
    query: { readonly since: Date; readonly timeZone: string; readonly ranks: readonly TierRank[] },
  ): Promise<TierMonth[]>;
}
