import type { ProgramBody, Selection } from "../program/program-body.ts";
import type { CampaignTerms } from "./campaign.ts";
import { type ProductTraits, UNKNOWN_PRODUCT } from "./order-facts.ts";

/** A product as Shopify tells it. */
export type ProductFacts = {
  /** gid */
  readonly productId: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly collectionIds: readonly string[];
  readonly variantIds: readonly string[];
  /** Variants sold below their compare-at price. */
  readonly saleVariantIds: readonly string[];
};

type ProductLine = ProductTraits & { readonly productId: string | null; readonly variantId: string | null };

/** Does a rule, a multiplier or a campaign ask what a product is, beyond what an order itself tells (its id, its vendor)? */
export function asksForProducts(
  programs: readonly Pick<ProgramBody, "earning">[],
  campaigns: readonly CampaignTerms[],
): boolean {
  return conditionsOf(programs, campaigns).selections.some(asksForProduct);
}

function asksForProduct({ tags, collectionIds, onSale }: Selection): boolean {
  return (tags?.length ?? 0) > 0 || (collectionIds?.length ?? 0) > 0 || onSale !== undefined;
}

/** Does a rule, a multiplier or a campaign ask for a customer's tags? */
export function asksForCustomerTags(
  programs: readonly Pick<ProgramBody, "earning">[],
  campaigns: readonly CampaignTerms[],
): boolean {
  const { audiences, selections } = conditionsOf(programs, campaigns);
  return (
    selections.some(({ customerTags }) => (customerTags?.length ?? 0) > 0) ||
    audiences.some(({ tags, withoutTags }) => tags.length + withoutTags.length > 0)
  );
}

function conditionsOf(
  programs: readonly Pick<ProgramBody, "earning">[],
  campaigns: readonly CampaignTerms[],
) {
  const selecting = [
    ...programs.flatMap(({ earning }) => [...earning.rules, ...earning.multipliers]),
    ...campaigns.filter((terms) => terms.kind === "multiplier"),
  ];
  return {
    selections: selecting.flatMap(({ include, exclude }) => [include, exclude]),
    audiences: campaigns.flatMap(({ audience }) => audience ?? []),
  };
}

/** A line of a product of which nothing is known yet. */
export function lacksTraits(line: ProductLine): boolean {
  return line.productId !== null && line.productTags === null;
}

/** The line with what its product is now; one that is known keeps its snapshot, one whose product is gone stays unknown. */
export function withTraits<Line extends ProductLine>(
  line: Line,
  products: ReadonlyMap<string, ProductFacts | null>,
): Line {
  if (!lacksTraits(line)) return line;
  const product = products.get(line.productId!);
  return product == null ? line : { ...line, ...traitsOf(product, line.variantId) };
}

function traitsOf(product: ProductFacts, variantId: string | null): ProductTraits {
  const isKnown = variantId !== null && product.variantIds.includes(variantId);
  return {
    ...UNKNOWN_PRODUCT,
    productTags: product.tags,
    collectionIds: product.collectionIds,
    onSale: isKnown ? product.saleVariantIds.includes(variantId) : null,
  };
}
