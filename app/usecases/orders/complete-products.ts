import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import {
  asksForProducts,
  lacksTraits,
  type ProductFacts,
  withTraits,
} from "#app/domain/earning/product-facts.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { Clock } from "../ports.ts";
import type { KnownProducts, ShopifyProducts } from "./product-ports.ts";

export type ProductPorts = {
  readonly shopifyProducts: ShopifyProducts;
  readonly knownProducts: KnownProducts;
  readonly clock: Clock;
};

/** What was heard of a product so recently is taken as true. */
const KNOWN_FOR_MS = 60 * 60 * 1000;

/**
 * Orders tell a product's id and vendor alone. Where a program or a campaign asks for its tags, its collections or whether it
 * is on sale, they are looked up for the whole batch before anything is earned; elsewhere nobody needs them.
 */
export async function completeProducts(
  ports: ProductPorts & { readonly programs: { list(shopId: string): Promise<readonly ProgramVersion[]> } },
  shopId: string,
  orders: readonly OrderFacts[],
): Promise<Outcome<readonly OrderFacts[]>> {
  const lines = orders.flatMap((order) => order.lines.filter(lacksTraits));
  if (lines.length === 0 || !(await isAsked(ports, shopId, await ports.programs.list(shopId))))
    return accept(orders);
  const products = await lookUpProducts(
    ports,
    shopId,
    lines.flatMap(({ productId }) => productId ?? []),
  );
  if (!products.ok) return products;
  return accept(
    orders.map((order) => ({
      ...order,
      lines: order.lines.map((line) => withTraits(line, products.value)),
    })),
  );
}

/** Does anything that rules this shop's orders ask what their products are? */
export async function isAsked(
  { knownProducts }: Pick<ProductPorts, "knownProducts">,
  shopId: string,
  versions: readonly ProgramVersion[],
): Promise<boolean> {
  const programs = versions.map(({ body }) => body);
  return asksForProducts(programs, await knownProducts.listCampaignTerms(shopId));
}

/** What these products are, as heard within the last hour or asked for now; null: Shopify knows it no more. */
export async function lookUpProducts(
  { shopifyProducts, knownProducts, clock }: ProductPorts,
  shopId: string,
  productIds: readonly string[],
): Promise<Outcome<ReadonlyMap<string, ProductFacts | null>>> {
  const now = clock.now();
  const wanted = [...new Set(productIds)];
  const known = await knownProducts.list(shopId, wanted, new Date(now.getTime() - KNOWN_FOR_MS));
  const missing = wanted.filter((productId) => !known.has(productId));
  if (missing.length === 0) return accept(known);
  const fetched = await shopifyProducts.fetchProducts(shopId, missing);
  if (!fetched.ok) return fetched;
  const news = new Map(missing.map((productId) => [productId, fetched.value.get(productId) ?? null]));
  await knownProducts.remember(shopId, news, now);
  return accept(new Map([...known, ...news]));
}
