import type { Outcome } from "#app/domain/shared/outcome.ts";

export interface Catalogue {
  /** Titles of products and collections by their gid; what Shopify does not know any more is left out. */
  fetchTitles(shopId: string, ids: readonly string[]): Promise<Outcome<ReadonlyMap<string, string>>>;
}

export interface ShopFigures {
  /** Net goods of the shop's purchases, minor units; null: it has none. */
  orderSizes(
    shopId: string,
  ): Promise<{ readonly largestMinor: bigint | null; readonly averageMinor: bigint | null }>;
}
