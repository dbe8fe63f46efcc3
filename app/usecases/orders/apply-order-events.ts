import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { rulesFrom } from "#app/domain/program/ruling-version.ts";
import type { ProgramVersion } from "#app/domain/program/program-version.ts";
import { deleteOrder } from "./delete-order.ts";
import { digestOfOrder } from "./digest-order.ts";
import { completeProducts, type ProductPorts } from "./complete-products.ts";
import { completeTags, type TagPorts } from "../members/complete-tags.ts";
import type { InboxEvent, KnownOrders, OrderState, WebhookMeaning } from "../inbox/inbox-ports.ts";
import { applyTogetherOrAlone, refused, type Fail, type Failure } from "../inbox/isolate-failures.ts";
import { planOrderNews } from "./plan-order-events.ts";
import type { ShopifyOrders } from "../ports.ts";
import { recordOrders, type RecordOrderPorts } from "./record-orders.ts";

export type OrderEventPorts = TagPorts &
  ProductPorts &
  RecordOrderPorts & {
    readonly knownOrders: KnownOrders;
    readonly shopifyOrders: ShopifyOrders;
    readonly programs: { list(shopId: string): Promise<ProgramVersion[]> };
  };

type ReadEvent = { readonly event: InboxEvent; readonly meaning: WebhookMeaning };

/** Everything that a batch says about one order. */
type OrderGroup = {
  readonly orderId: string;
  readonly events: InboxEvent[];
  readonly states: OrderState[];
  named: boolean;
  deletedAt: Date | null;
};

/**
 * Brings orders to the newest state that a batch of events tells of: what we know already is skipped by one query, what the
 * payloads leave open is fetched together, and all of it is recorded together.
 */
export async function applyOrderEvents(
  ports: OrderEventPorts,
  shopId: string,
  read: readonly ReadEvent[],
  fail: Fail,
): Promise<void> {
  const groups = groupByOrder(read);
  if (groups.size === 0) return;
  const failGroup = (orderId: string, failure: Failure): void =>
    groups.get(orderId)?.events.forEach((event) => fail(event, failure));

  const known = await ports.knownOrders.list(shopId, [...groups.keys()]);
  const [first] = await ports.programs.list(shopId);
  const programSince = first === undefined ? null : rulesFrom(first);
  const record: OrderFacts[] = [];
  const fetch = new Map<string, OrderFacts | null>();
  for (const group of groups.values()) {
    const before = known.get(group.orderId) ?? null;
    if (before?.deleted) continue; // A deleted order has no later state.
    const plan = planOrderNews(group, before, programSince);
    if (plan.kind === "record") record.push(plan.facts);
    if (plan.kind === "fetch") fetch.set(group.orderId, plan.fallback);
  }

  const gone: OrderGroup[] = [];
  await applyTogetherOrAlone(
    [...fetch.keys()],
    async (orderIds) => {
      const answer = await ports.shopifyOrders.fetchOrders(shopId, orderIds);
      if (!answer.ok) return answer;
      for (const orderId of orderIds) {
        const facts = answer.value.get(orderId) ?? fetch.get(orderId);
        const group = groups.get(orderId);
        if (!answer.value.has(orderId) && group?.deletedAt) gone.push(group);
        // Neither fetched nor told: an order that this app may not see (older than 60 days) stays as it is.
        else if (facts) record.push(facts);
      }
    },
    failGroup,
  );

  await recordTogether(ports, shopId, record, failGroup);
  await applyTogetherOrAlone(
    gone,
    async (deleted) => {
      for (const { orderId, deletedAt } of deleted)
        if (deletedAt) await deleteOrder(ports, shopId, orderId, deletedAt);
    },
    (group, failure) => failGroup(group.orderId, failure),
  );
}

async function recordTogether(
  ports: OrderEventPorts,
  shopId: string,
  facts: readonly OrderFacts[],
  failGroup: (orderId: string, failure: Failure) => void,
): Promise<void> {
  const tagged = await completeTags(ports, shopId, facts);
  const complete = tagged.ok ? await completeProducts(ports, shopId, tagged.value) : tagged;
  if (!complete.ok) {
    for (const one of facts) failGroup(one.orderId, refused(complete));
    return;
  }
  await applyTogetherOrAlone(
    complete.value,
    async (some) => {
      await recordOrders(ports, shopId, some);
      await ports.knownOrders.remember(
        shopId,
        some.map((one) => ({ orderId: one.orderId, updatedAt: one.updatedAt, digest: digestOfOrder(one) })),
      );
    },
    (one, failure) => failGroup(one.orderId, failure),
  );
}

function groupByOrder(read: readonly ReadEvent[]): Map<string, OrderGroup> {
  const groups = new Map<string, OrderGroup>();
  for (const { event, meaning } of read) {
    if (
      meaning.kind !== "order-state" &&
      meaning.kind !== "order-changed" &&
      meaning.kind !== "order-deleted"
    )
      continue;
    const { orderId } = meaning;
    const group = groups.get(orderId) ?? { orderId, events: [], states: [], named: false, deletedAt: null };
    groups.set(orderId, group);
    group.events.push(event);
    if (meaning.kind === "order-state") group.states.push(meaning.state);
    else group.named = true;
    if (meaning.kind === "order-deleted") group.deletedAt = event.triggeredAt;
  }
  return groups;
}
