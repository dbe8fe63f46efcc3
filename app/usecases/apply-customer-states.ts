import type { CustomerFacts } from "#app/domain/earning/order-facts.ts";
import { completeCustomerTags, type TagPorts } from "./complete-tags.ts";
import type { InboxEvent, WebhookMeaning } from "./inbox-ports.ts";
import { applyTogetherOrAlone, type Fail } from "./isolate-failures.ts";

/** What a customer looked like at a moment. */
export type CustomerState = { readonly customer: CustomerFacts; readonly at: Date };

export type CustomerStatePorts = TagPorts & {
  /** Idempotent; an older state than the one known changes nothing. */
  readonly recordCustomers: (shopId: string, states: readonly CustomerState[]) => Promise<void>;
};

type CustomerGroup = { events: InboxEvent[]; latest: CustomerState };

/** Brings customers to the last state that a batch of events tells of each. */
export async function applyCustomerStates(
  ports: CustomerStatePorts,
  shopId: string,
  read: readonly { readonly event: InboxEvent; readonly meaning: WebhookMeaning }[],
  fail: Fail,
): Promise<void> {
  const groups = new Map<string, CustomerGroup>();
  for (const { event, meaning } of read) {
    if (meaning.kind !== "customer-state") continue;
    const state = { customer: meaning.customer, at: meaning.updatedAt ?? event.triggeredAt };
    const group = groups.get(meaning.customer.customerId) ?? { events: [], latest: state };
    groups.set(meaning.customer.customerId, group);
    group.events.push(event);
    if (state.at >= group.latest.at) group.latest = state;
  }
  await applyTogetherOrAlone(
    [...groups.values()],
    async (some) => {
      const customers = some.map(({ latest }) => latest.customer);
      const complete = await completeCustomerTags(ports, shopId, customers);
      if (!complete.ok) return complete;
      const states = some.map(({ latest }, index) => ({
        ...latest,
        customer: complete.value[index] ?? latest.customer,
      }));
      await ports.recordCustomers(shopId, states);
    },
    (group, failure) => group.events.forEach((event) => fail(event, failure)),
  );
}
