import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import { accept } from "#app/domain/shared/outcome.ts";
import type { ShopifyCustomers } from "#app/usecases/inbox/inbox-ports.ts";
import type { Gateway } from "./gateway.server.ts";
import { customersByIds } from "./operations/customers-by-ids.ts";
import { mapKnownCustomer } from "./order-mapping.ts";

const CUSTOMERS_A_QUERY = 100;

export function createShopifyCustomers(gateway: Gateway): ShopifyCustomers {
  return {
    async fetchCustomers(shopId, customerIds) {
      const found = new Map<string, CustomerFacts>();
      for (let start = 0; start < customerIds.length; start += CUSTOMERS_A_QUERY) {
        const answer = await gateway.run(shopId, customersByIds, {
          ids: customerIds.slice(start, start + CUSTOMERS_A_QUERY),
        });
        if (!answer.ok) return answer;
        for (const customer of answer.value.nodes)
          if (customer !== null) found.set(customer.id, mapKnownCustomer(customer));
      }
      return accept(found);
    },
  };
}
