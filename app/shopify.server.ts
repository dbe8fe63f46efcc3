import "@shopify/shopify-app-remix/adapters/node";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { AppDistribution, type ApiVersion, LogSeverity, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { Environment } from "./env.server.ts";
import { API_VERSION } from "./shopify/api-version.ts";
import { REQUIRED_SCOPES } from "./shopify/scopes.ts";
import type { Logger } from "./usecases/ports.ts";

export type ShopifyLibrary = ReturnType<typeof createShopifyLibrary>;

/**
 * Shopify's library: session tokens, token exchange, document headers. Not used from it: `authenticate.webhook` (parses ids to
 * floats; see shopify/verify-webhook.ts) and the refresh of offline tokens (takes no lock; see shopify/admin-tokens.server.ts).
 */
export function createShopifyLibrary(parts: {
  environment: Environment;
  sessionStorage: SessionStorage;
  fetch: typeof fetch;
  log: Logger;
}) {
  const { environment, log } = parts;
  const library = shopifyApp({
    apiKey: environment.shopify.apiKey,
    apiSecretKey: environment.shopify.apiSecret,
    appUrl: environment.shopify.appUrl,
    apiVersion: API_VERSION as ApiVersion,
    scopes: REQUIRED_SCOPES,
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    sessionStorage: parts.sessionStorage,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: {
      level: LogSeverity.Warning,
      log: (severity, message) => {
        if (severity === LogSeverity.Error) log.error({ from: "shopify-library" }, message);
        else log.warn({ from: "shopify-library" }, message);
      },
    },
  });
  // The library keeps one fetch for the process; its adapter set the global one.
  setAbstractFetchFunc(parts.fetch);
  return library;
}
