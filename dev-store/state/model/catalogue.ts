import type { Id, Instant } from "../model.ts";

export interface ProductVariant {
  id: Id;
  title: string;
  sku: string | null;
  priceMinor: bigint;
  compareAtPriceMinor: bigint | null;
  taxable: boolean;
  requiresShipping: boolean;
  inventoryQuantity: number;
}

export interface Product {
  id: Id;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: "active" | "archived" | "draft";
  descriptionHtml: string;
  giftCard: boolean;
  /** Inline SVG; served by the storefront, null when the product has no image. */
  imageSvg: string | null;
  variants: ProductVariant[];
  createdAt: Instant;
  updatedAt: Instant;
  publishedAt: Instant | null;
}

export interface Collection {
  id: Id;
  title: string;
  handle: string;
  descriptionHtml: string;
  productIds: Id[];
  createdAt: Instant;
  updatedAt: Instant;
}
