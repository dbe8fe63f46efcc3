import type { ProductFacts } from "#app/domain/earning/product-facts.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopifyProducts } from "#app/usecases/orders/product-ports.ts";
import type { AdminOutcome, Gateway } from "./gateway.server.ts";
import { type ProductParts, productsByIds } from "./operations/products-by-ids.ts";

/** Sizes that keep one query under Shopify's 1,000 points; most products fit their first page. */
const PRODUCTS_A_QUERY = 12;
const FIRST_PAGE = { collections: 25, variants: 50 };
const FURTHER_PAGE = { collections: 200, variants: 250 };

/** Products with all their collections and variants. */
export function createShopifyProducts(gateway: Gateway): ShopifyProducts {
  return { fetchProducts: (shopId, productIds) => fetchProducts(gateway, shopId, productIds) };
}

async function fetchProducts(
  gateway: Gateway,
  shopId: string,
  productIds: readonly string[],
): Promise<Outcome<ReadonlyMap<string, ProductFacts>>> {
  const found = new Map<string, ProductFacts>();
  for (let start = 0; start < productIds.length; start += PRODUCTS_A_QUERY) {
    const ids = productIds.slice(start, start + PRODUCTS_A_QUERY);
    const answer = await gateway.run(shopId, productsByIds, {
      ids,
      ...FIRST_PAGE,
      ...{ afterCollection: null, afterVariant: null },
    });
    if (!answer.ok) return answer;
    for (const product of answer.value.nodes) {
      if (product === null) continue;
      const complete = await withAllPages(gateway, shopId, product);
      if (!complete.ok) return complete;
      found.set(product.id, toFacts(complete.value));
    }
  }
  return accept(found);
}

async function withAllPages(
  gateway: Gateway,
  shopId: string,
  first: ProductParts,
): Promise<AdminOutcome<ProductParts>> {
  let last = first;
  const collections = [...first.collections.nodes];
  const variants = [...first.variants.nodes];
  while (last.collections.pageInfo.hasNextPage || last.variants.pageInfo.hasNextPage) {
    const answer = await gateway.run(shopId, productsByIds, {
      ids: [first.id],
      ...FURTHER_PAGE,
      afterCollection: last.collections.pageInfo.endCursor,
      afterVariant: last.variants.pageInfo.endCursor,
    });
    if (!answer.ok) return answer;
    const [next] = answer.value.nodes;
    // It went away between two pages: what was read of it stands.
    if (next == null) break;
    collections.push(...next.collections.nodes);
    variants.push(...next.variants.nodes);
    last = next;
  }
  return accept({
    ...first,
    collections: { ...first.collections, nodes: collections },
    variants: { ...first.variants, nodes: variants },
  });
}

function toFacts({ id, title, tags, collections, variants }: ProductParts): ProductFacts {
  return {
    ...{ productId: id, title, tags },
    collectionIds: collections.nodes.map((collection) => collection.id),
    variantIds: variants.nodes.map((variant) => variant.id),
    saleVariantIds: variants.nodes
      .filter(
        ({ price, compareAtPrice }) => compareAtPrice !== null && Number(compareAtPrice) > Number(price),
      )
      .map((variant) => variant.id),
  };
}
