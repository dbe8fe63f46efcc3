import type { ProxyCaller } from "./shopify/verify-app-proxy.ts";
import { app } from "./wiring.server.ts";

/** Who asks through the storefront. Throws the 401 answer for a request that Shopify has not signed, as Remix expects. */
export function authenticateShopper(request: Request): ProxyCaller {
  const caller = app.verifyProxy(new URL(request.url));
  if (caller === null) throw new Response(null, { status: 401 });
  return caller;
}
