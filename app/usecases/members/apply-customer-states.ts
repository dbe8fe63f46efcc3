import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import { completeCustomerTags, type TagPorts } from "./complete-tags.ts";
import type { InboxEvent, WebhookMeaning } from "../inbox/inbox-ports.ts";
import { applyTogetherOrAlone, type Fail } from "../inbox/isolate-failures.ts";
import { recordCustomers, type RecordCustomerPorts } from "./record-customers.ts";

type CustomerGroup = { readonly events: InboxEvent[]; customer: CustomerFacts; at: Date };

/** Brings customers to the last state that a batch of events tells of each. */
export async function applyCustomerStates(
  ports: TagPorts & RecordCustomerPorts,
  shopId: string,
  read: readonly { readonly event: InboxEvent; readonly meaning: WebhookMeaning }[],
  fail: Fail,
): Promise<void> {
  const groups = new Map<string, CustomerGroup>();
  for (const { event, meaning } of read) {
    if (meaning.kind !== "customer-state") continue;
    const { customer } = meaning;
    const at = meaning.updatedAt ?? event.triggeredAt;
    const group = groups.get(customer.customerId) ?? { events: [], customer, at };
    groups.set(customer.customerId, group);
    group.events.push(event);
    if (at >= group.at) Object.assign(group, { customer, at });
  }
  await applyTogetherOrAlone(
    [...groups.values()],
    async (some) => {
      const customers = await completeCustomerTags(
        ports,
        shopId,
        some.map(({ customer, at }) => ({ ...customer, at })),
      );
      if (!customers.ok) return customers;
      await recordCustomers(ports, shopId, customers.value);
    },
    (group, failure) => group.events.forEach((event) => fail(event, failure)),
  );
  await applyChangedTags(ports, shopId, read, fail);
}

/** Which tags they have now, Shopify is asked, for many in one call; one that is gone has none. */
async function applyChangedTags(
  ports: TagPorts & RecordCustomerPorts,
  shopId: string,
  read: readonly { readonly event: InboxEvent; readonly meaning: WebhookMeaning }[],
  fail: Fail,
): Promise<void> {
  const changed = new Map<string, InboxEvent[]>();
  for (const { event, meaning } of read)
    if (meaning.kind === "customer-tags-changed")
      changed.set(meaning.customerId, [...(changed.get(meaning.customerId) ?? []), event]);
  await applyTogetherOrAlone(
    [...changed],
    async (some) => {
      const found = await ports.shopifyCustomers.fetchCustomers(
        shopId,
        some.map(([customerId]) => customerId),
      );
      if (!found.ok) return found;
      await recordCustomers(ports, shopId, [...found.value.values()]);
    },
    ([, events], failure) => events.forEach((event) => fail(event, failure)),
  );
}
