import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopDetails } from "#app/usecases/shops/install-shop.ts";
import type { Gateway } from "./gateway.server.ts";
import { oneCustomer } from "./operations/one-customer.ts";
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

    /** What Shopify's approval of this app lacks. A shop without customers can't tell about level 2: then null, nothing withheld. */
    async findWithheldData(shopId: string): Promise<Outcome<"level-1" | "level-2" | null>> {
      const answer = await gateway.run(shopId, oneCustomer, {});
      if (answer.ok) return accept(null);
      const { code, detail } = answer.refusals[0];
      if (code !== "access-denied") return answer;
      if (detail.includes("not approved to access")) return accept("level-1");
      return accept(detail.includes("not approved to use") ? "level-2" : null);
    },
  };
}
