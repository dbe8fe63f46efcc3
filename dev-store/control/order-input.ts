import { z } from "zod";
import type { CheckoutLine } from "../state/operations/checkout.ts";
import { putProduct } from "../state/operations/catalogue.ts";
import { normalizeTags } from "../state/operations/customers.ts";
import type { OrderInput } from "../state/operations/orders.ts";
import type { Product } from "../state/model/catalogue.ts";
import type { ShopState } from "../state/shop-state.ts";
import { isCurrency } from "../state/money.ts";
import type { Store } from "../state/store.ts";
import { idSchema, instantSchema, moneySchema } from "./input.ts";

export function lineSchema(currency: string) {
  return z.object({
    title: z.string().min(1),
    price: moneySchema(currency),
    quantity: z.int().min(1).max(1_000_000).default(1),
    tax: moneySchema(currency).optional(),
    productId: idSchema("Product").nullish(),
    variantId: idSchema("ProductVariant").nullish(),
    vendor: z.string().nullish(),
    sku: z.string().nullish(),
    tags: z.array(z.string()).default([]),
    giftCard: z.boolean().default(false),
  });
}
type LineBody = z.infer<ReturnType<typeof lineSchema>>;

export function orderSchema(currency: string) {
  return z.object({
    customerId: idSchema("Customer").nullish(),
    email: z.string().nullish(),
    processedAt: instantSchema.optional(),
    financialStatus: z.enum(["paid", "pending", "authorized", "voided"]).default("paid"),
    test: z.boolean().default(false),
    currency: z.string().optional(),
    source: z.string().default("web"),
    taxesIncluded: z.boolean().default(false),
    shipping: moneySchema(currency).optional(),
    storeCredit: moneySchema(currency).optional(),
    discountCodes: z.array(z.string()).default([]),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    tags: z.array(z.string()).optional(),
    note: z.string().nullish(),
    phone: z.string().nullish(),
    lines: z.array(lineSchema(currency)).min(1).max(500),
  });
}
type OrderBody = z.infer<ReturnType<typeof orderSchema>>;

export const currencySchema = z.looseObject({
  currency: z.string().refine(isCurrency, "is no ISO 4217 code such as USD").optional(),
});

function slugOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "product"
  );
}

function sameProduct(product: Product, line: LineBody, tags: readonly string[]): boolean {
  return (
    product.title === line.title &&
    product.vendor === (line.vendor ?? "") &&
    product.tags.join("\n") === tags.join("\n")
  );
}

/**
 * The product a line stands for, so that the API knows its tags and collections: the one named, made on the spot when the
 * store doesn't have it, or one made for a line that has tags. A line with neither is a custom item without product.
 */
function productOf(store: Store, state: ShopState, line: LineBody): Product | null {
  const tags = normalizeTags(line.tags);
  if (!line.productId && tags.length === 0) return null;
  const known = line.productId
    ? state.get("product", line.productId)
    : ([...state.all("product").values()].find((product) => sameProduct(product, line, tags)) ?? null);
  if (known) return known;
  return putProduct(store, state, {
    id: line.productId ?? undefined,
    title: line.title,
    handle: slugOf(line.title),
    vendor: line.vendor ?? "",
    productType: "",
    tags,
    status: "active",
    descriptionHtml: "",
    giftCard: line.giftCard,
    imageSvg: null,
    variants: [
      {
        id: line.variantId ?? store.newId(),
        title: "Default Title",
        sku: line.sku ?? null,
        priceMinor: line.price,
        compareAtPriceMinor: null,
        taxable: true,
        requiresShipping: !line.giftCard,
        inventoryQuantity: 100,
      },
    ],
    publishedAt: null,
  });
}

/** A line of a control call as a line of the checkout. */
export function checkoutLine(store: Store, state: ShopState, line: LineBody): CheckoutLine {
  const product = productOf(store, state, line);
  return {
    title: line.title,
    priceMinor: line.price,
    quantity: line.quantity,
    taxMinor: line.tax,
    productId: product?.id ?? null,
    variantId: line.variantId ?? product?.variants[0]?.id ?? null,
    vendor: line.vendor ?? (product?.vendor || null),
    sku: line.sku ?? null,
    productTags: line.tags,
    giftCard: line.giftCard || (product?.giftCard ?? false),
  };
}

export function orderInput(store: Store, state: ShopState, body: OrderBody, currency: string): OrderInput {
  return {
    customerId: body.customerId ?? null,
    email: body.email ?? null,
    processedAt: body.processedAt,
    financialStatus: body.financialStatus,
    test: body.test,
    currency,
    sourceName: body.source,
    taxesIncluded: body.taxesIncluded,
    shippingMinor: body.shipping,
    storeCreditMinor: body.storeCredit,
    creditsWhatIsMissing: true,
    discountCodes: body.discountCodes,
    attributes: Object.entries(body.attributes).map(([name, value]) => ({ name, value: String(value) })),
    tags: body.tags,
    note: body.note,
    phone: body.phone,
    lines: body.lines.map((line) => checkoutLine(store, state, line)),
  };
}
