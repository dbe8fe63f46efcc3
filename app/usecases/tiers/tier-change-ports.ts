/** What the merchant does to tiers by hand, each by its business key; inside a transaction. */
export interface TierChanges {
  /** Members who take part, by the tier they are in; null = in none. */
  countByTier(shopId: string): Promise<ReadonlyMap<string | null, number>>;
  /** The tiers that these members are in; who is in none is left out. */
  listTiers(shopId: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  findByKey(
    shopId: string,
    key: string,
  ): Promise<{ readonly memberId: string; readonly input: string } | null>;
  /** `input`: digest of the request. False: the key is taken. */
  insert(
    shopId: string,
    change: { readonly key: string; readonly memberId: string; readonly input: string; readonly at: Date },
  ): Promise<boolean>;
}
