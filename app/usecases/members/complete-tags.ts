import type { CustomerFacts, OrderFacts } from "#app/domain/earning/order-facts.ts";
import { asksForCustomerTags } from "#app/domain/earning/product-facts.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopifyCustomers } from "../inbox/inbox-ports.ts";
import type { ShopRecord } from "../ports.ts";
import type { KnownProducts } from "../orders/product-ports.ts";

export type TagPorts = {
  readonly shopifyCustomers: ShopifyCustomers;
  readonly shops: { get(shopId: string): Promise<ShopRecord | null> };
};

/**
 * Webhooks carry no customer tags. Where a tag decides who takes part, or what an order earns, they are asked for before
 * anything is earned; elsewhere nobody needs them.
 */
export async function completeTags(
  ports: TagPorts & {
    readonly programs: { list(shopId: string): Promise<readonly ProgramVersion[]> };
    readonly knownProducts: Pick<KnownProducts, "listCampaignTerms">;
  },
  shopId: string,
  orders: readonly OrderFacts[],
): Promise<Outcome<readonly OrderFacts[]>> {
  const untagged = orders.flatMap(({ customer }) =>
    customer !== null && customer.tags === null ? [customer] : [],
  );
  if (untagged.length === 0) return accept(orders);
  const programs = (await ports.programs.list(shopId)).map(({ body }) => body);
  const terms = await ports.knownProducts.listCampaignTerms(shopId);
  const found = await completeCustomerTags(ports, shopId, untagged, asksForCustomerTags(programs, terms));
  if (!found.ok) return found;
  const byId = new Map(found.value.map((customer) => [customer.customerId, customer]));
  return accept(
    orders.map((order) =>
      order.customer ? { ...order, customer: byId.get(order.customer.customerId) ?? order.customer } : order,
    ),
  );
}

/** The same customers; their tags told where they matter: for who takes part, or because `isAsked`. */
export async function completeCustomerTags<Customer extends CustomerFacts>(
  ports: TagPorts,
  shopId: string,
  customers: readonly Customer[],
  isAsked = false,
): Promise<Outcome<readonly Customer[]>> {
  const untagged = customers
    .filter((customer) => customer.tags === null)
    .map((customer) => customer.customerId);
  if (untagged.length === 0) return accept(customers);
  if (!isAsked && (await ports.shops.get(shopId))?.excludedTag == null) return accept(customers);
  const fetched = await ports.shopifyCustomers.fetchCustomers(shopId, [...new Set(untagged)]);
  if (!fetched.ok) return fetched;
  return accept(
    customers.map((customer) => ({
      ...customer,
      tags: fetched.value.get(customer.customerId)?.tags ?? customer.tags,
    })),
  );
}
