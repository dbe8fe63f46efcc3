import { fork, spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { NODE } from "../pinned-node.ts";
import { prepareBuild } from "../prepare.ts";
import { findFreePort } from "../start/ports.ts";
import { BENCH_SHOP, type BenchServer, freshDatabase } from "./bench-shop.ts";
import { end, told } from "./processes.ts";
import { median, type Row } from "./table.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL("./bare-server.process.ts", import.meta.url));
const SECRET = randomBytes(16).toString("hex");
const SATURATION = { connections: 32, seconds: 5 };
const STEADY = { connections: 10, seconds: 8, perSecond: 100 };

/** An `orders/create` of usual size, as Shopify words it. */
const PAYLOAD = JSON.stringify({
  id: 4_000_000_000_001,
  admin_graphql_api_id: "gid://shopify/Order/4000000000001",
  name: "#1001",
  email: "ada@example.com",
  currency: "USD",
  financial_status: "paid",
  processed_at: "2026-01-05T10:00:00-05:00",
  updated_at: "2026-01-05T10:00:00-05:00",
  total_price: "59.97",
  customer: {
    id: 6_000_000_000_001,
    email: "ada@example.com",
    first_name: "Ada",
    tags: "",
    state: "enabled",
  },
  line_items: Array.from({ length: 12 }, (_, index) => ({
    id: 5_000_000_000_000 + index,
    title: `A product with a name of usual length, number ${index}`,
    quantity: 1,
    price: "4.99",
    price_set: {
      shop_money: { amount: "4.99", currency_code: "USD" },
      presentment_money: { amount: "4.99", currency_code: "USD" },
    },
    discount_allocations: [],
    tax_lines: [{ price: "0.40", rate: 0.08, title: "State tax" }],
  })),
});

/** How fast a webhook is acknowledged by the production server, against a bare server that does the least one could do. */
export async function benchWebhooks(
  server: BenchServer,
  { runs }: { runs: number },
  say: (line: string) => void,
): Promise<Row[]> {
  await prepareBuild(say);
  const databaseUrl = await freshDatabase(server, "bench_webhooks");
  const port = await findFreePort();
  const app = spawn(NODE, [join(ROOT, "app/server.ts")], {
    cwd: ROOT,
    // The log goes to a file, as a container's runtime keeps it.
    stdio: ["ignore", openSync(join(server.folder, "web.log"), "a"), "inherit", "ipc"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      SHOPIFY_API_KEY: "bench",
      SHOPIFY_API_SECRET: SECRET,
      SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
      TOKEN_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    },
  });
  const bare = fork(BARE, [databaseUrl, SECRET], { execPath: NODE });
  try {
    const barePort = await told<{ port: number }>(bare, "the bare server");
    await told(app, "the app");
    const appUrl = `http://127.0.0.1:${port}/webhooks/orders/create`;
    const bareUrl = `http://127.0.0.1:${barePort.port}/webhook`;
    const rates = { app: [] as number[], bare: [] as number[], empty: [] as number[] };
    const p99 = { app: [] as number[], bare: [] as number[] };
    for (let round = 1; round <= runs; round++) {
      rates.bare.push(await saturate(bareUrl));
      rates.app.push(await saturate(appUrl));
      rates.empty.push(await saturate(`http://127.0.0.1:${barePort.port}/empty`));
      p99.bare.push(await steady(bareUrl));
      p99.app.push(await steady(appUrl));
      say(
        `round ${round}: app ${rates.app.at(-1)!.toFixed(0)}/s, bare ${rates.bare.at(-1)!.toFixed(0)}/s, p99 ${p99.app.at(-1)!} ms`,
      );
    }
    const perSecond = (values: number[]) => `${median(values).toFixed(0)}/s`;
    return [
      {
        figure: "webhooks acknowledged, saturated",
        measured: perSecond(rates.app),
        anchor: `bare server ${perSecond(rates.bare)}`,
        ratio: median(rates.app) / median(rates.bare),
        most: null,
        least: 0.5,
      },
      {
        figure: "p99 of an acknowledgement at 100/s",
        measured: `${median(p99.app)} ms`,
        anchor: "50 ms",
        ratio: median(p99.app) / 50,
        most: 1,
      },
      {
        figure: "the bare server's p99, beside",
        measured: `${median(p99.bare)} ms`,
        anchor: "",
        ratio: null,
        most: null,
      },
      {
        figure: "an empty handler, beside",
        measured: perSecond(rates.empty),
        anchor: "",
        ratio: null,
        most: null,
      },
    ];
  } finally {
    await end(app);
    await end(bare);
  }
}

let eventNumber = 0;

function deliveries() {
  const headers = {
    "content-type": "application/json",
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": BENCH_SHOP,
    "x-shopify-api-version": "2026-07",
    "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(PAYLOAD).digest("base64"),
    "x-shopify-triggered-at": new Date().toISOString(),
  };
  return [
    {
      method: "POST",
      headers,
      body: PAYLOAD,
      setupRequest: (request: { headers?: Record<string, string> }) => {
        const id = `bench-${++eventNumber}`;
        return {
          ...request,
          headers: { ...request.headers, "x-shopify-event-id": id, "x-shopify-webhook-id": id },
        };
      },
    },
  ];
}

async function saturate(url: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: SATURATION.connections,
    duration: SATURATION.seconds,
    requests: deliveries(),
  });
  refuseFailures(result, url);
  return result.requests.average;
}

async function steady(url: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: STEADY.connections,
    duration: STEADY.seconds,
    overallRate: STEADY.perSecond,
    requests: deliveries(),
  });
  refuseFailures(result, url);
  return result.latency.p99;
}

function refuseFailures(result: { non2xx: number; errors: number; timeouts: number }, url: string): void {
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0)
    throw new Error(
      `${url}: ${non2xx} refusals, ${errors} errors, ${timeouts} timeouts: nothing was measured`,
    );
}
