import { z } from "zod";
import type { Id } from "#dev-store/state/model.ts";
import type { Product, ProductVariant } from "#dev-store/state/model/catalogue.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";

/** What the shopper's cookie holds. */
export interface Cart {
  shop: string;
  /** Quantity by variant id, in the order in which they were added. */
  items: { variantId: Id; quantity: number }[];
  codes: string[];
}

export interface CartLine {
  product: Product;
  variant: ProductVariant;
  quantity: number;
}

const cartSchema = z.object({
  shop: z.string(),
  items: z.array(z.object({ variantId: z.string(), quantity: z.number().int().min(1).max(999) })).max(100),
  codes: z.array(z.string()).max(10),
});

/** The cart in a cookie's value; an empty one when the cookie is missing, of another shop, or not ours. */
export function readCart(value: string | null, shop: string): Cart {
  const empty: Cart = { shop, items: [], codes: [] };
  if (!value) return empty;
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return empty;
  }
  const parsed = cartSchema.safeParse(json);
  return parsed.success && parsed.data.shop === shop ? parsed.data : empty;
}

/** The cart with that many of the variant; none of it removes the line. */
export function withQuantity(cart: Cart, variantId: Id, quantity: number): Cart {
  const wanted = Math.min(quantity, 999);
  const others = cart.items.filter((item) => item.variantId !== variantId);
  if (wanted < 1) return { ...cart, items: others };
  const known = cart.items.some((item) => item.variantId === variantId);
  return known
    ? {
        ...cart,
        items: cart.items.map((item) =>
          item.variantId === variantId ? { ...item, quantity: wanted } : item,
        ),
      }
    : { ...cart, items: [...others, { variantId, quantity: wanted }] };
}

/** The cart with one more code; each code once, compared as Shopify compares them. */
export function withCode(cart: Cart, code: string): Cart {
  const entered = code.trim();
  const known = cart.codes.some((one) => one.toLowerCase() === entered.toLowerCase());
  return entered === "" || known ? cart : { ...cart, codes: [...cart.codes, entered] };
}

export function withoutCode(cart: Cart, code: string): Cart {
  return { ...cart, codes: cart.codes.filter((one) => one.toLowerCase() !== code.trim().toLowerCase()) };
}

/** The lines with today's products and prices; what is no longer sold is left out. */
export function cartLines(state: ShopState, cart: Cart): CartLine[] {
  const sold = new Map<Id, { product: Product; variant: ProductVariant }>();
  for (const product of state.all("product").values()) {
    if (product.status !== "active") continue;
    for (const variant of product.variants) sold.set(variant.id, { product, variant });
  }
  return cart.items.flatMap(({ variantId, quantity }) => {
    const found = sold.get(variantId);
    return found ? [{ ...found, quantity }] : [];
  });
}

export function subtotalMinor(lines: readonly CartLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.variant.priceMinor * BigInt(line.quantity), 0n);
}
