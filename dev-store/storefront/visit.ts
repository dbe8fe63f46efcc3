import type { Request, Response } from "express";
import type { Customer } from "#dev-store/state/model/customer.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { cartLines, readCart } from "./cart.ts";
import type { Cart, CartLine } from "./cart.ts";
import { cartCookie, localeCookie, readCookie, readLogin, setCookie, shopCookie } from "./cookies.ts";

/** The storefront's languages; the theme and the extension have words for each. */
export const locales = [
  { iso_code: "en", name: "English" },
  { iso_code: "ru", name: "Русский" },
] as const;
export type Locale = (typeof locales)[number]["iso_code"];

/** One shopper's request, with all that its cookies and address say. */
export interface Visit {
  state: ShopState;
  locale: Locale;
  /** Who is logged in at this shop; null for a guest. */
  customer: Customer | null;
  cart: Cart;
  cartLines: CartLine[];
  path: string;
}

/**
 * Reads a request. The shop is the one named by `?shop=`, else by the browser's cookie, else by its login, else the demo
 * shop; the language the one of `?locale=`, else of the cookie, else what the browser asks for, else English. What the
 * address names is remembered in cookies. Null when the named shop does not exist.
 */
export function readVisit(store: Store, request: Request, response: Response): Visit | null {
  const cookies = request.headers.cookie;
  const login = readLogin(store.config.apiSecret, cookies);
  const asked = queryText(request, "shop");
  const state = store.shop(
    asked ?? (readCookie(cookies, shopCookie) || login?.shop) ?? store.config.demoShop,
  );
  if (!state) return null;
  if (asked !== null) response.append("Set-Cookie", setCookie(shopCookie, asked));

  const locale = readLocale(request, response);
  const customer = login?.shop === state.shop.domain ? state.get("customer", login.customerId) : null;
  const cart = readCart(readCookie(cookies, cartCookie), state.shop.domain);
  return { state, locale, customer, cart, cartLines: cartLines(state, cart), path: request.path };
}

function readLocale(request: Request, response: Response): Locale {
  const asked = localeNamed(queryText(request, "locale"));
  if (asked) {
    response.append("Set-Cookie", setCookie(localeCookie, asked));
    return asked;
  }
  const remembered = localeNamed(readCookie(request.headers.cookie, localeCookie));
  const browser = request.acceptsLanguages(locales.map((one) => one.iso_code));
  return remembered ?? localeNamed(browser === false ? null : browser) ?? "en";
}

function localeNamed(name: string | null): Locale | null {
  return locales.find((one) => one.iso_code === name)?.iso_code ?? null;
}

/** A query value given once and not empty; else null. */
export function queryText(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A form's field as text; empty when it is missing. */
export function formText(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value : "";
}
