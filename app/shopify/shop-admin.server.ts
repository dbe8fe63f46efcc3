import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopDetails } from "#app/usecases/install-shop.ts";
import type { Gateway } from "./gateway.server.ts";
import { shopDetails } from "./operations/shop-details.ts";

/** What installing a shop asks of the Admin API. */
export function createShopAdmin(gateway: Gateway) {
  return {
    async fetchShop(shopId: string): Promise<Outcome<ShopDetails>> {
      const answer = await gateway.run(shopId, shopDetails, {});
      if (!answer.ok) return answer;
      const { name, currencyCode, ianaTimezone } = answer.value.shop;
      return accept({ name, currency: currencyCode, timeZone: ianaTimezone });
    },
  };
}
