import { Router } from "express";
import { z } from "zod";
import type { AppConfig } from "../config.ts";
import type { AppClient } from "../app-under-test/app-client.ts";
import { changeScopes, uninstallApp } from "../app-under-test/installation.ts";
import { installAndOpen } from "../app-under-test/opener.ts";
import { signSessionToken } from "../auth/session-token.ts";
import { expireTokens } from "../auth/tokens.ts";
import type { Store } from "../state/store.ts";
import { loginCookies } from "../storefront/cookies.ts";
import { idSchema, readBody, shopOf } from "./input.ts";
import { accept, answering, Problem } from "./problem.ts";

const loginSchema = z.object({ customerId: idSchema("Customer") });
const scopesSchema = z.object({
  grant: z.array(z.string()).default([]),
  revoke: z.array(z.string()).default([]),
});
const expireSchema = z.object({ refreshTokens: z.boolean().default(false) });

/** Who is logged in, and the app's life on a shop. */
export function appRoutes(store: Store, config: () => AppConfig, app: AppClient): Router {
  const router = Router();
  router.post(
    "/login",
    answering(200, (request, response) => {
      const state = shopOf(store, request);
      const { customerId } = readBody(loginSchema, request);
      if (!state.get("customer", customerId))
        throw new Problem(
          422,
          "unknown-customer",
          `There is no customer ${customerId} in ${state.shop.domain}.`,
        );
      for (const cookie of loginCookies(store.config.apiSecret, { shop: state.shop.domain, customerId }))
        response.append("Set-Cookie", cookie);
      return { shop: state.shop.domain };
    }),
  );
  router.post(
    "/staff-token",
    answering(200, async (request) => ({
      idToken: await signSessionToken(store.config, { shop: shopOf(store, request).shop.domain }),
    })),
  );
  router.post(
    "/uninstall",
    answering(200, (request) => {
      const state = shopOf(store, request);
      accept(uninstallApp(store, state));
      return { shop: state.shop.domain, installed: false };
    }),
  );
  router.post(
    "/install",
    answering(200, async (request) => {
      const state = shopOf(store, request);
      await installAndOpen(store, state, config(), app);
      return { shop: state.shop.domain, installed: true, scopes: state.installation?.grantedScopes ?? [] };
    }),
  );
  router.post(
    "/scopes",
    answering(200, (request) => ({
      scopes: accept(changeScopes(store, shopOf(store, request), readBody(scopesSchema, request))),
    })),
  );
  router.post(
    "/tokens/expire",
    answering(200, (request) => ({
      expired: expireTokens(store, shopOf(store, request), readBody(expireSchema, request)),
    })),
  );
  return router;
}
