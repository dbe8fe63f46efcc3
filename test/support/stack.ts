import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createTestDatabase } from "./database.ts";
import { csv } from "./order-csv.ts";
import { connectShop, type ShopOptions, type StackShop } from "./stack-shop.ts";

/** The whole application as `npm start` runs it, on its own ports and data directory. */
export type Stack = {
  readonly appUrl: string;
  readonly storeUrl: string;
  readonly dataDirectory: string;
  readonly pid: number;
  /** The public API of the demo shop (or of another shop's token): status and JSON body. */
  api<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: T }>;
  /** The dev store's control API. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Another shop that has the app installed, made by `POST /_control/shops`. */
  openShop(options: ShopOptions): Promise<StackShop>;
  /** Connection string of its database. */
  databaseUrl(): string;
  /** The rows of a query on that database. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Shopify's secret of this run: signs webhooks and session tokens. */
  apiSecret(): string;
  /** Process ids as `npm start` keeps them: PostgreSQL where it is the stack's own, local store, web, worker. */
  children(): readonly number[];
  /** Resolves when `GET /readyz` answers 200. */
  ready(): Promise<void>;
  /** Ctrl-C, then waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL to the parent, which is two processes: what they started must end by itself. */
  kill(): Promise<void>;
  /** SIGKILL to the worker's process group alone: the rest then stops by itself. */
  killWorker(): Promise<void>;
  output(): string;
};

const TOKEN = "test-token-of-the-demo-shop";
/** Slowest step on two cores: first build and import together. */
const READY_MS = 240_000;
const POLL_MS = 200;

export type StackOptions = {
  /** Continues an earlier run, or begins one that can be continued: kept when the stack stops. */
  readonly dataDirectory?: string;
  /**
   * `own`: the embedded server in the data directory, as `npm start` has it. `shared`: a migrated database on the server
   * of the test run, which saves that server's start. Default: `own` with a data directory, else `shared`.
   */
  readonly database?: "own" | "shared";
  /** What fills the demo shop; an empty one saves its import, and every pass over it. Default the sample store. */
  readonly demoShop?: "sample" | "empty";
};

/** Starts on free ports. */
export async function startStack(
  env: Readonly<Record<string, string>> = {},
  { dataDirectory, database: place, demoShop = "sample" }: StackOptions = {},
): Promise<Stack> {
  const directory = dataDirectory ?? (await mkdtemp(join(tmpdir(), "perennial-stack-")));
  const isOwn = (place ?? (dataDirectory === undefined ? "shared" : "own")) === "own";
  const database = isOwn ? null : await createTestDatabase();
  const noOrders = join(directory, "no-orders.csv");
  if (demoShop === "empty") {
    await mkdir(directory, { recursive: true });
    await writeFile(noOrders, csv([]));
  }
  const [appPort, storePort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      NODE_ENV: "development",
      PORT: String(appPort),
      DEV_STORE_PORT: String(storePort),
      DATA_DIR: directory,
      PERENNIAL_API_TOKEN: TOKEN,
      ...(database !== null && { DATABASE_URL: database.url }),
      ...(demoShop === "empty" && { DEV_STORE_ORDERS: noOrders }),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const appUrl = `http://127.0.0.1:${appPort}`;
  const storeUrl = `http://127.0.0.1:${storePort}`;
  const stack: Stack = {
    appUrl,
    storeUrl,
    dataDirectory: directory,
    pid: requirePid(child),
    output: () => output,
    api: (method, path, body, token = TOKEN) =>
      callJson(`${appUrl}${path}`, method, body, { Authorization: `Bearer ${token}` }),
    control: (method, path, body) => callJson(`${storeUrl}/_control${path}`, method, body, {}),
    openShop: async (options) => {
      const made = await stack.control<{ shop: string; apiToken: string }>("POST", "/shops", options);
      if (made.status !== 201) throw new Error(`no shop was made: ${JSON.stringify(made)}`);
      return connectShop(stack, made.body.shop, made.body.apiToken);
    },
    databaseUrl: () => {
      if (database !== null) return database.url;
      const password = readFileSync(join(directory, "postgres.password"), "utf8").trim();
      const port = readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
      return `postgresql://postgres:${password}@127.0.0.1:${port}/perennial`;
    },
    query: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
      const client = new pg.Client(stack.databaseUrl());
      await client.connect();
      try {
        return (await client.query<Row>(sql, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    apiSecret: () => {
      const secrets = JSON.parse(readFileSync(join(directory, "secrets.json"), "utf8")) as Record<
        string,
        string
      >;
      return secrets["SHOPIFY_API_SECRET"]!;
    },
    children: () => readRun(directory).children,
    ready: () => untilOk(`${appUrl}/readyz`, child, () => output),
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      await database?.drop();
      if (dataDirectory === undefined) await rm(directory, { recursive: true, force: true });
    },
    kill: async () => {
      killIfThere(readRun(directory).leader);
      child.kill("SIGKILL");
      await ended;
    },
    killWorker: async () => {
      const worker = stack.children().at(-1);
      if (worker === undefined) throw new Error("there is no worker yet");
      process.kill(-worker, "SIGKILL");
      await ended;
    },
  };
  return stack;
}

function readRun(directory: string): { leader: number; children: number[] } {
  return JSON.parse(readFileSync(join(directory, "run.json"), "utf8")) as {
    leader: number;
    children: number[];
  };
}

/** SIGKILL to a process that may be gone already. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== "ESRCH") throw problem;
  }
}

async function callJson<T>(url: string, method: string, body: unknown, headers: Record<string, string>) {
  const isText = typeof body === "string";
  const response = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { "Content-Type": isText ? "text/csv" : "application/json" }),
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
}

async function untilOk(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the stack ended with ${child.exitCode}:\n${output().slice(-4000)}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${url} was not ready within ${READY_MS / 1000} s:\n${output().slice(-4000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function requirePid(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("the stack did not start");
  return child.pid;
}
