import type { AccessToken, AppInstallation, BulkOperation, Delivery, Mail } from "./model/app.ts";
import type { Collection, Product } from "./model/catalogue.ts";
import type { GiftCard, StoreCreditAccount } from "./model/credit.ts";
import type { Customer, CustomerMerge } from "./model/customer.ts";
import type { Discount } from "./model/discount.ts";
import type { Metafield, MetafieldDefinition } from "./model/metafield.ts";
import type { Order } from "./model/order.ts";
import type { Segment } from "./model/segment.ts";

/**
 * What a local Shopify store knows, as plain data.
 *
 * Conventions, for everything in this folder:
 * - Ids are the decimal tail of Shopify's gid, a string of 13 to 19 digits that never passes through a float.
 *   Gids are built at the edge with `gid()` from `ids.ts`. One id counter serves the whole dev store.
 * - Money is a bigint in minor units of the currency beside it (exponent by ISO 4217, `money.ts`).
 * - Instants are ISO 8601 UTC strings with whole seconds (`2026-07-01T12:00:00Z`), by the store's clock, as Shopify has them.
 *   Only tokens and deliveries run on real time, in epoch milliseconds (names end in `RealMs`).
 * - Everything is persisted with `v8.serialize`: plain objects, arrays, bigint, no classes, no functions.
 */

/** Decimal string of 13 to 19 digits. */
export type Id = string;

/** ISO 8601 UTC with whole seconds. */
export type Instant = string;

export type ProtectedDataLevel = "none" | "level-1" | "level-2";

export interface Shop {
  /** `perennial-demo.myshopify.com`; the key of everything. */
  domain: string;
  id: Id;
  name: string;
  email: string;
  timeZone: string;
  currency: string;
  createdAt: Instant;
  /** Scopes this merchant (or Shopify's review) never grants: what `POST /shops` withholds. */
  withheldScopes: string[];
  /** Protected customer data: without level 1 customers and orders are refused, without level 2 personal fields are null. */
  protectedData: ProtectedDataLevel;
  /** The number of the next order: 1001 gives `#1001`. */
  nextOrderNumber: number;
}

/** Everything persisted per shop, by kind; each value has an `id`. */
export interface Entities {
  customer: Customer;
  merge: CustomerMerge;
  product: Product;
  collection: Collection;
  order: Order;
  discount: Discount;
  segment: Segment;
  storeCreditAccount: StoreCreditAccount;
  giftCard: GiftCard;
  metafield: Metafield;
  metafieldDefinition: MetafieldDefinition;
  installation: AppInstallation;
  token: AccessToken;
  bulkOperation: BulkOperation;
  delivery: Delivery;
  mail: Mail;
}

export type EntityKind = keyof Entities;

/** Control of the wire's faults; all optional, `{}` is a healthy wire. */
export interface Faults {
  duplicate?: number | undefined;
  drop?: number | undefined;
  delayMs?: number | undefined;
  reorder?: boolean | undefined;
  adminErrors?: number | undefined;
  adminAnswersLost?: number | undefined;
  throttle?: boolean | undefined;
  seed?: number | undefined;
}

/** Refusals are values: `code` is stable, `detail` says what to do. `field` is Shopify's path of the offending input. */
export type Outcome<T> =
  { ok: true; value: T } | { ok: false; code: string; detail: string; field?: string[] };
