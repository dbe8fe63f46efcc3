import { gid } from "#dev-store/state/ids.ts";
import type { Product, ProductVariant } from "#dev-store/state/model/catalogue.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { subtotalMinor } from "../cart.ts";
import type { CartLine } from "../cart.ts";
import { liquidMetafields } from "./metafields.ts";
import { formatPrice, liquidPrice } from "./prices.ts";

/** What Liquid knows under `shop`. Property names are Shopify's. */
export function shopObject(state: ShopState) {
  const { shop } = state;
  return {
    name: shop.name,
    domain: shop.domain,
    permanent_domain: shop.domain,
    currency: shop.currency,
    email: shop.email,
    taxes_included: false,
    metafields: liquidMetafields(state, "SHOP", gid("Shop", shop.id)),
  };
}

/** What Liquid knows under `app` inside a theme app extension; nothing once the app is uninstalled. */
export function appObject(state: ShopState) {
  const { installation } = state;
  if (!installation?.installed) return { metafields: {} };
  return { metafields: liquidMetafields(state, "APP_INSTALLATION", gid("AppInstallation", installation.id)) };
}

export function customerObject(state: ShopState, customer: Customer) {
  return {
    id: customer.id,
    email: customer.email,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: [customer.firstName, customer.lastName].filter(Boolean).join(" "),
    tags: customer.tags,
    has_account: true,
    orders_count: state.ordersOfCustomer(customer.id).length,
    metafields: liquidMetafields(state, "CUSTOMER", gid("Customer", customer.id)),
  };
}

export function productObject(state: ShopState, product: Product, selectedVariantId?: string) {
  const { currency } = state.shop;
  const url = `/products/${product.handle}`;
  const variants = product.variants.map((variant) => variantObject(variant, url, currency));
  const prices = variants.map((variant) => variant.price);
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    url,
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    description: product.descriptionHtml,
    image: product.imageSvg === null ? null : `/product-images/${product.id}.svg`,
    available: variants.length > 0,
    "gift_card?": product.giftCard,
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    has_only_default_variant: variants.length === 1,
    variants,
    selected_or_first_available_variant:
      variants.find((variant) => variant.id === selectedVariantId) ?? variants[0] ?? null,
    metafields: liquidMetafields(state, "PRODUCT", gid("Product", product.id)),
  };
}

function variantObject(variant: ProductVariant, productUrl: string, currency: string) {
  const compareAt = variant.compareAtPriceMinor;
  return {
    id: variant.id,
    title: variant.title,
    sku: variant.sku,
    available: true,
    price: liquidPrice(variant.priceMinor, currency),
    compare_at_price: compareAt === null ? null : liquidPrice(compareAt, currency),
    url: `${productUrl}?variant=${variant.id}`,
  };
}

export function cartObject(state: ShopState, lines: readonly CartLine[], codes: readonly string[]) {
  const { currency } = state.shop;
  return {
    currency: { iso_code: currency },
    taxes_included: false,
    item_count: lines.reduce((sum, line) => sum + line.quantity, 0),
    items_subtotal_price: liquidPrice(subtotalMinor(lines), currency),
    codes,
    items: lines.map(({ product, variant, quantity }) => ({
      id: variant.id,
      title: product.title,
      variant_title: product.variants.length > 1 ? variant.title : null,
      url: `/products/${product.handle}?variant=${variant.id}`,
      image: product.imageSvg === null ? null : `/product-images/${product.id}.svg`,
      quantity,
      price: liquidPrice(variant.priceMinor, currency),
      line_price: liquidPrice(variant.priceMinor * BigInt(quantity), currency),
    })),
  };
}

/** The calendar day of an instant in the shop's time zone, `YYYY-MM-DD`. */
export function shopDay(state: ShopState, instant: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: state.shop.timeZone, dateStyle: "short" }).format(
    new Date(instant),
  );
}

/** An order in the account's list: enough for a row; `statusUrl` carries the key that lets it be opened. */
export function orderRowObject(
  state: ShopState,
  order: Order,
  totalMinor: bigint,
  statusUrl: string,
  locale: string,
) {
  return {
    name: order.name,
    url: statusUrl,
    created_at: shopDay(state, order.processedAt),
    financial_status: order.cancelledAt ? "cancelled" : order.financialStatus,
    total_price: formatPrice(liquidPrice(totalMinor, order.currency), order.currency, locale),
  };
}
