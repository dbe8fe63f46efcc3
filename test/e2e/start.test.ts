import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processCommand } from "../../scripts/process-command.ts";
import { isPortFree } from "../../scripts/start/ports.ts";
import { startStack, type Stack } from "#test/support/stack.ts";

/** Children have ten seconds to finish what they do, then they are ended. */
const END_LIMIT_MS = 30_000;

let directory: string;
let stack: Stack;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "perennial-start-"));
  stack = await startStack({}, { dataDirectory: directory });
  await stack.ready();
}, 300_000);

afterAll(async () => {
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
});

/** `npm start` as a person types it a second time: its exit code and what it says. */
async function startAgain(env: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, NODE_ENV: "development", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, "close")) as [number];
  return { exitCode, output };
}

function readPids(): number[] {
  const run = JSON.parse(readFileSync(join(directory, "run.json"), "utf8")) as {
    leader: number;
    children: number[];
  };
  return [run.leader, ...run.children];
}

describe("npm start", () => {
  it("says where to look, and with which token", () => {
    expect(stack.output()).toContain(`${stack.storeUrl}/admin`);
    expect(stack.output()).toContain(`${stack.appUrl}/api/v1`);
  });

  it("refuses a second run on the same data, and names the first", async () => {
    const { exitCode, output } = await startAgain({ DATA_DIR: directory, PORT: "1", DEV_STORE_PORT: "2" });
    expect(exitCode).toBe(1);
    expect(output).toContain(`already running on ${directory} (process ${readPids()[0]})`);
  });

  it("names a taken port and the variable that chooses another", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const elsewhere = await mkdtemp(join(tmpdir(), "perennial-start-"));
    const { exitCode, output } = await startAgain({
      DATA_DIR: elsewhere,
      PORT: "65001",
      DEV_STORE_PORT: String(port),
    });
    taken.close();
    await rm(elsewhere, { recursive: true, force: true });
    expect(exitCode).toBe(1);
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toContain(`DEV_STORE_PORT=${port + 1}`);
  });

  it(
    "leaves nothing running when it is killed outright, and goes on from its data",
    { timeout: 180_000 },
    async () => {
      const before = await readState();
      expect(before.orders).toBeGreaterThan(0);
      const pids = readPids();
      expect(pids.length).toBe(5); // itself, PostgreSQL, local store, web, worker
      await stack.kill();
      await untilGone(pids);

      stack = await startStack({}, { dataDirectory: directory });
      await stack.ready();
      expect(await readState()).toEqual(before);
      expect(stack.output()).not.toContain("making the app");
    },
  );

  it(
    "goes on from its data when everything is killed at once, PostgreSQL included",
    { timeout: 180_000 },
    async () => {
      const before = await readState();
      const postgres = Number(
        readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
      );
      const pids = [...readPids(), postgres];
      for (const pid of pids) process.kill(pid, "SIGKILL");
      await stack.kill();
      await untilGone(pids);

      stack = await startStack({}, { dataDirectory: directory });
      await stack.ready();
      expect(await readState()).toEqual(before);
    },
  );

  it("ends every process that it started at Ctrl-C, and frees its ports", { timeout: 180_000 }, async () => {
    const pids = readPids();
    await stack.stop();
    expect(pids.filter((pid) => processCommand(pid) !== null).map(processCommand)).toEqual([]);
    expect(existsSync(join(directory, "run.json"))).toBe(false);
    const ports = [stack.appUrl, stack.storeUrl].map((url) => Number(new URL(url).port));
    for (const port of ports) expect(await isPortFree(port)).toBe(true);
    stack = await startStack({}, { dataDirectory: directory });
    await stack.ready();
  });
});

async function readState(): Promise<{ orders: number; customers: number }> {
  const { body } = await stack.control<{ orders: number; customers: number }>("GET", "/state");
  return { orders: body.orders, customers: body.customers };
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const left = () => pids.filter((pid) => processCommand(pid) !== null);
  for (let waitedMs = 0; waitedMs < END_LIMIT_MS && left().length > 0; waitedMs += 200) await wait(200);
  expect(left().map(processCommand)).toEqual([]);
}
