import { fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { NODE } from "../pinned-node.ts";
import { findFreePort } from "../start/ports.ts";
import { BENCH_REWARD, type BenchServer, freshDatabase } from "./bench-shop.ts";
import { end, told } from "./processes.ts";
import { median, type Row } from "./table.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL("./bare-server.process.ts", import.meta.url));
const PER_SECOND = 20;
/**
 * Shopify lets a shop of the standard plan make ten discounts a second for long (100 points of query cost a second, 10 for each), and the
 * local store does as Shopify does. A bucket of 2,000 points lets twice as many through for a while: this long it surely lasts.
 */
const SECONDS = 12;
const WARM_UP = 40;
/** The import, the members' metafields and the warm-up have emptied that bucket: it is full again after 20 s without them. */
const REST_MS = 30_000;
const READY_MS = 600_000;
const LIMIT_MS = 100;

type Caller = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
type Page = {
  items: { id: string; customerId: string | null; participation: string }[];
  nextCursor: string | null;
};

/**
 * A shopper's redemption from request to code, through the public API of a running house that has the local store for Shopify: so many a
 * second come in whether or not the earlier ones are answered, each of another member than the last few hundred before.
 */
export async function benchRedemptions(server: BenchServer, say: (line: string) => void): Promise<Row[]> {
  const [appPort, storePort] = [await findFreePort(), await findFreePort()];
  const token = randomBytes(16).toString("hex");
  const log = join(server.folder, "house.log");
  const output = openSync(log, "a");
  const house = spawn(NODE, [join(ROOT, "scripts/start.ts")], {
    cwd: ROOT,
    stdio: ["ignore", output, output, "ipc"],
    env: {
      ...{ PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "development" },
      ...{ PORT: String(appPort), DEV_STORE_PORT: String(storePort), PERENNIAL_API_TOKEN: token },
      DATA_DIR: join(server.folder, "house"),
    },
  });
  const bare = fork(BARE, [await freshDatabase(server, "bench_empty"), token], { execPath: NODE });
  try {
    const { port } = await told<{ port: number }>(bare, "the bare server");
    const api = callerOf(`http://127.0.0.1:${appPort}`, token);
    say("starting the house and filling it from the local store …");
    await untilReady(`http://127.0.0.1:${appPort}/readyz`, () => house.exitCode, log);
    const members = await prepare(api, PER_SECOND * SECONDS + WARM_UP);
    say(`${members.length} members have points; redeeming ${PER_SECOND} a second for ${SECONDS} s …`);
    let number = 0;
    let late = 0;
    const redeem = async () => {
      number += 1;
      const body = { rewardId: BENCH_REWARD.id, idempotencyKey: `bench-${number}` };
      const { status } = await api(
        "POST",
        `/api/v1/members/${members[number % members.length]!}/redemptions`,
        body,
      );
      // 202: the points are taken, and Shopify has not answered while somebody waited.
      if (status === 202) late += 1;
      else if (status !== 201)
        throw new Error(`a redemption was answered with ${status}: nothing was measured`);
    };
    const empty = async () =>
      void (await (await fetch(`http://127.0.0.1:${port}/empty`, { method: "POST" })).text());
    for (let warm = 0; warm < WARM_UP; warm++) await redeem();
    await wait(REST_MS);
    late = 0;
    const beside = await paced(empty, PER_SECOND * 5);
    const took = await paced(redeem, PER_SECOND * SECONDS);
    const p95 = percentile(took, 0.95);
    return [
      {
        figure: `p95 of a redemption through HTTP at ${PER_SECOND}/s`,
        measured: `${p95.toFixed(0)} ms`,
        anchor: `${LIMIT_MS} ms`,
        ratio: p95 / LIMIT_MS,
        most: 1,
      },
      {
        figure: "its p50, beside",
        measured: `${median(took).toFixed(0)} ms`,
        anchor: "",
        ratio: null,
        most: null,
      },
      {
        figure: "answered before Shopify had answered, beside",
        measured: `${late} of ${took.length}`,
        ...{ anchor: "", ratio: null, most: null },
      },
      {
        figure: "an empty handler's p50 and p95, beside",
        measured: `${median(beside).toFixed(1)} and ${percentile(beside, 0.95).toFixed(1)} ms`,
        ...{ anchor: "", ratio: null, most: null },
      },
    ];
  } finally {
    await end(house);
    await end(bare);
  }
}

function callerOf(origin: string, token: string): Caller {
  return async (method, path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
}

async function untilReady(url: string, exitCode: () => number | null, log: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && exitCode() === null) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await wait(500);
  }
  throw new Error(`the house is not ready:\n${(await readFile(log, "utf8")).slice(-3000)}`);
}

/** Offers the reward, and gives the members points for so many of it; their ids. */
async function prepare(api: Caller, wanted: number): Promise<string[]> {
  const published = await api("PUT", "/api/v1/program", { ...DEFAULT_PROGRAM, rewards: [BENCH_REWARD] });
  if (published.status !== 200) throw new Error(`no program: ${JSON.stringify(published.body)}`);
  const members: string[] = [];
  let after = "";
  while (members.length < wanted) {
    const page = (await api("GET", `/api/v1/members?limit=100${after}`)).body as Page;
    const able = page.items.filter((one) => one.customerId !== null && one.participation === "member");
    members.push(...able.map(({ id }) => id));
    if (page.nextCursor === null) break;
    after = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  for (const id of members) {
    const points = BENCH_REWARD.points * Math.ceil(wanted / members.length);
    const grant = { points, reason: "bench", idempotencyKey: `bench-${id}` };
    const { status } = await api("POST", `/api/v1/members/${id}/adjustments`, grant);
    if (status !== 201) throw new Error(`a grant was answered with ${status}`);
  }
  return members;
}

/** So many, one every twentieth of a second whatever becomes of the others; milliseconds of each. */
async function paced(work: () => Promise<void>, times: number): Promise<number[]> {
  const began = performance.now();
  const timed = async (): Promise<number> => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };
  const all: Promise<number>[] = [];
  for (let index = 0; index < times; index++) {
    await wait(Math.max(0, began + (index * 1000) / PER_SECOND - performance.now()));
    const one = timed();
    one.catch(() => undefined); // heard by `all`, whenever it is
    all.push(one);
  }
  return Promise.all(all);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}
