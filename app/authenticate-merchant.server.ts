import type { ShopRecord } from "#app/usecases/ports.ts";
import { requireInstalledShop } from "./install.server.ts";
import { app } from "./wiring.server.ts";

export type Merchant = {
  readonly shopId: string;
  readonly shop: ShopRecord;
  /** Who acts, for the audit trail. The session token names the staff member by number alone. */
  readonly staffName: string;
};

/**
 * Who opens an admin page: checks the session token, exchanges it for an access token where the shop has none, and installs the
 * shop at first sight. Throws the library's answers (redirects, 401, 410) as Remix expects.
 */
export async function authenticateMerchant(request: Request): Promise<Merchant> {
  const { session, sessionToken } = await app.shopify.authenticate.admin(request);
  const shop = await requireInstalledShop(app, session.shop);
  return { shopId: shop.shopId, shop, staffName: `staff ${sessionToken.sub}` };
}
