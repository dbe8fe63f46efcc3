import { invariant } from "#app/domain/shared/invariant.ts";
import type { ShopRecord } from "#app/usecases/ports.ts";
import { requireInstalledShop } from "./install.server.ts";
import { app } from "./wiring.server.ts";

export type Merchant = {
  readonly shopId: string;
  readonly shop: ShopRecord;
  /** Who acts, for the audit trail. */
  readonly staffName: string;
};

/**
 * Who opens an admin page: checks the session token, exchanges it for an access token where the shop has none, and installs the
 * shop at first sight. Throws the library's answers (redirects, 401, 410) as Remix expects.
 */
export async function authenticateMerchant(request: Request): Promise<Merchant> {
  const { session, sessionToken } = await app.shopify.authenticate.admin(request);
  const shop = await requireInstalledShop(app, session.shop);
  const staffName = await app.staff.nameOf(shop.shopId, sessionToken.sub, rawSessionToken(request));
  return { shopId: shop.shopId, shop, staffName };
}

/** The token that the library has just checked: App Bridge sends it in a header, Shopify's admin in the address. */
function rawSessionToken(request: Request): string {
  const token =
    /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1] ??
    new URL(request.url).searchParams.get("id_token");
  invariant(token != null, "an authenticated request carries its session token");
  return token;
}
