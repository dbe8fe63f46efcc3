import { gid } from "#dev-store/state/ids.ts";
import type { Collection, Product, ProductVariant } from "#dev-store/state/model/catalogue.ts";
import { formatMoney } from "#dev-store/state/money.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { formatPrice, liquidPrice } from "#dev-store/storefront/liquid/prices.ts";

const shown = 50;

interface PickableResource {
  id: string;
  title: string;
  detail: string;
  /** The resource as App Bridge's picker returns it (its `Product`, `ProductVariant` or `Collection`). */
  resource: object;
}

/** What the resource picker lists: products, variants or collections whose title, vendor or type contains the words. */
export function findResources(
  state: ShopState,
  type: string,
  query: string,
  locale: string,
): PickableResource[] {
  const wanted = query.trim().toLowerCase();
  const matches = (...texts: string[]) => texts.join(" ").toLowerCase().includes(wanted);
  if (type === "collection") {
    return [...state.all("collection").values()]
      .filter((one) => matches(one.title))
      .slice(0, shown)
      .map((one) => ({
        id: gid("Collection", one.id),
        title: one.title,
        detail: String(one.productIds.length),
        resource: collectionResource(one),
      }));
  }
  const products = [...state.all("product").values()]
    .filter((one) => matches(one.title, one.vendor, one.productType))
    .slice(0, shown);
  const { currency } = state.shop;
  const price = (variant: ProductVariant) =>
    formatPrice(liquidPrice(variant.priceMinor, currency), currency, locale);
  if (type === "variant") {
    return products.flatMap((product) =>
      product.variants.map((variant) => ({
        id: gid("ProductVariant", variant.id),
        title: `${product.title} – ${variant.title}`,
        detail: price(variant),
        resource: variantResource(variant, product, currency),
      })),
    );
  }
  return products.map((product) => ({
    id: gid("Product", product.id),
    title: product.title,
    detail: product.variants[0] ? price(product.variants[0]) : "",
    resource: productResource(product, currency),
  }));
}

function productResource(product: Product, currency: string) {
  return {
    id: gid("Product", product.id),
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    status: product.status.toUpperCase(),
    descriptionHtml: product.descriptionHtml,
    hasOnlyDefaultVariant: product.variants.length === 1,
    totalVariants: product.variants.length,
    images:
      product.imageSvg === null
        ? []
        : [{ id: gid("ProductImage", product.id), originalSrc: `/product-images/${product.id}.svg` }],
    variants: product.variants.map((variant) => variantResource(variant, null, currency)),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.publishedAt,
  };
}

function variantResource(variant: ProductVariant, product: Product | null, currency: string) {
  const compareAt = variant.compareAtPriceMinor;
  return {
    id: gid("ProductVariant", variant.id),
    title: variant.title,
    displayName: product ? `${product.title} - ${variant.title}` : variant.title,
    price: formatMoney(variant.priceMinor, currency),
    compareAtPrice: compareAt === null ? null : formatMoney(compareAt, currency),
    sku: variant.sku,
    availableForSale: true,
    taxable: variant.taxable,
    requiresShipping: variant.requiresShipping,
    inventoryQuantity: variant.inventoryQuantity,
    ...(product ? { product: { id: gid("Product", product.id), title: product.title } } : {}),
  };
}

function collectionResource(collection: Collection) {
  return {
    id: gid("Collection", collection.id),
    title: collection.title,
    handle: collection.handle,
    descriptionHtml: collection.descriptionHtml,
    productsCount: collection.productIds.length,
    updatedAt: collection.updatedAt,
  };
}
