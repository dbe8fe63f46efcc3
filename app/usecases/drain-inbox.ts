import { applyCustomerStates, type CustomerStatePorts } from "./apply-customer-states.ts";
import { applyOrderEvents, type OrderEventPorts } from "./apply-order-events.ts";
import type { EventResult, Inbox, InboxEvent, ReadWebhook, WebhookMeaning } from "./inbox-ports.ts";
import { attempt, type Fail, type Failure } from "./isolate-failures.ts";
import type { Clock, Logger, Wake } from "./ports.ts";

export type PrivacyRequest = {
  readonly requestId: string;
  readonly customerId: string;
  readonly email: string | null;
  readonly receivedAt: Date;
};

/** What events beyond orders lead to: use cases, bound to their ports by the wiring. Each may run twice for one event. */
export type InboxEffects = {
  recordCustomers(
    shopId: string,
    customers: readonly { readonly customer: CustomerFacts; readonly at: Date }[],
  ): Promise<void>;
  deleteCustomer(shopId: string, customerId: string): Promise<void>;
  mergeCustomers(
    shopId: string,
    merge: { readonly keptId: string; readonly deletedId: string },
  ): Promise<void>;
  uninstall(shopId: string, triggeredAt: Date): Promise<void>;
  updateScopes(shopId: string, scopes: readonly string[]): Promise<void>;
  answerDataRequest(shopId: string, request: PrivacyRequest): Promise<void>;
  redactCustomer(shopId: string, request: PrivacyRequest): Promise<void>;
  redactShop(shopId: string, triggeredAt: Date): Promise<void>;
};

export type DrainPorts = OrderEventPorts &
  CustomerStatePorts & {
    readonly inbox: Inbox;
    readonly readWebhook: ReadWebhook;
    readonly effects: InboxEffects;
    readonly clock: Clock;
    readonly wake: Pick<Wake, "imports">;
    readonly log: Logger;
  };

/** Events taken at once: enough that orders are recorded in few transactions, few enough that a batch takes a moment. */
const BATCH = 250;
const ATTEMPTS = 10;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60 * 60 * 1000;

/**
 * Works off everything that is due in a shop's inbox. One event that fails never holds up another: it is tried again with
 * growing pauses, and after ten attempts it is given up and shown to the merchant.
 */
export async function drainInbox(ports: DrainPorts, shopId: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const taken = await ports.inbox.claim(shopId, ports.clock.now(), BATCH, (events) =>
      settleEvents(ports, shopId, events),
    );
    if (taken === 0 || signal?.aborted === true) return;
  }
}

type ReadEvent = { readonly event: InboxEvent; readonly meaning: WebhookMeaning };

async function settleEvents(
  ports: DrainPorts,
  shopId: string,
  events: readonly InboxEvent[],
): Promise<EventResult[]> {
  const read = events.map((event): ReadEvent => ({
    event,
    meaning: ports.readWebhook(event.topic, event.payload),
  }));
  const failures = new Map<InboxEvent, Failure>();
  const fail: Fail = (event, failure) => {
    failures.set(event, failure);
    const { topic, eventId } = event;
    ports.log.warn(
      { shopId, topic, eventId, attempt: event.attempts + 1, failure: failure.text },
      "a webhook's event failed",
    );
  };

  await applyOrderEvents(ports, shopId, read, fail);
  await applyCustomerStates(ports, shopId, read, fail);
  for (const { event, meaning } of read) {
    const failure = await attempt(() => applyOne(ports, shopId, event, meaning));
    if (failure !== null) fail(event, failure);
    else if (meaning.kind === "unreadable")
      fail(event, { text: `unreadable: ${meaning.detail}`, permanent: true });
  }

  const now = ports.clock.now();
  const erased = read.some(({ event, meaning }) => meaning.kind === "shop-redact" && !failures.has(event));
  return events.map((event): EventResult => {
    const failure = failures.get(event);
    if (!failure) return { kind: erased ? "forgotten" : "done", event };
    const retryAt = failure.permanent ? null : nextAttempt(event.attempts + 1, now);
    return { kind: "failed", event, failure: failure.text, retryAt };
  });
}

function nextAttempt(attempts: number, now: Date): Date | null {
  if (attempts >= ATTEMPTS) return null;
  return new Date(now.getTime() + Math.min(FIRST_RETRY_MS * 4 ** (attempts - 1), LONGEST_RETRY_MS));
}

/** Events that come one at a time. Orders and customers' states were applied before, together. */
async function applyOne(
  ports: DrainPorts,
  shopId: string,
  event: InboxEvent,
  meaning: WebhookMeaning,
): Promise<void> {
  const { effects } = ports;
  switch (meaning.kind) {
    case "customer-deleted":
      return effects.deleteCustomer(shopId, meaning.customerId);
    case "customers-merged":
      return effects.mergeCustomers(shopId, meaning);
    case "bulk-finished":
      return ports.wake.imports(shopId);
    case "uninstalled":
      return effects.uninstall(shopId, event.triggeredAt);
    case "scopes-changed":
      return effects.updateScopes(shopId, meaning.scopes);
    case "data-request":
      return effects.answerDataRequest(shopId, privacyRequest(event, meaning, meaning.requestId));
    case "customer-redact":
      return effects.redactCustomer(shopId, privacyRequest(event, meaning, null));
    case "shop-redact":
      return effects.redactShop(shopId, event.triggeredAt);
    case "order-state":
    case "order-changed":
    case "order-deleted":
    case "customer-state":
    case "nothing":
    case "unreadable":
      return;
  }
}

function privacyRequest(
  event: InboxEvent,
  meaning: { readonly customerId: string; readonly email: string | null },
  requestId: string | null,
): PrivacyRequest {
  const { customerId, email } = meaning;
  return { requestId: requestId ?? event.eventId, customerId, email, receivedAt: event.receivedAt };
}
