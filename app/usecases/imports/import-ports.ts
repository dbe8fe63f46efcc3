import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopRecord } from "../ports.ts";

/**
 * What the import needs from outside. One road serves the first import, the reconcile sweep and an uploaded order
 * export: rows → staging → set-based merge → the few orders that need a second look, one by one.
 */
export type ImportKind = "first" | "reconcile" | "csv";

export type ImportStatus =
  | "requested"
  | "exporting"
  | "loading"
  | "recording"
  | "fetching"
  | "review"
  | "done"
  | "failed"
  | "discarded";

/** Why a run stopped; each is a code that the locale files put into a sentence saying what to do. */
export type ImportFailure =
  | "reconnect" // the shop's token is dead: open the app in Shopify's admin, then try again
  | "access-denied" // a scope is missing
  | "shopify-unreachable"
  | "export-refused"
  | "export-failed" // Shopify gave the export up, several times
  | "export-expired"
  | "export-truncated"
  | "download-failed"
  | "file-unreadable"
  | "file-without-orders";

export type ImportRun = {
  readonly importId: string;
  readonly kind: ImportKind;
  readonly status: ImportStatus;
  /** Orders changed at or after this; null = all of them. */
  readonly since: Date | null;
  /** Shopify's bulk operation (gid). */
  readonly operationId: string | null;
  /** Name of an uploaded export, for people; its content stands in the file store under the import's id. */
  readonly fileName: string | null;
  readonly ordersTotal: number;
  readonly ordersDone: number;
  /** Exports and downloads that had to be tried again; bounded. */
  readonly attempts: number;
  readonly problemCount: number;
  readonly problems: readonly ImportProblem[];
  /** The merchant has seen the problems of the file and keeps what was good. */
  readonly confirmed: boolean;
  readonly failure: ImportFailure | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
};

/** A row that could not be used, of an uploaded file or of Shopify's export. `row` counts from 1, the header included, as a spreadsheet shows it. */
export type ImportProblem = {
  readonly row: number;
  readonly code: string;
  /** Values for the sentence in the locale files: column, value, expected … */
  readonly data: Readonly<Record<string, string | number>>;
};

/** One order as it stands in staging. Instants are ISO 8601 with offset, money is minor units of the shop's currency. */
export type StagedOrder = {
  readonly rowNumber: number;
  readonly orderId: string;
  readonly name: string;
  readonly customerId: string | null;
  readonly email: string | null;
  readonly customerEmail: string | null;
  readonly customerName: string | null;
  readonly customerTags: readonly string[];
  readonly hasAccount: boolean;
  readonly processedAt: string;
  readonly paidAt: string | null;
  readonly fulfilledAt: string | null;
  readonly cancelledAt: string | null;
  readonly test: boolean;
  readonly financialStatus: string;
  readonly source: string | null;
  /** Line prices contain tax: the merge takes each line's tax off its net. */
  readonly taxesIncluded: boolean;
  /** Net goods as a file tells them, order by order; its lines share them. null: the lines say it themselves. */
  readonly goodsMinor: bigint | null;
  readonly taxMinor: bigint;
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
  readonly updatedAt: string;
  /** Never refunded, edited or cancelled, nothing paid with store credit: needs no second look. */
  readonly simple: boolean;
};

export type StagedLine = {
  readonly orderId: string;
  readonly lineId: string;
  /** Grows in the order of the lines; need not be dense. */
  readonly position: number;
  readonly title: string;
  readonly quantity: number;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly vendor: string | null;
  readonly sku: string | null;
  readonly giftCard: boolean;
  /** After all discounts, as priced: with tax inside where the order's prices include it. */
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** What discounts took off, as priced. */
  readonly discountMinor: bigint;
};

export type StagedRow =
  | { readonly kind: "order"; readonly order: StagedOrder }
  | { readonly kind: "line"; readonly line: StagedLine };

/** Of an order with an `unreadable` row nothing is used. */
export type ExportedRow = StagedRow | { readonly kind: "unreadable"; readonly row: UnreadableRow };

/** `name`: as people call the order, where this row says it. `reason`: in English, for whoever has to mend it. */
export type UnreadableRow = {
  readonly rowNumber: number;
  readonly orderId: string;
  readonly name: string | null;
  readonly reason: string;
};

export interface ImportRuns {
  create(
    shopId: string,
    run: {
      importId: string;
      kind: ImportKind;
      status: ImportStatus;
      since: Date | null;
      fileName: string | null;
      at: Date;
    },
  ): Promise<void>;
  get(shopId: string, importId: string): Promise<ImportRun | null>;
  /** Newest first, at most `limit`. */
  list(shopId: string, limit: number): Promise<ImportRun[]>;
  /** The unfinished run that was asked for first. */
  nextOpen(shopId: string): Promise<ImportRun | null>;
  update(shopId: string, importId: string, change: ImportRunChange): Promise<void>;
}

