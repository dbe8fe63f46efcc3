import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startDevStore, type RunningDevStore } from "#dev-store/compose.ts";
import { readEnvironment } from "#dev-store/environment.ts";
import { startReceivingApp, type ReceivingApp } from "./receiving-app.ts";

export const secret = "secret-of-the-tests";
export const demoShop = "perennial-demo.myshopify.com";

const topics = [
  "orders/create,orders/updated,orders/paid,orders/edited,orders/cancelled,orders/fulfilled,orders/partially_fulfilled,orders/delete",
  "refunds/create,fulfillments/create,customers/create,customers/update,customers/delete,customers/merge",
  "products/create,products/update,products/delete,collections/create,collections/update,collections/delete",
  "discounts/create,discounts/update,discounts/delete,discounts/redeemcode_added,discounts/redeemcode_removed",
  "bulk_operations/finish,app/uninstalled,app/scopes_update,shop/update",
]
  .flatMap((line) => line.split(","))
  .map((topic) => `[[webhooks.subscriptions]]\ntopics = ["${topic}"]\nuri = "/webhooks/${topic}"\n`)
  .join("\n");

export const everyScope =
  "read_all_orders,read_orders,write_orders,read_customers,write_customers,read_customer_merge,read_products,read_discounts,read_fulfillments,write_app_proxy";

const toml = `
name = "Test app"
application_url = "https://example.com"
[access_scopes]
scopes = "${everyScope}"
optional_scopes = ["write_gift_cards"]
[webhooks]
api_version = "2026-07"
${topics}
[[webhooks.subscriptions]]
compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
uri = "https://example.com/webhooks/compliance"
`;

/** A small order export, so that a test's store is not the big sample. */
export const smallCsv = [
  "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id,Source",
  "#1001,ann@example.com,paid,USD,20.00,0.00,0.00,20.00,2026-01-05 10:00:00 -0500,2,Fern,10.00,5000000000001,web",
  "",
].join("\n");

export interface Answer {
  status: number;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read what the surfaces promise
  headers: Headers;
}

export interface TestStore {
  app: ReceivingApp;
  running: RunningDevStore;
  folder: string;
  /** Calls the control API. */
  control(method: string, pathAndQuery: string, body?: unknown): Promise<Answer>;
  /** Waits until every webhook has been answered or given up. */
  settle(): Promise<void>;
  /** Stops and starts the dev store on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

async function call(url: string, method: string, body: unknown): Promise<Answer> {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
}

/** A whole dev store on a free port, with an app behind it; `csv` fills the demo shop (null: the sample store). */
export async function startTestStore(
  options: { csv?: string | null; environment?: Record<string, string> } = {},
): Promise<TestStore> {
  const folder = await mkdtemp(path.join(tmpdir(), "dev-store-"));
  const csv = options.csv === undefined ? smallCsv : options.csv;
  const orders = path.join(folder, "orders.csv");
  const appToml = path.join(folder, "shopify.app.toml");
  await writeFile(appToml, toml);
  if (csv !== null) await writeFile(orders, csv);
  const app = await startReceivingApp();
  const environment = readEnvironment({
    DEV_STORE_PORT: "0",
    APP_URL: app.url,
    SHOPIFY_API_KEY: "key-of-the-tests",
    SHOPIFY_API_SECRET: secret,
    DATA_DIR: folder,
    DEV_STORE_RETRY_SCALE: "0.000001",
    ...(csv === null ? {} : { DEV_STORE_ORDERS: orders }),
    ...options.environment,
  });
  const start = (): Promise<RunningDevStore> => startDevStore(environment, { appToml, log: () => undefined });
  const store: TestStore = {
    app,
    folder,
    running: await start(),
    control: (method, pathAndQuery, body) =>
      call(`${store.running.url}/_control${pathAndQuery}`, method, body),
    async settle() {
      const answer = await store.control("POST", "/settle", { timeoutMs: 100_000 });
      if (answer.status !== 200) throw new Error(`not settled: ${JSON.stringify(answer.body)}`);
    },
    async restart() {
      await store.running.close();
      store.running = await start();
    },
    async close() {
      await store.running.close();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await store.settle(); // the app is installed on the demo shop
  return store;
}

/** The decimal tail of a gid, as paths want it. */
export function tail(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}
