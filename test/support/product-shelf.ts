import type { ProductFacts } from "#app/domain/earning/product-facts.ts";
import { accept } from "#app/domain/shared/outcome.ts";
import type { ShopifyProducts } from "#app/usecases/orders/product-ports.ts";

/** Shopify's side of the port in memory: what stands on the shelf is what a store would answer; `asked` counts the questions. */
export type ProductShelf = ShopifyProducts & {
  put(product: Partial<ProductFacts> & Pick<ProductFacts, "productId">): void;
  remove(productId: string): void;
  readonly asked: string[][];
};

export function createProductShelf(): ProductShelf {
  const products = new Map<string, ProductFacts>();
  const asked: string[][] = [];
  return {
    asked,
    put: (product) =>
      void products.set(product.productId, {
        ...{ title: "Mug", tags: [], collectionIds: [], variantIds: [], saleVariantIds: [] },
        ...product,
      }),
    remove: (productId) => void products.delete(productId),
    fetchProducts(_shopId, productIds) {
      asked.push([...productIds]);
      const found = productIds.flatMap((productId) => products.get(productId) ?? []);
      return Promise.resolve(accept(new Map(found.map((product) => [product.productId, product]))));
    },
  };
}
