import { gid } from "../state/ids.ts";
import type { Shop } from "../state/model.ts";
import type { Collection, Product, ProductVariant } from "../state/model/catalogue.ts";
import { formatMoney } from "../state/money.ts";
import { integer } from "./json.ts";
import { zonedInstant } from "./zoned-instant.ts";

function variantPayload(
  shop: Shop,
  product: Product,
  variant: ProductVariant,
  index: number,
): Record<string, unknown> {
  return {
    id: integer(variant.id),
    admin_graphql_api_id: gid("ProductVariant", variant.id),
    barcode: null,
    compare_at_price:
      variant.compareAtPriceMinor === null ? null : formatMoney(variant.compareAtPriceMinor, shop.currency),
    created_at: zonedInstant(product.createdAt, shop.timeZone),
    image_id: null,
    inventory_item_id: null,
    inventory_policy: "deny",
    inventory_quantity: variant.inventoryQuantity,
    old_inventory_quantity: variant.inventoryQuantity,
    option1: variant.title,
    option2: null,
    option3: null,
    position: index + 1,
    price: formatMoney(variant.priceMinor, shop.currency),
    product_id: integer(product.id),
    sku: variant.sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: zonedInstant(product.updatedAt, shop.timeZone),
  };
}

/** `products/create` and `products/update`. */
export function productPayload(shop: Shop, product: Product): Record<string, unknown> {
  return {
    id: integer(product.id),
    admin_graphql_api_id: gid("Product", product.id),
    body_html: product.descriptionHtml,
    category: null,
    created_at: zonedInstant(product.createdAt, shop.timeZone),
    handle: product.handle,
    has_variants_that_requires_components: false,
    image: null,
    images: [],
    media: [],
    options: [],
    product_type: product.productType,
    published_at: zonedInstant(product.publishedAt, shop.timeZone),
    published_scope: "web",
    status: product.status,
    tags: product.tags.join(", "),
    template_suffix: null,
    title: product.title,
    updated_at: zonedInstant(product.updatedAt, shop.timeZone),
    variant_gids: product.variants.map((variant) => ({
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      updated_at: product.updatedAt,
    })),
    variants: product.variants.map((variant, index) => variantPayload(shop, product, variant, index)),
    vendor: product.vendor,
  };
}

/** `collections/create` and `collections/update`. */
export function collectionPayload(shop: Shop, collection: Collection): Record<string, unknown> {
  return {
    id: integer(collection.id),
    admin_graphql_api_id: gid("Collection", collection.id),
    body_html: collection.descriptionHtml,
    handle: collection.handle,
    published_at: zonedInstant(collection.createdAt, shop.timeZone),
    published_scope: "web",
    sort_order: "manual",
    template_suffix: null,
    title: collection.title,
    updated_at: zonedInstant(collection.updatedAt, shop.timeZone),
  };
}
