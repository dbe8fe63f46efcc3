import path from "node:path";
import type { Request, RequestHandler, Response, NextFunction } from "express";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { localeCookie, readCookie, setCookie } from "#dev-store/storefront/cookies.ts";
import { createEngine } from "#dev-store/storefront/liquid/engine.ts";
import { readLocales, textOf } from "#dev-store/storefront/liquid/translations.ts";
import { queryText } from "#dev-store/storefront/visit.ts";

/** Where the admin's own style sheet is served. */
export const adminAssetsUrl = "/admin-assets";
export const adminAssetsFolder = path.join(import.meta.dirname, "assets");

const locales = readLocales(import.meta.dirname);
const engine = createEngine({ root: import.meta.dirname, locales, assetsUrl: adminAssetsUrl });

/** One request for an admin page of one shop. */
export interface AdminVisit {
  state: ShopState;
  /** `/admin/<shop handle>` */
  adminPath: string;
  locale: string;
}

export type AdminHandler = (
  visit: AdminVisit,
  request: Request<Record<string, string>>,
  response: Response,
  next: NextFunction,
) => Promise<void>;
export type OnAdminPage = (handler: AdminHandler) => RequestHandler<Record<string, string>>;

export function shopHandle(domain: string): string {
  return domain.replace(/\.myshopify\.com$/, "");
}

export function adminLocale(request: Request, response: Response): string {
  const asked = queryText(request, "locale") ?? readCookie(request.headers.cookie, localeCookie);
  const browser = request.acceptsLanguages([...locales.byLocale.keys()]);
  const locale = asked !== null && locales.byLocale.has(asked) ? asked : browser || locales.defaultLocale;
  if (queryText(request, "locale")) response.append("Set-Cookie", setCookie(localeCookie, locale));
  return locale;
}

/** Turns an admin page's handler into Express's: finds the shop of the address, else leaves it to the next route. */
export function adminPages(store: Store): OnAdminPage {
  return (handler) => (request, response, next) => {
    const handle = request.params.shopHandle ?? "";
    const state = store.shop(`${handle}.myshopify.com`);
    if (!state) return next();
    const visit = { state, adminPath: `/admin/${handle}`, locale: adminLocale(request, response) };
    handler(visit, request, response, next).catch(next);
  };
}

export function adminText(locale: string, key: string, values: Record<string, unknown> = {}): string {
  return textOf(locales, locale, key, values);
}

/** All texts of one section of the locale files, for scripts. */
export function adminWords(locale: string, section: string): Record<string, string> {
  const words = locales.byLocale.get(locale)?.[section];
  if (typeof words !== "object") throw new Error(`locales/${locale}.json has no section "${section}".`);
  return Object.fromEntries(Object.keys(words).map((key) => [key, adminText(locale, `${section}.${key}`)]));
}

interface AdminPage {
  template: string;
  title: string;
  /** The entry of the navigation that is marked. */
  section: string;
  values?: Record<string, unknown>;
  status?: number;
}

/** Renders an admin page in its frame of top bar and navigation. */
export async function sendAdminPage(
  store: Store,
  response: Response,
  visit: Pick<AdminVisit, "locale"> & Partial<AdminVisit>,
  page: AdminPage,
): Promise<void> {
  const { state = null, adminPath = null, locale } = visit;
  const globals = {
    request: { locale: { iso_code: locale } },
    cart: { currency: { iso_code: state?.shop.currency ?? "USD" } },
    shop: state && { name: state.shop.name, domain: state.shop.domain, currency: state.shop.currency },
    admin: adminPath,
  };
  const content = (await engine.renderFile(`templates/${page.template}`, page.values ?? {}, {
    globals,
  })) as string;
  const frame = {
    page_title: page.title,
    section: page.section,
    sections: state ? ["home", "orders", "customers", "products", "discounts", "outbox", "theme"] : [],
    installed: state?.installation?.installed ?? false,
    shops: store.shops.map(({ shop }) => ({ name: shop.name, path: `/admin/${shopHandle(shop.domain)}` })),
    other_locale: [...locales.byLocale.keys()].find((one) => one !== locale),
    content,
  };
  const html = (await engine.renderFile("layout/admin", frame, { globals })) as string;
  response
    .status(page.status ?? 200)
    .set("Cache-Control", "private, no-store")
    .type("html")
    .send(html);
}
