import { Router } from "express";
import type { Request, Response } from "express";
import type { CheckoutInput } from "#dev-store/state/operations/checkout.ts";
import { parseMoney } from "#dev-store/state/money.ts";
import { quote } from "#dev-store/state/operations/checkout.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import type { Store } from "#dev-store/state/store.ts";
import { subtotalMinor, withCode, withoutCode } from "./cart.ts";
import { emptyCart, saveCart } from "./cart-routes.ts";
import { liquidPrice } from "./liquid/prices.ts";
import { orderStatusUrl } from "./order-routes.ts";
import type { OnPage } from "./router.ts";
import { spendableCreditMinor } from "./store-credit.ts";
import type { Theme } from "./theme.ts";
import { formText } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** Flat rate, in units of the shop's currency, for carts with anything to ship. */
const shippingRate = "5";

interface Refusal {
  code: string;
  detail: string;
  /** The discount code that was refused. */
  discountCode: string;
}

/** One page: contact, codes, store credit, pay. Prices and refusals come from the same operations as the control API. */
export function checkoutRoutes(store: Store, theme: Theme, onPage: OnPage): Router {
  const router = Router();

  router.get(
    "/checkout",
    onPage(async (visit, _request, response) => {
      if (visit.cartLines.length === 0) return response.redirect(303, "/cart");
      await showCheckout(store, theme, visit, response, null, "");
    }),
  );

  router.post(
    "/checkout/codes",
    onPage(async (visit, request, response) => {
      const removed = formText(request, "remove");
      const entered = formText(request, "code");
      const cart = removed ? withoutCode(visit.cart, removed) : withCode(visit.cart, entered);
      const refusal = removed ? null : refusalOf(store, { ...visit, cart }, entered);
      if (refusal) return showCheckout(store, theme, visit, response, refusal, "");
      saveCart(response, cart);
      response.redirect(303, "/checkout");
    }),
  );

  router.post(
    "/checkout",
    onPage(async (visit, request, response) => {
      if (visit.cartLines.length === 0) return response.redirect(303, "/cart");
      await placeFromForm(store, theme, visit, request, response);
    }),
  );

  return router;
}

async function placeFromForm(store: Store, theme: Theme, visit: Visit, request: Request, response: Response) {
  const { state, customer } = visit;
  const email = customer?.email ?? formText(request, "email").trim();
  if (!customer && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    return showCheckout(
      store,
      theme,
      visit,
      response,
      { code: "email", detail: "", discountCode: "" },
      email,
    );
  }
  const credit = spendableCreditMinor(store, state, customer);
  const wantsCredit = formText(request, "store_credit") !== "";
  const input = { ...checkoutInput(visit), email };
  const priced = quote(store, state, input);
  const total = priced.ok ? priced.value.totalMinor : 0n;
  const placed = createOrder(store, state, {
    ...input,
    storeCreditMinor: wantsCredit ? (credit < total ? credit : total) : undefined,
  });
  if (!placed.ok) {
    const refusal = refusalOf(store, visit, "", email) ?? { ...placed, discountCode: "" };
    return showCheckout(store, theme, visit, response, refusal, email);
  }
  emptyCart(response, state.shop.domain);
  response.redirect(303, `${orderStatusUrl(store, state, placed.value)}&thanks=1`);
}

function checkoutInput(visit: Visit): CheckoutInput & { discountCodes: string[] } {
  const { state, customer, cart, cartLines } = visit;
  const ships = cartLines.some(({ variant }) => variant.requiresShipping);
  return {
    customerId: customer?.id,
    email: customer?.email,
    shippingMinor: ships ? (parseMoney(shippingRate, state.shop.currency) ?? 0n) : undefined,
    discountCodes: cart.codes,
    lines: cartLines.map(({ product, variant, quantity }) => ({
      title: product.title,
      variantTitle: product.variants.length > 1 ? variant.title : null,
      priceMinor: variant.priceMinor,
      quantity,
      productId: product.id,
      variantId: variant.id,
      vendor: product.vendor,
      sku: variant.sku,
      productTags: product.tags,
      giftCard: product.giftCard,
      requiresShipping: variant.requiresShipping,
    })),
  };
}

/** Why this cart's codes are refused, blamed on the first code that makes it so; null when all are accepted. */
function refusalOf(store: Store, visit: Visit, entered: string, email?: string): Refusal | null {
  const input = { ...checkoutInput(visit), ...(email === undefined ? {} : { email }) };
  for (let count = 1; count <= input.discountCodes.length; count += 1) {
    const priced = quote(store, visit.state, {
      ...input,
      discountCodes: input.discountCodes.slice(0, count),
    });
    if (!priced.ok) return { ...priced, discountCode: input.discountCodes[count - 1] ?? entered };
  }
  return null;
}

async function showCheckout(
  store: Store,
  theme: Theme,
  visit: Visit,
  response: Response,
  refusal: Refusal | null,
  email: string,
): Promise<void> {
  const { state, customer, cartLines } = visit;
  const { currency } = state.shop;
  // A code that was good when it was entered may be refused by now: the page shows why and the price without codes.
  const found = refusal ?? refusalOf(store, visit, "");
  const codes = refusalOf(store, visit, "") ? [] : visit.cart.codes;
  const priced = quote(store, state, { ...checkoutInput(visit), discountCodes: codes });
  const price = (minor: bigint) => liquidPrice(minor, currency);
  const credit = spendableCreditMinor(store, state, customer);
  await theme.send(response, visit, {
    template: "checkout",
    title: theme.text(visit, "checkout.title"),
    type: "checkout",
    status: refusal ? 422 : 200,
    values: {
      email,
      refusal: found ? refusalText(theme, visit, found) : null,
      discounts: priced.ok
        ? priced.value.discounts.map((one) => ({ code: one.code, amount: price(one.amountMinor) }))
        : [],
      shipping: price(priced.ok ? priced.value.shippingMinor : 0n),
      tax: price(priced.ok ? priced.value.taxMinor : 0n),
      total: price(priced.ok ? priced.value.totalMinor : subtotalMinor(cartLines)),
      store_credit: price(credit),
    },
  });
}

const explained = ["unknown", "expired", "used", "minimum", "not-eligible", "does-not-combine", "email"];

function refusalText(theme: Theme, visit: Visit, refusal: Refusal): string {
  const key = explained.includes(refusal.code) ? refusal.code : "other";
  return theme.text(visit, `refusal.${key}`, { code: refusal.discountCode, detail: refusal.detail });
}
