import type { AppConfig } from "../config.ts";
import { idOf } from "../state/ids.ts";
import type { Delivery } from "../state/model/app.ts";
import { customerOf } from "../state/operations/orders.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { bodyOf, planDeliveries } from "./plan-deliveries.ts";
import { sendWebhook } from "./send-webhook.ts";
import type { StoreEvent } from "../state/events.ts";

/** Waits before the eight retries, real time: four hours in all. */
export const retryDelaysMs = [10_000, 30_000, 60_000, 300_000, 1_800_000, 3_600_000, 3_600_000, 5_000_000];
const concurrency = 8;
const tickMs = 50;

interface Queued {
  state: ShopState;
  delivery: Delivery;
}

/**
 * Takes every webhook from the event to the app's answer. What is under way is part of the store's state, so that a killed dev
 * store goes on delivering when it starts again.
 */
export class Courier {
  readonly #store: Store;
  readonly #config: () => AppConfig;
  readonly #retryScale: number;
  readonly #log: (message: string) => void;
  #ready: Queued[] = [];
  #head = 0;
  #waiting: Queued[] = [];
  #inFlight = 0;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** `retryScale` shortens the waits between retries, for tests: 0.001 makes four hours fourteen seconds. */
  constructor(
    store: Store,
    config: () => AppConfig,
    options: { retryScale: number; log: (message: string) => void },
  ) {
    this.#store = store;
    this.#config = config;
    this.#retryScale = options.retryScale;
    this.#log = options.log;
    for (const state of store.shops)
      for (const delivery of state.all("delivery").values()) this.#waiting.push({ state, delivery });
    store.onEvent((state, event, change) => {
      const planned = planDeliveries(store, config(), state, event);
      for (const delivery of planned) change.put("delivery", delivery);
      if (planned.length > 0)
        store.afterCommit(() => planned.forEach((delivery) => this.#enqueue({ state, delivery })));
    });
  }

  start(): void {
    this.#timer = setInterval(() => this.#promote(), tickMs);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Deliveries not yet answered and not given up, by topic. */
  outstanding(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const state of this.#store.shops)
      for (const delivery of state.all("delivery").values())
        counts.set(delivery.topic, (counts.get(delivery.topic) ?? 0) + 1);
    return counts;
  }

  /** Retries now what waits for its next attempt, instead of after minutes or hours. */
  hurry(): void {
    const now = Date.now();
    for (const queued of this.#waiting)
      if (queued.delivery.attempts > 0) queued.delivery = { ...queued.delivery, nextAttemptRealMs: now };
    this.#promote();
  }

  #enqueue(queued: Queued): void {
    if (queued.delivery.nextAttemptRealMs > Date.now()) this.#waiting.push(queued);
    else this.#ready.push(queued);
    this.#pump();
  }

  #promote(): void {
    const now = Date.now();
    if (this.#waiting.some((queued) => queued.delivery.nextAttemptRealMs <= now)) {
      const due = this.#waiting.filter((queued) => queued.delivery.nextAttemptRealMs <= now);
      this.#waiting = this.#waiting.filter((queued) => queued.delivery.nextAttemptRealMs > now);
      due.sort((a, b) => a.delivery.nextAttemptRealMs - b.delivery.nextAttemptRealMs);
      for (const queued of due) this.#ready.push(queued);
    }
    this.#pump();
  }

  #next(): Queued | null {
    if (this.#head >= this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
      return null;
    }
    if (this.#store.faults.reorder) {
      const pick = this.#head + Math.floor(this.#store.random() * (this.#ready.length - this.#head));
      const first = this.#ready[this.#head];
      const picked = this.#ready[pick];
      if (first && picked) [this.#ready[this.#head], this.#ready[pick]] = [picked, first];
    }
    const next = this.#ready[this.#head] ?? null;
    this.#head += 1;
    return next;
  }

  #pump(): void {
    while (!this.#stopped && this.#inFlight < concurrency) {
      const next = this.#next();
      if (!next) return;
      this.#inFlight += 1;
      void this.#attempt(next)
        .catch((error: unknown) => {
          this.#log(`webhook ${next.delivery.topic} can't be sent: ${String(error)}`);
          this.#forget(next);
        })
        .finally(() => {
          this.#inFlight -= 1;
          this.#pump();
        });
    }
  }

  /** The body of a bulk import's event, from the state as it is; null when its subject is gone. */
  #lateBody({ state, delivery }: Queued): string | null {
    const now = this.#store.nowInstant();
    const orderId = idOf("Order", delivery.subjectGid);
    const order = orderId === null ? null : state.get("order", orderId);
    if (order) {
      const topic = delivery.topic as "orders/create" | "orders/paid" | "orders/updated";
      const event: StoreEvent = { topic, order, customer: customerOf(state, order) };
      return bodyOf(state, event, now, null);
    }
    const customerId = idOf("Customer", delivery.subjectGid);
    const customer = customerId === null ? null : state.get("customer", customerId);
    return customer ? bodyOf(state, { topic: "customers/create", customer }, now, null) : null;
  }

  async #attempt(queued: Queued): Promise<void> {
    const { state, delivery } = queued;
    const body = delivery.body ?? this.#lateBody(queued);
    if (body === null) return this.#forget(queued);
    const { appUrl, apiSecret } = this.#store.config;
    const given = new URL(delivery.uri, appUrl);
    const status = await sendWebhook({
      url: new URL(given.pathname + given.search, appUrl),
      topic: delivery.topic,
      shop: state.shop.domain,
      apiVersion: this.#config().apiVersion,
      webhookId: delivery.webhookId,
      eventId: delivery.eventId,
      triggeredAt: delivery.triggeredAt,
      body,
      secret: apiSecret,
    });
    if (this.#stopped) return;
    if (status !== null && status >= 200 && status < 300) return this.#forget(queued);
    this.#retryLater(queued, status);
  }

  #forget({ state, delivery }: Queued): void {
    this.#store.write(state, (change) => change.remove("delivery", delivery.id));
  }

  #retryLater(queued: Queued, status: number | null): void {
    const { state, delivery } = queued;
    const wait = retryDelaysMs[delivery.attempts];
    if (wait === undefined) {
      this.#log(
        `webhook ${delivery.topic} given up after ${delivery.attempts + 1} attempts, last answer ${status ?? "none"}`,
      );
      return this.#forget(queued);
    }
    const later: Delivery = {
      ...delivery,
      attempts: delivery.attempts + 1,
      nextAttemptRealMs: Date.now() + wait * this.#retryScale,
    };
    this.#store.write(state, (change) => change.put("delivery", later));
    this.#waiting.push({ state, delivery: later });
  }
}
