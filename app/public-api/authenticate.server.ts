import { authenticateApiToken } from "#app/usecases/shops/authenticate-api-token.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";
import { app } from "#app/wiring.server.ts";
import { respondRefusal } from "./respond.server.ts";

export type ApiCall = { readonly shop: ShopRecord; readonly caller: string; readonly now: Date };

/**
 * Who calls and for which shop. Throws the 401 answer, as Remix expects of a loader that ends early.
 * The answer never says whether a token was unknown, wrong or revoked.
 */
export async function authenticateApi(request: Request): Promise<ApiCall> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  const caller = token === undefined ? null : await authenticateApiToken(app, token, app.demoToken);
  const shop = caller === null ? null : await app.shops.get(caller.shopId);
  if (caller === null || shop === null || shop.uninstalledAt !== null) {
    throw respondRefusal(
      [
        {
          code: "unauthorized",
          detail: "Send `Authorization: Bearer <token>`; tokens are made in the app under Settings.",
        },
      ],
      { "WWW-Authenticate": 'Bearer realm="Perennial"' },
    );
  }
  return { shop, caller: caller.name, now: app.clock.now() };
}
