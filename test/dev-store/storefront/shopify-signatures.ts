import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { apiKey, apiSecret } from "./open-dev-store.ts";

const library = shopifyApi({
  apiKey,
  apiSecretKey: apiSecret,
  apiVersion: ApiVersion.July26,
  hostName: "127.0.0.1",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

/** Whether Shopify's own library, which the app runs on, takes a signed query for genuine. Throws as it does: too old, unsigned. */
export function libraryAccepts(query: URLSearchParams, signator: "admin" | "appProxy"): Promise<boolean> {
  return library.utils.validateHmac(query, { signator });
}
