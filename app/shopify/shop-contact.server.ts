import { accept } from "#app/domain/shared/outcome.ts";
import type { ShopContact } from "#app/usecases/mail/mail-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { shopContact } from "./operations/shop-contact.ts";

export function createShopContact(gateway: Gateway): ShopContact {
  return {
    async fetchContactEmail(shopId) {
      const answer = await gateway.run(shopId, shopContact, {});
      return answer.ok ? accept(answer.value.shop.contactEmail.trim() || null) : answer;
    },
  };
}
