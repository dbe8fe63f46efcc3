import { Router } from "express";
import type { Response } from "express";
import { readCart, withQuantity } from "./cart.ts";
import type { Cart } from "./cart.ts";
import { cartCookie, setCookie } from "./cookies.ts";
import type { Theme } from "./theme.ts";
import { formText } from "./visit.ts";
import type { OnPage } from "./router.ts";

/** The cart, kept in the browser's cookie. Forms as in any theme: `/cart/add` and `/cart/change`. */
export function cartRoutes(theme: Theme, onPage: OnPage): Router {
  const router = Router();

  router.get(
    "/cart",
    onPage(async (visit, _request, response) => {
      await theme.send(response, visit, {
        template: "cart",
        title: theme.text(visit, "cart.title"),
        type: "cart",
      });
    }),
  );

  router.post(
    "/cart/add",
    onPage(async (visit, request, response) => {
      const variantId = formText(request, "id");
      const before = visit.cart.items.find((item) => item.variantId === variantId)?.quantity ?? 0;
      saveCart(
        response,
        withQuantity(visit.cart, variantId, before + wholeNumber(formText(request, "quantity") || "1")),
      );
      response.redirect(303, "/cart");
    }),
  );

  router.post(
    "/cart/change",
    onPage(async (visit, request, response) => {
      const removed = formText(request, "remove");
      const changed = visit.cart.items.reduce((cart, { variantId }) => {
        const entered = formText(request, `quantity_${variantId}`);
        if (variantId === removed) return withQuantity(cart, variantId, 0);
        return entered === "" ? cart : withQuantity(cart, variantId, wholeNumber(entered));
      }, visit.cart);
      saveCart(response, changed);
      response.redirect(303, "/cart");
    }),
  );

  return router;
}

export function saveCart(response: Response, cart: Cart): void {
  response.append("Set-Cookie", setCookie(cartCookie, JSON.stringify(cart), { httpOnly: true }));
}

export function emptyCart(response: Response, shop: string): void {
  saveCart(response, readCart(null, shop));
}

/** What a shopper typed, as a whole number; anything else counts as none. */
function wholeNumber(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
}
