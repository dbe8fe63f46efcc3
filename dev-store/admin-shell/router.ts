import express, { Router } from "express";
import type { AppConfig } from "#dev-store/config.ts";
import type { Store } from "#dev-store/state/store.ts";
import type { Theme } from "#dev-store/storefront/theme.ts";
import { appRoutes } from "./app-routes.ts";
import { browserScript } from "./bundle.ts";
import { listRoutes } from "./list-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { themeRoutes } from "./theme-routes.ts";
import {
  adminAssetsFolder,
  adminAssetsUrl,
  adminLocale,
  adminPages,
  adminText,
  sendAdminPage,
  shopHandle,
} from "./view.ts";

/**
 * A modest Shopify admin at `/admin`, the embedded app in it, and the App Bridge stand-in at `/app-bridge.js`.
 *
 * @param appConfig reads `shopify.app.toml`, for the scopes it declares.
 */
export function createAdminRouter(store: Store, theme: Theme, appConfig: () => AppConfig): Router {
  const onPage = adminPages(store);
  const router = Router();
  router.use(adminAssetsUrl, express.static(adminAssetsFolder, { fallthrough: false, maxAge: "1h" }));
  for (const [address, name] of [
    ["/app-bridge.js", "app-bridge"],
    ["/admin-shell.js", "shell"],
  ] as const) {
    router.get(address, (_request, response, next) => {
      browserScript(name).then(
        (code) => response.type("js").set("Cache-Control", "no-cache").send(code),
        next,
      );
    });
  }

  router.get("/admin", (request, response, next) => {
    const locale = adminLocale(request, response);
    const shops = store.shops.map(({ shop }) => ({ ...shop, path: `/admin/${shopHandle(shop.domain)}` }));
    const page = {
      template: "shops",
      title: adminText(locale, "shops.title"),
      section: "",
      values: { shops },
    };
    sendAdminPage(store, response, { locale }, page).catch(next);
  });
  // Addresses without a shop mean the demo shop.
  router.get(["/admin/apps/*", "/admin/theme"], (request, response) => {
    response.redirect(
      307,
      `/admin/${shopHandle(store.config.demoShop)}${request.originalUrl.slice("/admin".length)}`,
    );
  });

  router.use(
    "/admin",
    express.urlencoded({ extended: false, limit: "200kb" }),
    express.json({ limit: "200kb" }),
  );
  router.use(appRoutes(store, appConfig, onPage));
  router.use(listRoutes(store, onPage));
  router.use(orderRoutes(store, onPage));
  router.use(themeRoutes(store, theme, onPage));
  return router;
}
