import { applyCustomerStates } from "../members/apply-customer-states.ts";
import { applyOrderEvents, type OrderEventPorts } from "../orders/apply-order-events.ts";
import { applySingleEvent, type SingleEventPorts } from "./apply-single-event.ts";
import type { EventResult, Inbox, InboxEvent, ReadWebhook, WebhookMeaning } from "./inbox-ports.ts";
import { attempt, type Fail, type Failure } from "./isolate-failures.ts";
import type { Clock, Logger } from "../ports.ts";
import type { RecordCustomerPorts } from "../members/record-customers.ts";

export type DrainPorts = OrderEventPorts &
  RecordCustomerPorts &
  SingleEventPorts & {
    readonly inbox: Inbox;
    readonly readWebhook: ReadWebhook;
    readonly clock: Clock;
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
  // Gone already: only an erasure that comes a second time, which says nothing about money.
  const currency = (await ports.shops.get(shopId))?.currency ?? "";
  const read = events.map((event): ReadEvent => ({
    event,
    meaning: ports.readWebhook(event.topic, event.payload, currency),
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
    const failure = await attempt(() => applySingleEvent(ports, shopId, event, meaning));
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
