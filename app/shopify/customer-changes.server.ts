import { accept } from "#app/domain/shared/outcome.ts";
import type { CustomerChanges } from "#app/usecases/members/reconcile-customers.ts";
import type { Gateway } from "./gateway.server.ts";
import { changedCustomers } from "./operations/changed-customers.ts";
import { mapKnownCustomer } from "./order-mapping.ts";

const PAGE = 100;

export function createCustomerChanges(gateway: Gateway): CustomerChanges {
  return {
    async listChanged(shopId, since, after) {
      const search = `updated_at:>='${since.toISOString()}'`;
      const answer = await gateway.run(shopId, changedCustomers, { search, first: PAGE, after });
      if (!answer.ok) return answer;
      const { nodes, pageInfo } = answer.value.customers;
      return accept({
        customers: nodes.map(mapKnownCustomer),
        next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
      });
    },
  };
}
