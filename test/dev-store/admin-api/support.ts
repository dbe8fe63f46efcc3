/** A store on a temporary folder with the app installed, its Admin API on a free port, and a client for it. */
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { createAdminApi } from "#dev-store/admin-api/handler.ts";
import { createBulkControl } from "#dev-store/admin-api/bulk/control.ts";
import { issueToken } from "#dev-store/auth/tokens.ts";
import { parseAppConfig, type AppConfig } from "#dev-store/config.ts";
import type { ProtectedDataLevel } from "#dev-store/state/model.ts";
import type { Order, OrderLine } from "#dev-store/state/model/order.ts";
import { Persistence } from "#dev-store/state/persistence.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import { Store } from "#dev-store/state/store.ts";

export const SHOP = "perennial-demo.myshopify.com";
export const ALL_SCOPES = [
  "read_all_orders",
  "read_orders",
  "write_orders",
  "write_customers",
  "write_products",
  "write_discounts",
  "write_gift_cards",
  "read_store_credit_accounts",
  "write_store_credit_account_transactions",
];

/** JSON as it came. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- read field by field in the tests
export type Json = any;
export type Answer = {
  status: number;
  data: Json;
  errors: Json[] | undefined;
  extensions: Json;
  text: string;
};

export interface Fixture {
  store: Store;
  state: ShopState;
  token: string;
  url: string;
  folder: string;
  /** What the app is told to have been told. */
  events: { topic: string }[];
  query: (
    text: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  /** Runs a bulk query and waits until it is final. */
  bulk: (query: string, groupObjects?: boolean) => Promise<BulkResult>;
  close: () => Promise<void>;
}

export interface BulkResult {
  id: string;
  status: string;
  errorCode: string | null;
  url: string | null;
  partialDataUrl: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  lines: Json[];
}

export async function openFixture(
  options: {
    scopes?: string[];
    optionalScopes?: string[];
    protectedData?: ProtectedDataLevel;
    currency?: string;
  } = {},
): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), "admin-api-"));
  const scopes = options.scopes ?? ALL_SCOPES;
  const server = await listen();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = new Store(
    { appUrl: "http://127.0.0.1:1", apiKey: "key", apiSecret: "secret", ownUrl: url, folder, demoShop: SHOP },
    new Persistence(folder),
  );
  const state = store.addShop({
    domain: SHOP,
    id: store.newId(),
    name: "Perennial Demo",
    email: "owner@example.com",
    timeZone: "America/New_York",
    currency: options.currency ?? "USD",
    createdAt: "2026-01-01T00:00:00Z",
    withheldScopes: [],
    protectedData: options.protectedData ?? "level-2",
    nextOrderNumber: 1001,
  });
  const events: { topic: string }[] = [];
  store.onEvent((_, event) => events.push(event));
  const token = store.write(state, (change) => {
    const installation = {
      id: store.newId(),
      installed: true,
      grantedScopes: scopes,
      installedAt: "2026-01-01T00:00:00Z",
      uninstalledAt: null,
    };
    change.put("installation", installation);
    return issueToken(state, change, { kind: "offline", expiring: true, userId: null }).id;
  });
  const app: AppConfig = {
    ...parseAppConfig('name = "Perennial"'),
    scopes: scopes.filter((scope) => !options.optionalScopes?.includes(scope)),
    optionalScopes: options.optionalScopes ?? [],
  };
  const router = express();
  router.use(createAdminApi(store, () => app));
  router.use(createBulkControl(store));
  server.on("request", router);

  const query: Fixture["query"] = (text, variables, headers) =>
    post(`${url}/_shops/${SHOP}/admin/api/2026-07/graphql.json`, text, variables, {
      "X-Shopify-Access-Token": token,
      ...headers,
    });
  const finished = new Map<string, () => void>();
  store.onEvent((_, event) => {
    if (event.topic !== "bulk_operations/finish") return;
    const { id } = event.operation;
    setImmediate(() => finished.get(id)?.());
  });

  return {
    store,
    state,
    token,
    url,
    folder,
    events,
    query,
    bulk: async (text, groupObjects = false) => {
      const started = await query(
        "mutation ($query: String!, $group: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $group) { bulkOperation { id } userErrors { message } } }",
        { query: text, group: groupObjects },
      );
      const { id } = started.data.bulkOperationRunQuery.bulkOperation as { id: string };
      const tail = id.slice(id.lastIndexOf("/") + 1);
      if (state.get("bulkOperation", tail)?.completedAt === null) {
        await new Promise<void>((resolve) => finished.set(tail, resolve));
      }
      return readBulk(query, id);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The operation as the API tells it, with its result's lines. */
export async function readBulk(query: Fixture["query"], id: string): Promise<BulkResult> {
  const answer = await query(
    "query ($id: ID!) { bulkOperation(id: $id) { id status errorCode url partialDataUrl objectCount rootObjectCount fileSize } }",
    { id },
  );
  const operation = answer.data.bulkOperation as Omit<BulkResult, "lines">;
  const text = operation.url ? await (await fetch(operation.url)).text() : "";
  const lines = text.split("\n").filter(Boolean);
  return { ...operation, lines: lines.map((one) => JSON.parse(one) as unknown) };
}

async function listen(): Promise<Server> {
  const { createServer } = await import("node:http");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

export async function post(
  url: string,
  query: string,
  variables: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const body = (text.startsWith("{") ? JSON.parse(text) : {}) as Omit<Answer, "status" | "text">;
  return { ...body, status: response.status, text };
}

export function line(store: Store, overrides: Partial<OrderLine> = {}): OrderLine {
  const quantity = overrides.quantity ?? 1;
  return {
    id: store.newId(),
    title: "Mug",
    variantTitle: null,
    sku: "MUG",
    vendor: "Perennial",
    productId: null,
    variantId: null,
    productTags: [],
    quantity,
    currentQuantity: quantity,
    unitPriceMinor: 1999n,
    taxMinor: 0n,
    discountAllocations: [],
    taxable: true,
    giftCard: false,
    requiresShipping: true,
    fulfilledQuantity: 0,
    properties: [],
    ...overrides,
  };
}

/** A paid order as the store keeps it, put past the operations so that every field can be chosen. */
export function putOrder(store: Store, state: ShopState, overrides: Partial<Order> = {}): Order {
  const number = 1001 + state.all("order").size;
  const order: Order = {
    id: store.newId(),
    name: `#${number}`,
    number,
    customerId: null,
    email: "ada@example.com",
    phone: null,
    currency: state.shop.currency,
    taxesIncluded: false,
    financialStatus: "paid",
    test: false,
    sourceName: "web",
    appId: null,
    note: null,
    customAttributes: [],
    tags: [],
    discountApplications: [],
    lines: [line(store)],
    shippingLines: [],
    transactions: [],
    refunds: [],
    fulfillments: [],
    edits: [],
    billingAddress: null,
    shippingAddress: null,
    paymentGatewayNames: ["bogus"],
    locale: "en",
    createdAt: "2026-07-01T12:00:00Z",
    processedAt: "2026-07-01T12:00:00Z",
    updatedAt: "2026-07-01T12:00:00Z",
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    ...overrides,
  };
  store.write(state, (change) => change.put("order", order));
  return order;
}
