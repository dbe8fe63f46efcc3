import { gid, idOf } from "../../state/ids.ts";
import type { Collection, Product, ProductVariant } from "../../state/model/catalogue.ts";
import { paginate, paginateInOrder, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { formatMoney } from "../../state/money.ts";
import { moneyOf } from "../money-bag.ts";
import { idMatches, sameText } from "../search-terms.ts";
import { compareInstant, parseSearch } from "../search.ts";
import { sortedBy, type Sort } from "../sorted.ts";
import { metafieldFields } from "./metafield-fields.ts";

export interface VariantSource {
  product: Product;
  variant: ProductVariant;
}

const plainText = (html: string): string => html.replace(/<[^>]*>/g, "").trim();

function collectionsOf(product: Product, context: ApiContext): Collection[] {
  return [...context.state.all("collection").values()].filter((one) => one.productIds.includes(product.id));
}

function priceRange(product: Product, context: ApiContext) {
  const prices = product.variants.map((one) => one.priceMinor).sort((a, b) => (a < b ? -1 : 1));
  const money = (minor: bigint | undefined) => moneyOf(minor ?? 0n, context.state.shop.currency);
  return { minVariantPrice: money(prices[0]), maxVariantPrice: money(prices.at(-1)) };
}

export const productResolvers: TypeResolvers = {
  id: (product: Product) => gid("Product", product.id),
  legacyResourceId: (product: Product) => product.id,
  title: (product: Product) => product.title,
  handle: (product: Product) => product.handle,
  description: (product: Product) => plainText(product.descriptionHtml),
  descriptionHtml: (product: Product) => product.descriptionHtml,
  vendor: (product: Product) => product.vendor,
  productType: (product: Product) => product.productType,
  status: (product: Product) => product.status.toUpperCase(),
  tags: (product: Product) => product.tags,
  isGiftCard: (product: Product) => product.giftCard,
  createdAt: (product: Product) => product.createdAt,
  updatedAt: (product: Product) => product.updatedAt,
  publishedAt: (product: Product) => product.publishedAt,
  collections: (product: Product, args, context) => paginateInOrder(collectionsOf(product, context), args),
  inCollection: (product: Product, args, context) =>
    context.state.get("collection", idOf("Collection", args.id) ?? "")?.productIds.includes(product.id) ??
    false,
  variants: (product: Product, args) =>
    paginateInOrder(
      product.variants.map((variant) => ({ product, variant })),
      args,
    ),
  variantsCount: (product: Product) => ({ count: product.variants.length, precision: "EXACT" }),
  hasOnlyDefaultVariant: (product: Product) =>
    product.variants.length === 1 && product.variants[0]?.title === "Default Title",
  totalInventory: (product: Product) => product.variants.reduce((sum, one) => sum + one.inventoryQuantity, 0),
  tracksInventory: () => true,
  onlineStoreUrl: (product: Product, _, context) =>
    product.publishedAt === null ? null : `${context.store.config.ownUrl}/products/${product.handle}`,
  priceRangeV2: (product: Product, _, context) => priceRange(product, context),
  ...metafieldFields((product: Product) => gid("Product", product.id)),
};

export const variantResolvers: TypeResolvers = {
  id: ({ variant }: VariantSource) => gid("ProductVariant", variant.id),
  legacyResourceId: ({ variant }: VariantSource) => variant.id,
  title: ({ variant }: VariantSource) => variant.title,
  displayName: ({ product, variant }: VariantSource) => `${product.title} - ${variant.title}`,
  sku: ({ variant }: VariantSource) => variant.sku,
  barcode: () => null,
  price: ({ variant }: VariantSource, _, context) =>
    formatMoney(variant.priceMinor, context.state.shop.currency),
  compareAtPrice: ({ variant }: VariantSource, _, context) =>
    variant.compareAtPriceMinor === null
      ? null
      : formatMoney(variant.compareAtPriceMinor, context.state.shop.currency),
  position: ({ product, variant }: VariantSource) => product.variants.indexOf(variant) + 1,
  taxable: ({ variant }: VariantSource) => variant.taxable,
  availableForSale: ({ product }: VariantSource) => product.status === "active",
  inventoryQuantity: ({ variant }: VariantSource) => variant.inventoryQuantity,
  product: ({ product }: VariantSource) => product,
  createdAt: ({ product }: VariantSource) => product.createdAt,
  updatedAt: ({ product }: VariantSource) => product.updatedAt,
  ...metafieldFields(({ variant }: VariantSource) => gid("ProductVariant", variant.id)),
};

export const collectionResolvers: TypeResolvers = {
  id: (collection: Collection) => gid("Collection", collection.id),
  legacyResourceId: (collection: Collection) => collection.id,
  title: (collection: Collection) => collection.title,
  handle: (collection: Collection) => collection.handle,
  description: (collection: Collection) => plainText(collection.descriptionHtml),
  descriptionHtml: (collection: Collection) => collection.descriptionHtml,
  updatedAt: (collection: Collection) => collection.updatedAt,
  products: (collection: Collection, args, context) =>
    paginateInOrder(
      collection.productIds.flatMap((id) => context.state.get("product", id) ?? []),
      args,
    ),
  productsCount: (collection: Collection) => ({ count: collection.productIds.length, precision: "EXACT" }),
  hasProduct: (collection: Collection, args) =>
    collection.productIds.includes(idOf("Product", args.id) ?? ""),
  ...metafieldFields((collection: Collection) => gid("Collection", collection.id)),
};

const PRODUCT_SORTS: Readonly<Record<string, Sort<Product>>> = {
  CREATED_AT: (product) => product.createdAt,
  UPDATED_AT: (product) => product.updatedAt,
  PUBLISHED_AT: (product) => product.publishedAt ?? "",
  TITLE: (product) => product.title.toLowerCase(),
  VENDOR: (product) => product.vendor.toLowerCase(),
  PRODUCT_TYPE: (product) => product.productType.toLowerCase(),
  ID: () => "",
};

const COLLECTION_SORTS: Readonly<Record<string, Sort<Collection>>> = {
  TITLE: (collection) => collection.title.toLowerCase(),
  UPDATED_AT: (collection) => collection.updatedAt,
  ID: () => "",
};

type ListArguments = PageArguments & { query?: string | null; sortKey?: string | null };

export function listProducts(context: ApiContext, args: ListArguments) {
  const { timeZone } = context.state.shop;
  const search = !args.query
    ? null
    : parseSearch<Product>(args.query, {
        fields: {
          id: (product, operator, value) => idMatches(product.id, operator, value),
          title: (product, operator, value) => sameText(product.title, operator, value),
          handle: (product, operator, value) => sameText(product.handle, operator, value),
          vendor: (product, operator, value) => sameText(product.vendor, operator, value),
          product_type: (product, operator, value) => sameText(product.productType, operator, value),
          status: (product, operator, value) => sameText(product.status, operator, value),
          tag: (product, operator, value) => product.tags.some((tag) => sameText(tag, operator, value)),
          tag_not: (product, operator, value) => !product.tags.some((tag) => sameText(tag, operator, value)),
          gift_card: (product, _, value) => String(product.giftCard) === value.toLowerCase(),
          created_at: (product, operator, value) =>
            compareInstant(product.createdAt, operator, value, timeZone),
          updated_at: (product, operator, value) =>
            compareInstant(product.updatedAt, operator, value, timeZone),
        },
        text: (product, word) => product.title.toLowerCase().includes(word.toLowerCase()),
      });
  for (const field of search?.unknownFields ?? [])
    context.searchWarnings.push({ path: "products", query: args.query ?? "", field });
  const key = args.sortKey ?? "ID";
  return {
    ...sortedBy(context.state, "product", key, PRODUCT_SORTS[key] ?? PRODUCT_SORTS.ID!),
    matches: search?.matches ?? null,
  };
}

export function listCollections(context: ApiContext, args: ListArguments) {
  const search = !args.query
    ? null
    : parseSearch<Collection>(args.query, {
        fields: {
          id: (collection, operator, value) => idMatches(collection.id, operator, value),
          title: (collection, operator, value) => sameText(collection.title, operator, value),
          handle: (collection, operator, value) => sameText(collection.handle, operator, value),
        },
        text: (collection, word) => collection.title.toLowerCase().includes(word.toLowerCase()),
      });
  for (const field of search?.unknownFields ?? [])
    context.searchWarnings.push({ path: "collections", query: args.query ?? "", field });
  const key = args.sortKey ?? "ID";
  return {
    ...sortedBy(context.state, "collection", key, COLLECTION_SORTS[key] ?? COLLECTION_SORTS.ID!),
    matches: search?.matches ?? null,
  };
}

export const productQueries: TypeResolvers = {
  product: (_, args, context) => context.state.get("product", idOf("Product", args.id) ?? ""),
  products: (_, args, context) => paginate(listProducts(context, args), args),
  collection: (_, args, context) => context.state.get("collection", idOf("Collection", args.id) ?? ""),
  collections: (_, args, context) => paginate(listCollections(context, args), args),
};
