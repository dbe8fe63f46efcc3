import type { CustomerFacts, FinancialStatus, OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";

/** A webhook whose signature holds, as it came. */
export type Webhook = {
  readonly shopId: string;
  readonly topic: string;
  /** `X-Shopify-Event-Id`, else `X-Shopify-Webhook-Id`: the same event delivered again has the same one. */
  readonly eventId: string;
  readonly triggeredAt: Date;
  /** The raw body; nobody has looked into it yet. */
  readonly payload: string;
};

export type InboxEvent = Webhook & { readonly receivedAt: Date; readonly attempts: number };

/**
 * What became of an event. `forgotten`: done, and not even its row may stay (its shop was erased). `retryAt` null: it is
 * given up and stands on the Connection page.
 */
export type EventResult = { readonly event: InboxEvent } & (
  | { readonly kind: "done" }
  | { readonly kind: "forgotten" }
  | { readonly kind: "failed"; readonly failure: string; readonly retryAt: Date | null }
);

export type FailedEvent = {
  readonly topic: string;
  readonly eventId: string;
  readonly receivedAt: Date;
  readonly attempts: number;
  readonly failure: string;
};

export interface Inbox {
  /**
   * Stores the event, due at once, by one statement. False: seen before, or the shop is unknown, or it has uninstalled and the
   * topic is none of those that come after an uninstall.
   */
  put(event: Webhook & { readonly receivedAt: Date; readonly evenUninstalled: boolean }): Promise<boolean>;
  /**
   * Takes up to `limit` due events, oldest first. One worker at a time in a shop, the others wait for their turn; the events
   * stay locked while `work` runs, and its results are stored with them. A process that dies lets go of them at once.
   * Resolves to how many were taken.
   */
  claim(
    shopId: string,
    now: Date,
    limit: number,
    work: (events: InboxEvent[]) => Promise<EventResult[]>,
  ): Promise<number>;
  /** Events that are not done and not given up. */
  countOpen(shopId: string): Promise<number>;
  /** When the next event that waits for another attempt is due; null: none waits. */
  nextDueAt(shopId: string): Promise<Date | null>;
  /** Shops with something due, installed or not: compliance topics come after an uninstall. */
  listShopsWithDue(now: Date): Promise<string[]>;
  listFailed(shopId: string, limit: number): Promise<FailedEvent[]>;
  /** The merchant asks for another try. False: there is no such failed event. */
  retry(shopId: string, topic: string, eventId: string, at: Date): Promise<boolean>;
  lastByTopic(shopId: string): Promise<{ topic: string; receivedAt: Date }[]>;
  /** Forgets events done before this moment. */
  purge(shopId: string, doneBefore: Date): Promise<number>;
  /** Forgets what undone events still say about a customer. */
  forgetCustomer(shopId: string, customerIdTail: string): Promise<void>;
}

/** What a payload can't tell: see `readOrderPayload`. */
export type Untold = "paid-at" | "store-credit" | "shop-money";

export type OrderState = { readonly facts: OrderFacts; readonly untold: ReadonlySet<Untold> };

/** An event in the house's words. */
export type WebhookMeaning =
  | { readonly kind: "order-state"; readonly orderId: string; readonly state: OrderState }
  /** Something about this order changed: fetch it. */
  | { readonly kind: "order-changed"; readonly orderId: string }
  | { readonly kind: "order-deleted"; readonly orderId: string }
  | { readonly kind: "customer-state"; readonly customer: CustomerFacts; readonly updatedAt: Date | null }
  /** Payloads of customers don't say which tags they have: ask. */
  | { readonly kind: "customer-tags-changed"; readonly customerId: string }
  | { readonly kind: "consent-changed"; readonly customerId: string; readonly subscribed: boolean }
  | { readonly kind: "customer-deleted"; readonly customerId: string }
  | { readonly kind: "customers-merged"; readonly keptId: string; readonly deletedId: string }
  /** Updated, deleted, or without one of its codes: look what is left of it. */
  | { readonly kind: "discount-changed"; readonly discountId: string }
  | { readonly kind: "bulk-finished" }
  /** Its name, time zone or currency may be others now: ask. */
  | { readonly kind: "shop-changed" }
  | { readonly kind: "uninstalled" }
  | { readonly kind: "scopes-changed"; readonly scopes: readonly string[] }
  | {
      readonly kind: "data-request";
      readonly requestId: string | null;
      readonly customerId: string;
      readonly email: string | null;
    }
  | { readonly kind: "customer-redact"; readonly customerId: string; readonly email: string | null }
  | { readonly kind: "shop-redact" }
  /** Nothing to do: a merge that failed. */
  | { readonly kind: "nothing" }
  /** Not what the topic promises; retrying would not help. */
  | { readonly kind: "unreadable"; readonly detail: string };

/** `currency`: the shop's. */
export type ReadWebhook = (topic: string, payload: string, currency: string) => WebhookMeaning;

/** What is stored of an order, as far as it decides whether a state is news. */
export type KnownOrder = {
  readonly updatedAt: Date;
  readonly origin: "csv" | "shopify";
  readonly paidAt: Date | null;
  readonly deleted: boolean;
  /** Digest of the state stored last (`digestOfOrder`); null: it came by another road. */
  readonly digest: string | null;
  /** What tells two states of one second apart where there is no digest. */
  readonly financialStatus: FinancialStatus;
  readonly totalMinor: bigint;
  readonly cancelledAt: Date | null;
  readonly fulfilledAt: Date | null;
  readonly refunds: number;
};

export interface KnownOrders {
  list(shopId: string, orderIds: readonly string[]): Promise<Map<string, KnownOrder>>;
  /** Keeps the digests of states just recorded, unless a newer state was recorded meanwhile. */
  remember(
    shopId: string,
    states: readonly { readonly orderId: string; readonly updatedAt: Date; readonly digest: string }[],
  ): Promise<void>;
}

export interface ShopifyCustomers {
  /** Customers as Shopify has them now; an id it no longer knows is absent. */
  fetchCustomers(
    shopId: string,
    customerIds: readonly string[],
  ): Promise<Outcome<Map<string, CustomerFacts>>>;
}
