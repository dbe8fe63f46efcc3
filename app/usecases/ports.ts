import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { OverviewCounts } from "#app/domain/retention/overview.ts";

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
  /** Books have moved: the storefront shows it, and mails tell of it. */
  metafields(shopId: string): void;
  redemptions(shopId: string): void;
  campaigns(shopId: string): void;
  /** Mails are due. */
  mails(shopId: string): void;
  redemptions(shopId: string): void;
  grants(shopId: string): void;
  /** Members may have reached a tier, or stand on a new ladder. */
  tiers(shopId: string): void;
}

/** Reads from Shopify's Admin API. Lost answers and throttling are the gateway's business; a dead token is a refusal. */
export interface ShopifyOrders {
  /** Full current state of these orders (any number, fetched in batches); an id that Shopify no longer knows is absent from the map. */
  fetchOrders(shopId: string, orderIds: readonly string[]): Promise<Outcome<Map<string, OrderFacts>>>;
}

export type ApiToken = {
  readonly tokenId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

/** Tokens of the public API; only a hash of the secret is kept. */
export interface ApiTokens {
  insert(shopId: string, token: ApiToken & { readonly secretHash: string }): Promise<void>;
  /** Null when unknown, revoked, or its shop has uninstalled. */
  getActive(shopId: string, tokenId: string): Promise<{ name: string; secretHash: string } | null>;
  touch(shopId: string, tokenId: string, at: Date): Promise<void>;
  /** False when there was nothing to revoke. */
  revoke(shopId: string, tokenId: string, at: Date): Promise<boolean>;
  list(shopId: string): Promise<ApiToken[]>;
}

/** Calendar days `YYYY-MM-DD` in the shop's zone, all inclusive; null = unbounded. */
export type ReportWindow = {
  readonly asOf: string;
  readonly from: string | null;
  readonly to: string | null;
};

export interface ReportCounts {
  countOverview(shopId: string, timeZone: string, window: ReportWindow): Promise<OverviewCounts>;
}

export type MemberRecord = {
  readonly memberId: string;
  readonly customerId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly participation: "member" | "outside" | "left" | "excluded" | "merged" | "erased";
  readonly joinedOn: string;
  readonly balance: number;
  /** What a redemption may take now: the balance without lots past their expiry, never below 0 (law 3). */
  readonly spendable: number;
  readonly pending: number;
  readonly deficit: number;
  readonly earnedTotal: number;
  readonly ordersCount: number;
  readonly spentMinor: bigint;
  readonly lastOrderOn: string | null;
  readonly mergedInto: string | null;
  /** Every dated open lot, soonest first; instants as ISO text. */
  readonly expiring: readonly { readonly points: number; readonly expiresAt: string }[];
  /** Pending lots, soonest first; null: they wait for a fulfilment. */
  readonly maturing: readonly { readonly points: number; readonly maturesAt: string | null }[];
};

export type EntryRecord = {
  readonly id: string;
  readonly seq: number;
  readonly key: string;
  readonly at: Date;
  readonly kind: "earn" | "reverse" | "mature" | "redeem" | "return" | "expire" | "adjust" | "transfer";
  readonly points: number;
  readonly pendingPoints: number;
  readonly balanceAfter: number;
  readonly pendingAfter: number;
  readonly shortfall: number;
  readonly alreadyExpired: number;
  readonly reason: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly programVersion: number | null;
  readonly corrects: string | null;
  readonly lots: readonly { readonly id: string; readonly points: number; readonly expiresAt: Date | null }[];
};

export interface MemberReads {
  getMember(shopId: string, memberId: string, now: Date): Promise<MemberRecord | null>;
  getMemberOfCustomer(shopId: string, customerId: string, now: Date): Promise<MemberRecord | null>;
  /** In order of member id, which is the order of joining. */
  listMembers(
    shopId: string,
    page: {
      readonly email: string | null;
      readonly customerId: string | null;
      readonly after: string | null;
      readonly limit: number;
    },
    now: Date,
  ): Promise<MemberRecord[]>;
  /** Customers are known and none has a name or e-mail: Shopify withholds protected customer data. */
  areNamesWithheld(shopId: string): Promise<boolean>;
  getEntry(shopId: string, memberId: string, seq: number): Promise<EntryRecord | null>;
  /** `after` is the `seq` of the last entry of the page before. */
  listEntries(
    shopId: string,
    memberId: string,
    page: { readonly order: "asc" | "desc"; readonly after: number | null; readonly limit: number },
  ): Promise<EntryRecord[]>;
}

/** A shop as the use cases see it; `historyFrom` is a day in its zone. */
export type ShopRecord = {
  readonly shopId: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timeZone: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
  /** Nothing reaches shoppers before it. */
  readonly launchedAt: Date | null;
  /** Everything was removed from Shopify: nothing goes there until the merchant puts it back. */
  readonly quietSince: Date | null;
  readonly participation: "ordered" | "account" | "joined";
  readonly excludedTag: string | null;
  readonly historyFrom: string | null;
  readonly historyEarns: boolean;
  readonly reconciledUntil: Date | null;
  readonly tokenProblem: "reconnect" | null;
  /** Protected customer data that Shopify does not give this app: level 1 = customers and orders, level 2 = names and e-mails. */
  readonly dataWithheld: "level-1" | "level-2" | null;
};
