import { randomUUID } from "node:crypto";
import type { AppConfig, WebhookSubscription } from "../config.ts";
import type { StoreEvent } from "../state/events.ts";
import { gid } from "../state/ids.ts";
import type { Delivery } from "../state/model/app.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { payloadOf } from "./payload.ts";
import { isComplianceTopic, needsProtectedData, scopesAllow } from "./topics.ts";

/** With `reorder` each delivery is held for up to this long, so that later ones overtake it. */
const reorderHoldMs = 2000;

function mayTell(state: ShopState, event: StoreEvent): boolean {
  if (isComplianceTopic(event.topic)) return state.installation !== null;
  const { installation } = state;
  if (!installation?.installed) return false;
  if (needsProtectedData(event.topic) && state.shop.protectedData === "none") return false;
  return scopesAllow(event.topic, installation.grantedScopes);
}

/** The raw body that is signed and sent; a subscription's `include_fields` keeps only those fields. */
export function bodyOf(
  state: ShopState,
  event: StoreEvent,
  now: string,
  includeFields: string[] | null,
): string {
  const payload = payloadOf(state.shop, event, now);
  if (!includeFields) return JSON.stringify(payload);
  const names = new Set(includeFields.map((field) => field.split(".")[0]));
  return JSON.stringify(Object.fromEntries(Object.entries(payload).filter(([name]) => names.has(name))));
}

function lateSubject(event: StoreEvent): string | null {
  if (!("late" in event) || !event.late) return null;
  return "order" in event ? gid("Order", event.order.id) : gid("Customer", event.customer.id);
}

function deliveryOf(
  store: Store,
  state: ShopState,
  event: StoreEvent,
  to: WebhookSubscription,
  eventId: string,
): Delivery {
  const { faults } = store;
  const subjectGid = lateSubject(event);
  const heldMs = (faults.delayMs ?? 0) + (faults.reorder ? Math.floor(store.random() * reorderHoldMs) : 0);
  return {
    id: store.newId(),
    webhookId: randomUUID(),
    eventId,
    topic: event.topic,
    uri: to.uri,
    body: subjectGid === null ? bodyOf(state, event, store.nowInstant(), to.includeFields) : null,
    subjectGid,
    triggeredAt: store.now().toISOString(),
    attempts: 0,
    nextAttemptRealMs: Date.now() + heldMs,
  };
}

/**
 * The deliveries that an event causes: one for each subscription of its topic, if scopes and protected customer data allow.
 * Faults are decided here, from the seeded sequence: lost for good, or sent twice with the same ids.
 */
export function planDeliveries(
  store: Store,
  config: AppConfig,
  state: ShopState,
  event: StoreEvent,
): Delivery[] {
  if (!mayTell(state, event)) return [];
  const eventId = randomUUID();
  const { duplicate = 0, drop = 0 } = store.faults;
  return config.subscriptions
    .filter((subscription) => subscription.topics.includes(event.topic))
    .flatMap((subscription) => {
      if (drop > 0 && store.random() < drop) return [];
      const first = deliveryOf(store, state, event, subscription, eventId);
      if (duplicate === 0 || store.random() >= duplicate) return [first];
      const again = deliveryOf(store, state, event, subscription, eventId);
      return [first, { ...again, webhookId: first.webhookId, triggeredAt: first.triggeredAt }];
    });
}