export type ImportRunChange = {
  readonly status?: ImportStatus;
  readonly operationId?: string | null;
  readonly ordersTotal?: number;
  readonly ordersDone?: number;
  readonly attempts?: number;
  readonly problems?: readonly ImportProblem[];
  readonly problemCount?: number;
  readonly confirmed?: boolean;
  readonly failure?: ImportFailure | null;
  readonly finishedAt?: Date | null;
};

/** How history earns, boiled down to what one SQL statement can compute. */
export type StagedRule = {
  readonly programVersion: number;
  /** Orders processed before it are history. */
  readonly rulesFrom: Date;
  /** Points for each `perMinor` of net goods, rounded down once an order. */
  readonly points: number;
  readonly perMinor: bigint;
  /** Points expire this many calendar months after they were earned; null = never. */
  readonly expiryMonths: number | null;
  readonly earns: boolean;
  /** More decides than one statement can compute: orders are recorded without points, which the ledger's own road gives. */
  readonly defers: boolean;
  /** First day whose orders earn; null = all. */
  readonly earnsFrom: string | null;
};

export type StagedCounts = { readonly orders: number; readonly lines: number };

export type Origin = "csv" | "shopify";

/** One part of the merge; the parts of an import have no member in common. */
export type Slice = {
  readonly importId: string;
  readonly index: number;
  readonly of: number;
  readonly origin: Origin;
  readonly at: Date;
};

export interface Staging {
  clear(shopId: string, importId: string): Promise<void>;
  /** Empties what an earlier try left, then streams the rows in at the pace of the database. Lines may precede their order. */
  load(shopId: string, importId: string, batches: AsyncIterable<readonly StagedRow[]>): Promise<StagedCounts>;
  /** Takes whole orders out again; the names of those that had one. */
  setAside(
    shopId: string,
    importId: string,
    orderIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Settles what the rows of a file mean only together; its first problems, by row, and how many there are. */
  settleFile(
    shopId: string,
    importId: string,
    limit: number,
  ): Promise<{ problems: ImportProblem[]; problemCount: number }>;
  /** Orders in staging: fewer than were loaded after the database itself was killed, since staging is unlogged. */
  countOrders(shopId: string, importId: string): Promise<number>;
  /** Lines whose order is not in staging: the sign of a truncated file. */
  countOrphans(shopId: string, importId: string): Promise<number>;
  /**
   * Records the simple, new orders of history among a slice in one transaction; the same slice again changes nothing.
   * Outdated: the shop's rules are no longer `shop`'s and `rule`; nothing was recorded.
   */
  recordSlice(shop: ShopRecord, rule: StagedRule | null, slice: Slice): Promise<"recorded" | "outdated">;
  /** Staged orders that are not recorded in their present state, in id order after `after`. */
  listRemaining(
    shopId: string,
    importId: string,
    origin: Origin,
    after: string,
    limit: number,
  ): Promise<string[]>;
  countRemaining(shopId: string, importId: string, origin: Origin): Promise<number>;
  /** Staged orders as facts: for files, where nobody can be asked again. */
  listFacts(shop: ShopRecord, importId: string, orderIds: readonly string[]): Promise<OrderFacts[]>;
  /** Orders that Shopify told us of, processed at or after `from`, which a complete export does not hold. */
  listAbsent(shopId: string, importId: string, from: Date, after: string, limit: number): Promise<string[]>;
}

/** One process at a time works on a shop's imports; a process that dies lets go at once. */
export interface ImportLock {
  /** false: another process holds it, and `work` did not run. */
  hold(shopId: string, work: () => Promise<void>): Promise<boolean>;
}

/** A bulk operation of Shopify, as far as the import cares. */
export type OrderExport = {
  readonly operationId: string;
  readonly state: "running" | "completed" | "failed";
  readonly errorCode: string | null;
  /** null: completed without a single object. */
  readonly url: string | null;
  /** Objects exported so far: orders and lines together. */
  readonly objectCount: number;
  readonly orderCount: number;
};

export interface OrderExports {
  /** Starts the export, or finds the one that a killed try of the same `request` started. */
  start(shopId: string, request: ExportRequest): Promise<Outcome<OrderExport>>;
  /** null: Shopify no longer knows it. */
  read(shopId: string, operationId: string): Promise<Outcome<OrderExport | null>>;
  /** Downloads and reads the result. @throws DownloadError in the middle of the stream */
  rows(url: string, currency: string, expectedObjects: number): AsyncIterable<readonly ExportedRow[]>;
}

export type ExportRequest = {
  readonly importId: string;
  readonly attempt: number;
  readonly since: Date | null;
};

/** The result can't be had: `expired` asks for a new export, `truncated` and `failed` for another download. */
export class DownloadError extends Error {
  override name = "DownloadError";
  readonly code: "expired" | "truncated" | "failed";
  constructor(code: "expired" | "truncated" | "failed", message: string) {
    super(message);
    this.code = code;
  }
}
