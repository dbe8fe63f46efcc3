import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The whole application as `npm start` runs it, on its own ports and data directory. */
export type Stack = {
  readonly appUrl: string;
  readonly storeUrl: string;
  readonly dataDirectory: string;
  readonly pid: number;
  /** The public API of the demo shop (or of another shop's token): status and JSON body. */
  api<T = unknown>(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: T }>;
  /** The dev store's control API. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Resolves when `GET /readyz` answers 200. */
  ready(): Promise<void>;
  /** Ctrl-C, then waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL to the parent alone: what it started must end by itself. */
  kill(): Promise<void>;
  output(): string;
};

const TOKEN = "test-token-of-the-demo-shop";
/** Slowest step on two cores: first build and import together. */
const READY_MS = 240_000;
const POLL_MS = 200;

/** Starts on free ports; `dataDirectory` continues an earlier run. */
export async function startStack(
  env: Readonly<Record<string, string>> = {},
  { dataDirectory, ports }: { dataDirectory?: string; ports?: readonly [number, number] } = {},
): Promise<Stack> {
  const directory = dataDirectory ?? (await mkdtemp(join(tmpdir(), "perennial-stack-")));
  const [appPort, storePort] = ports ?? [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      NODE_ENV: "development",
      PORT: String(appPort),
      DEV_STORE_PORT: String(storePort),
      DATA_DIR: directory,
      PERENNIAL_API_TOKEN: TOKEN,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const appUrl = `http://127.0.0.1:${appPort}`;
  const storeUrl = `http://127.0.0.1:${storePort}`;
  return {
    appUrl,
    storeUrl,
    dataDirectory: directory,
    pid: requirePid(child),
    output: () => output,
    api: (method, path, body, token = TOKEN) =>
      callJson(`${appUrl}${path}`, method, body, { Authorization: `Bearer ${token}` }),
    control: (method, path, body) => callJson(`${storeUrl}/_control${path}`, method, body, {}),
    ready: () => untilOk(`${appUrl}/readyz`, child, () => output),
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      if (dataDirectory === undefined) await rm(directory, { recursive: true, force: true });
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function callJson<T>(url: string, method: string, body: unknown, headers: Record<string, string>) {
  const isText = typeof body === "string";
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { "Content-Type": isText ? "text/csv" : "application/json" }) },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
}

async function untilOk(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the stack ended with ${child.exitCode}:\n${output().slice(-4000)}`);
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
