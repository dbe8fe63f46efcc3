import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReceivingApp, type ReceivingApp } from "./support/receiving-app.ts";
import { tail } from "./support/test-store.ts";

const main = path.resolve(import.meta.dirname, "../../dev-store/main.ts");

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let app: ReceivingApp;
let folder: string;
let port: number;
let child: ChildProcess;

async function start(): Promise<void> {
  child = fork(main, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      DEV_STORE_PORT: String(port),
      APP_URL: app.url,
      SHOPIFY_API_KEY: "key",
      SHOPIFY_API_SECRET: "secret",
      DATA_DIR: folder,
      DEV_STORE_NOW: "2026-02-01T12:00:00Z",
    },
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the dev store ended instead of starting");
  });
  await Promise.race([once(child, "message"), ended]);
  ended.catch(() => undefined); // it ends later, when a test says so
}

async function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in test-store.ts
async function control(method: string, pathname: string, body?: object): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${port}/_control${pathname}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

beforeAll(async () => {
  app = await startReceivingApp();
  folder = await mkdtemp(path.join(tmpdir(), "dev-store-"));
  port = await freePort();
  await start();
});
afterAll(async () => {
  await kill();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a dev store killed with SIGKILL", () => {
  it("has everything again at the next start: orders, customers, shops, discounts, scopes and the clock", async () => {
    await control("POST", "/settle", {});
    const order = await control("POST", "/orders", {
      email: "ada@example.com",
      lines: [{ title: "X", price: "10.00" }],
    });
    await control("POST", `/orders/${tail(order.id)}/refunds`, { amount: "4.00" });
    await control("POST", "/discounts", { code: "KEEP", value: "5.00" });
    await control("POST", "/shops", { name: "Second", withhold: ["read_all_orders"] });
    await control("POST", "/clock", { now: "2026-02-03T12:00:00Z" });
    const before = {
      state: await control("GET", "/state"),
      order: await control("GET", `/orders/${tail(order.id)}`),
    };
    await kill();
    await start();
    const after = {
      state: await control("GET", "/state"),
      order: await control("GET", `/orders/${tail(order.id)}`),
    };
    expect({ ...after.state, now: null }).toEqual({ ...before.state, now: null });
    expect(after.state.now.slice(0, 13)).toBe("2026-02-03T12");
    expect(after.order).toEqual(before.order);
    expect((await control("GET", "/discounts?code=keep")).items).toHaveLength(1);
    expect((await control("GET", "/state?shop=second.myshopify.com")).scopes).not.toContain(
      "read_all_orders",
    );
  });

  it("never gives an id twice", async () => {
    const first = await control("POST", "/customers", { email: "first@example.com" });
    await kill();
    await start();
    const second = await control("POST", "/customers", { email: "second@example.com" });
    expect(BigInt(tail(second.id))).toBeGreaterThan(BigInt(tail(first.id)));
  });

  it("goes on delivering what the app has not answered yet", async () => {
    const customer = await control("POST", "/customers", { email: "waits@example.com" });
    await control("POST", "/faults", { delayMs: 600_000 });
    await control("DELETE", `/customers/${tail(customer.id)}`);
    await kill();
    await start();
    // Nothing else in this file deletes a customer: what waits is this one event.
    const { pending } = await control("POST", "/settle", { timeoutMs: 0 });
    expect(pending).toContain("webhook customers/delete: 1");
  });
});

describe("a dev store that is asked to stop", () => {
  it("ends by itself on SIGTERM, and when the process that started it goes", async () => {
    const terminated = once(child, "exit");
    child.kill("SIGTERM");
    expect((await terminated)[0]).toBe(0);
    await start();
    const orphaned = once(child, "exit");
    child.disconnect();
    expect((await orphaned)[0]).toBe(0);
    await start();
  });
});
