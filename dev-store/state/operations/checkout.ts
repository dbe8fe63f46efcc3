import type { Id, Instant, Outcome } from "../model.ts";
import type { DiscountApplication, OrderLine, ShippingLine } from "../model/order.ts";
import { done, refused } from "../outcome.ts";
import type { ShopState } from "../shop-state.ts";
import type { Store } from "../store.ts";
import { automaticDiscounts, checkCodes, type Cart } from "./checkout-rules.ts";
import { applyDiscounts } from "./checkout-amounts.ts";
import { lineDiscountMinor } from "./totals.ts";

export interface CheckoutLine {
  title: string;
  priceMinor: bigint;
  quantity: number;
  /** Tax on the whole line. */
  taxMinor?: bigint | undefined;
  productId?: Id | null | undefined;
  variantId?: Id | null | undefined;
  variantTitle?: string | null | undefined;
  vendor?: string | null | undefined;
  sku?: string | null | undefined;
  productTags?: string[] | undefined;
  giftCard?: boolean | undefined;
  requiresShipping?: boolean | undefined;
  properties?: { name: string; value: string }[] | undefined;
}

export interface CheckoutInput {
  customerId?: Id | null | undefined;
  email?: string | null | undefined;
  currency?: string | undefined;
  taxesIncluded?: boolean | undefined;
  shippingMinor?: bigint | undefined;
  discountCodes?: string[] | undefined;
  lines: CheckoutLine[];
  /** When the checkout happens, for the dates of discounts; default the store's now. */
  at?: Instant | undefined;
}

export interface Quote {
  currency: string;
  taxesIncluded: boolean;
  lines: OrderLine[];
  shippingLines: ShippingLine[];
  discountApplications: DiscountApplication[];
  /** One entry per code (or automatic discount's title), over goods and shipping. */
  discounts: { code: string; discountId: Id | null; amountMinor: bigint }[];
  subtotalMinor: bigint;
  discountMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
}

/** A line of an order not yet discounted. */
export function newLine(store: Store, input: CheckoutLine): OrderLine {
  return {
    id: store.newId(),
    title: input.title,
    variantTitle: input.variantTitle ?? null,
    sku: input.sku ?? null,
    vendor: input.vendor ?? null,
    productId: input.productId ?? null,
    variantId: input.variantId ?? null,
    productTags: input.productTags ?? [],
    quantity: input.quantity,
    currentQuantity: input.quantity,
    unitPriceMinor: input.priceMinor,
    taxMinor: input.taxMinor ?? 0n,
    discountAllocations: [],
    taxable: true,
    giftCard: input.giftCard ?? false,
    requiresShipping: input.requiresShipping ?? !(input.giftCard ?? false),
    fulfilledQuantity: 0,
    properties: input.properties ?? [],
  };
}

/**
 * Prices a cart with its codes, as the checkout shows it, and changes nothing. Refusals, in the order of checking:
 * `unknown`, `expired`, `used`, `not-eligible`, `minimum`, `does-not-combine`.
 */
export function quote(store: Store, state: ShopState, input: CheckoutInput): Outcome<Quote> {
  if (input.lines.length === 0) return refused("no-lines", "An order needs at least one line.", ["lines"]);
  const currency = input.currency ?? state.shop.currency;
  const lines = input.lines.map((line) => newLine(store, line));
  const shippingLines: ShippingLine[] =
    input.shippingMinor === undefined
      ? []
      : [
          {
            id: store.newId(),
            title: "Standard",
            priceMinor: input.shippingMinor,
            taxMinor: 0n,
            discountAllocations: [],
          },
        ];
  const byEmail = input.email ? state.customerByEmail(input.email) : null;
  const cart: Cart = {
    customerId: input.customerId ?? byEmail?.id ?? null,
    email: input.email ?? null,
    lines,
    at: input.at ?? store.nowInstant(),
  };
  const checked = checkCodes(state, cart, input.discountCodes ?? []);
  if (!checked.ok) return checked;
  const applied = applyDiscounts(state, lines, shippingLines, [
    ...checked.value,
    ...automaticDiscounts(state, cart, checked.value),
  ]);
  const subtotalMinor = applied.lines.reduce(
    (sum, line) => sum + line.unitPriceMinor * BigInt(line.quantity) - lineDiscountMinor(line),
    0n,
  );
  const shippingMinor = applied.shippingLines.reduce((sum, line) => sum + line.priceMinor, 0n);
  const shippingDiscount = applied.shippingLines.reduce(
    (sum, line) => sum + line.discountAllocations.reduce((one, part) => one + part.amountMinor, 0n),
    0n,
  );
  const taxMinor = applied.lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  const taxesIncluded = input.taxesIncluded ?? false;
  return done({
    currency,
    taxesIncluded,
    lines: applied.lines,
    shippingLines: applied.shippingLines,
    discountApplications: applied.applications,
    discounts: applied.amounts,
    subtotalMinor,
    discountMinor: applied.amounts.reduce((sum, one) => sum + one.amountMinor, 0n),
    shippingMinor,
    taxMinor,
    totalMinor: subtotalMinor + shippingMinor - shippingDiscount + (taxesIncluded ? 0n : taxMinor),
  });
}
