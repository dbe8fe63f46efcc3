import express, { Router } from "express";
import type { AppConfig } from "../config.ts";
import type { Store } from "../state/store.ts";
import { appRoutes } from "./app-routes.ts";
import { customerRoutes } from "./customer-routes.ts";
import { discountRoutes } from "./discount-routes.ts";
import { importRoutes } from "./import-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { unknown, writeProblem } from "./problem.ts";
import type { Quiet } from "./settle.ts";
import { shopRoutes } from "./shop-routes.ts";
import { timeRoutes } from "./time-routes.ts";

/** The control API at `/_control`: everything a merchant, a shopper or a bad day does to a store, as one HTTP call each. */
export function createControl(
  store: Store,
  config: () => AppConfig,
  quiet: Quiet,
  log: (message: string) => void,
): Router {
  const router = Router();
  // The import reads its body as a stream; all others take JSON, whatever the content type says.
  router.use(importRoutes(store));
  router.use(express.raw({ type: () => true, limit: "20mb" }));
  router.use(timeRoutes(store, quiet));
  router.use(shopRoutes(store, config, quiet.app));
  router.use(customerRoutes(store));
  router.use(orderRoutes(store));
  router.use(discountRoutes(store));
  router.use(appRoutes(store, config, quiet.app));
  router.use((request, _response, next) =>
    next(unknown(`The control API has no ${request.method} ${request.path}.`)),
  );
  router.use(writeProblem(log));
  return router;
}
