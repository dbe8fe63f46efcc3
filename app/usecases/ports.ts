import type { OrderFacts } from "#app/domain/earning/order-facts.ts";

/**
 * What the use cases need from outside, declared by them. Adapters: persistence/, shopify/, jobs/, messaging/.
 * A use case is `verb(ports, shopId, input)`; whatever it writes, it writes inside one `transaction`.
 */
export interface Clock {
  now(): Date;
}

/** Opaque, time-sortable ids (RFC 9562 UUIDv7) whose time is the argument. */
export interface Ids {
  next(at: Date): string;
}

export interface Logger {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Wakes work that already stands in the database; losing a wake-up loses nothing (a sweep finds it). */
export interface Wake {
  inbox(shopId: string): void;
  imports(shopId: string): void;
  metafields(shopId: string): void;
}

/** Reads from Shopify's Admin API. Lost answers and throttling are the gateway's business; a dead token is a refusal. */
export interface ShopifyOrders {
  /** Full current state of up to 50 orders; an id that Shopify no longer knows is absent from the map. */
  fetchOrders(shopId: string, orderIds: readonly string[]): Promise<Map<string, OrderFacts>>;
}
