import type { CampaignTerms } from "#app/domain/earning/campaign.ts";
import type { ProductFacts } from "#app/domain/earning/product-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";

/** Reads products from Shopify's Admin API. */
export interface ShopifyProducts {
  /** As they are now, any number of them, in as few queries as they cost; one that Shopify no longer knows is absent. */
  fetchProducts(
    shopId: string,
    productIds: readonly string[],
  ): Promise<Outcome<ReadonlyMap<string, ProductFacts>>>;
}

/** What was last heard of products, so that Shopify is not asked for every order. */
export interface KnownProducts {
  /** Those that were asked for since; null: Shopify did not know it. */
  list(shopId: string, productIds: readonly string[], since: Date): Promise<Map<string, ProductFacts | null>>;
  remember(shopId: string, products: ReadonlyMap<string, ProductFacts | null>, at: Date): Promise<void>;
  /** Terms of all campaigns that are not mere drafts: they may ask what a product or a customer is. */
  listCampaignTerms(shopId: string): Promise<CampaignTerms[]>;
}
