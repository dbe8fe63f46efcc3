/**
 * `npm run simulate -- --seed N --steps M`: stores' lives, one after another, each a shop of its own whose whole course follows
 * from the seed; see docs/simulation.md. `--workers` shares them among processes, `--life K` replays one life, `--verbose`
 * tells every step, `--break <fault>` breaks a law on purpose. Exit code 1 when a law does not hold.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SimulationMessage, SimulationTask } from "#test/simulation/simulate.process.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { NODE } from "./pinned-node.ts";
import { deployMigrations } from "./prisma.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Math.floor(Date.now() / 1000)) },
    steps: { type: "string", default: "10000" },
    life: { type: "string" },
    "life-steps": { type: "string", default: "1000" },
    workers: { type: "string", default: "1" },
    verbose: { type: "boolean", default: false },
    break: { type: "string" },
  },
});
const stepsOfALife = Math.min(Number(values["life-steps"]), Number(values.steps));
const lives =
  values.life === undefined ? Math.ceil(Number(values.steps) / stepsOfALife) : Number(values.life) + 1;
const workers = values.life === undefined ? Number(values.workers) : 1;
const PROCESS = fileURLToPath(new URL("../test/simulation/simulate.process.ts", import.meta.url));

const folder = await mkdtemp(join(tmpdir(), "perennial-simulation-"));
const began = performance.now();
const sum = { steps: 0, lives: 0, kills: 0, lost: 0, days: 0 };
const kinds = new Map<string, number>();
let failed = false;

function hear(message: SimulationMessage): void {
  if (message.kind === "told") console.log(message.line);
  else if (message.kind === "failed") {
    failed = true;
    const [, life] = message.seed.split(".");
    console.log(`\nFAILED: life ${message.seed}, step ${message.step} (${message.name})\n${message.message}`);
    console.log(
      `Replay: npm run simulate -- --seed ${values.seed} --life ${life} --steps ${message.step} --life-steps ${stepsOfALife} --verbose\n`,
    );
  } else {
    sum.lives += 1;
    sum.steps += message.steps;
    sum.kills += message.kills;
    sum.lost += message.lost;
    sum.days += message.days;
    for (const [kind, count] of message.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `life ${message.seed}: ${message.steps} steps over ${message.days} days, ${message.kills} kills, ${message.lost} webhooks lost, ${message.digest.slice(0, 12)} · ${sum.steps} steps, ${(sum.steps / seconds).toFixed(0)}/s`,
    );
  }
}

/** Each worker has a server of its own, so that they share nothing but the machine. */
async function work(worker: number): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(folder, `postgres-${worker}`),
    durable: false,
  });
  try {
    await live(worker, postgres.url());
  } finally {
    await postgres.stop();
  }
}

async function live(worker: number, databaseUrl: string): Promise<void> {
  await deployMigrations(databaseUrl);
  const task: SimulationTask = {
    databaseUrl,
    seed: values.seed,
    first: values.life === undefined ? worker : Number(values.life),
    every: workers,
    ...{ lives, stepsOfALife, verbose: values.verbose, fault: values.break ?? null },
  };
  const child = fork(PROCESS, [JSON.stringify(task)], { execPath: NODE });
  child.on("message", hear);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) failed = true;
}

try {
  console.log(`seed ${values.seed}: ${lives} lives of ${stepsOfALife} steps, ${workers} at once`);
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
const seconds = (performance.now() - began) / 1000;
console.log(
  [...kinds]
    .sort((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${kind} ${count}`)
    .join(", "),
);
console.log(
  `${failed ? "FAILED" : "held"}: ${sum.steps} steps in ${sum.lives} lives (${(sum.days / 365).toFixed(1)} years), ${sum.kills} kills, ${sum.lost} webhooks lost, ${seconds.toFixed(0)} s`,
);
process.exitCode = failed ? 1 : 0;
