import { Router } from "express";
import { changeScopes, grantNewScopes } from "#dev-store/app-under-test/installation.ts";
import type { AppConfig } from "#dev-store/config.ts";
import { signSessionToken } from "#dev-store/auth/session-token.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { queryText } from "#dev-store/storefront/visit.ts";
import type { ScopesDetail } from "./protocol.ts";
import { appSegment, frameUrl } from "./embedded-app.ts";
import { findResources } from "./resources.ts";
import { adminText, adminWords, sendAdminPage } from "./view.ts";
import type { OnAdminPage } from "./view.ts";

/** The embedded app's page, and what the script around its frame asks for. */
export function appRoutes(store: Store, appConfig: () => AppConfig, onPage: OnAdminPage): Router {
  const router = Router();

  router.get(
    [`/admin/:shopHandle/${appSegment}`, `/admin/:shopHandle/${appSegment}/*`],
    onPage(async (visit, request, response) => {
      const { state, adminPath, locale } = visit;
      if (!state.installation?.installed) {
        const detail = adminText(locale, "home.not_installed");
        const values = { detail, back: adminPath };
        return sendAdminPage(store, response, visit, {
          template: "refusal",
          title: detail,
          section: "app",
          values,
          status: 404,
        });
      }
      // As at Shopify: what a newer shopify.app.toml asks for is granted when the merchant opens the app.
      grantNewScopes(store, state, appConfig());
      const appPath = `${adminPath}/${appSegment}`;
      const src = await frameUrl(
        store.config,
        state.shop.domain,
        request.originalUrl.slice(appPath.length),
        locale,
      );
      const shellData = {
        appOrigin: new URL(store.config.appUrl).origin,
        adminPath,
        appPath,
        shop: state.shop.name,
        words: { ...adminWords(locale, "shell"), appName: appConfig().name },
      };
      await sendAdminPage(store, response, visit, {
        template: "app",
        title: appConfig().name,
        section: "app",
        values: { src, shell_data: shellData, app_name: appConfig().name },
      });
    }),
  );

  router.post(
    "/admin/:shopHandle/session-token",
    onPage(async ({ state }, _request, response) => {
      if (!state.installation?.installed) {
        response
          .status(422)
          .json({ code: "not-installed", detail: "The app is not installed on this shop." });
        return;
      }
      response.json({ idToken: await signSessionToken(store.config, { shop: state.shop.domain }) });
    }),
  );

  router.get(
    "/admin/:shopHandle/resources",
    onPage(async ({ state, locale }, request, response) => {
      const type = queryText(request, "type") ?? "";
      response.json({ items: findResources(state, type, queryText(request, "query") ?? "", locale) });
    }),
  );

  router.get(
    "/admin/:shopHandle/scopes",
    onPage(async ({ state }, _request, response) => {
      response.json(scopesDetail(state, appConfig()));
    }),
  );

  router.post(
    "/admin/:shopHandle/scopes",
    onPage(async ({ state }, request, response) => {
      const { grant = [], revoke = [] } = request.body as { grant?: string[]; revoke?: string[] };
      const config = appConfig();
      const required = revoke.filter((scope) => config.scopes.includes(scope));
      if (required.length > 0) {
        const detail = `Required scopes can't be revoked: ${required.join(", ")}.`;
        response.status(422).json({ code: "required-scope", detail });
        return;
      }
      const changed = changeScopes(store, state, { grant, revoke });
      if (!changed.ok) {
        response.status(422).json(changed);
        return;
      }
      response.json(scopesDetail(state, config));
    }),
  );

  return router;
}

function scopesDetail(state: ShopState, config: AppConfig): ScopesDetail {
  return {
    granted: state.installation?.grantedScopes ?? [],
    required: config.scopes,
    optional: config.optionalScopes,
  };
}
