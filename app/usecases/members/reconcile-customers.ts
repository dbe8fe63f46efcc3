import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import { deleteCustomer } from "./delete-customer.ts";
import type { ShopifyCustomers } from "../inbox/inbox-ports.ts";
import { recordCustomers, type RecordCustomerPorts } from "./record-customers.ts";

export interface CustomerChanges {
  /** A page of the customers changed at or after `since`; `next` null = the last one. */
  listChanged(
    shopId: string,
    since: Date,
    after: string | null,
  ): Promise<Outcome<{ readonly customers: readonly CustomerFacts[]; readonly next: string | null }>>;
}

/** Customer ids of members that Shopify should know, in order after `after`. */
export interface KnownCustomers {
  listKnown(shopId: string, after: string, limit: number): Promise<string[]>;
}

export type ReconcileCustomerPorts = RecordCustomerPorts & {
  readonly customerChanges: CustomerChanges;
  readonly knownCustomers: KnownCustomers;
  readonly shopifyCustomers: ShopifyCustomers;
};

const BATCH = 100;
/** Asking after more than these one by one would take the API for an hour; larger shops rely on the webhook. */
const ASKED_AFTER_AT_MOST = 20_000;

/**
 * Heals what webhooks lost of customers: those changed since then, and, in a complete pass, those deleted.
 * @returns a refusal of Shopify's, where one ended the pass early; the next one begins again
 */
export async function reconcileCustomers(
  ports: ReconcileCustomerPorts,
  shopId: string,
  pass: { readonly since: Date; readonly complete: boolean },
): Promise<Outcome<null>> {
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<CustomerChanges["listChanged"]>> = await ports.customerChanges.listChanged(
      shopId,
      pass.since,
      after,
    );
    if (!page.ok) return page;
    await recordCustomers(ports, shopId, page.value.customers);
    after = page.value.next;
    if (after === null) break;
  }
  if (!pass.complete) return { ok: true, value: null };
  let asked = 0;
  for (let after = ""; asked < ASKED_AFTER_AT_MOST; asked += BATCH) {
    const customerIds = await ports.knownCustomers.listKnown(shopId, after, BATCH);
    const last = customerIds.at(-1);
    if (last === undefined) break;
    const found = await ports.shopifyCustomers.fetchCustomers(shopId, customerIds);
    if (!found.ok) return found;
    for (const customerId of customerIds)
      if (!found.value.has(customerId)) await deleteCustomer(ports, shopId, customerId);
    after = last;
  }
  return { ok: true, value: null };
}
