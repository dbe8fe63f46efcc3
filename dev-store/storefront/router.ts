import path from "node:path";
import express, { Router } from "express";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { AppConfig } from "#dev-store/config.ts";
import type { Store } from "#dev-store/state/store.ts";
import { accountRoutes } from "./account-routes.ts";
import { appProxyRoutes } from "./app-proxy.ts";
import { cartRoutes } from "./cart-routes.ts";
import { catalogRoutes } from "./catalog-routes.ts";
import { checkoutRoutes } from "./checkout-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { extensionAssetsUrl } from "./theme-extension.ts";
import { extensionFolder, themeAssetsUrl, themeFolder } from "./theme.ts";
import type { Theme } from "./theme.ts";
import { readVisit } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** A page's handler, given who visits; `next()` shows "page not found". */
export type PageHandler = (
  visit: Visit,
  request: Request<Record<string, string>>,
  response: Response,
  next: NextFunction,
) => Promise<void>;

/** Turns a page's handler into Express's: reads the visit, and passes on what is thrown. */
export type OnPage = (handler: PageHandler) => RequestHandler<Record<string, string>>;

/**
 * The storefront at `/`: theme pages, assets, and the app's proxy. Mount it last: it answers every address.
 *
 * @param appConfig reads `shopify.app.toml`, which says where the app's proxy is.
 */
export function createStorefrontRouter(store: Store, theme: Theme, appConfig: () => AppConfig): Router {
  const onPage: OnPage = (handler) => (request, response, next) => {
    const visit = readVisit(store, request, response);
    if (!visit) {
      response.status(404).type("text").send("There is no such shop in this dev store.\n");
      return;
    }
    handler(visit, request, response, next).catch(next);
  };
  const router = Router();
  const assets = { fallthrough: false, maxAge: "1h" };
  router.use(themeAssetsUrl, express.static(path.join(themeFolder, "assets"), assets));
  router.use(extensionAssetsUrl, express.static(path.join(extensionFolder, "assets"), assets));
  // Before the form parser: what shoppers send to the app goes on as it came.
  router.use(appProxyRoutes(store, theme, appConfig, onPage));
  router.use(express.urlencoded({ extended: false, limit: "100kb" }));
  router.use(catalogRoutes(theme, onPage));
  router.use(cartRoutes(theme, onPage));
  router.use(checkoutRoutes(store, theme, onPage));
  router.use(accountRoutes(store, theme, onPage));
  router.use(orderRoutes(store, theme, onPage));
  router.use(
    onPage(async (visit, _request, response) => {
      await theme.send(response, visit, {
        template: "not-found",
        title: theme.text(visit, "not_found.title"),
        type: "404",
        status: 404,
      });
    }),
  );
  return router;
}
