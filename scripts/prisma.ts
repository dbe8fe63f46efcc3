/**
 * Prisma's command line as this repository uses it: `node scripts/prisma.ts generate`, `… migrate deploy`,
 * `… migrate status`, `… migrate diff …`. Before any command the CLI looks for native engines, which the WebAssembly
 * engine of prisma.config.ts never runs; pointing it at a file that exists keeps it from downloading them.
 */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NODE } from "./pinned-node.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ANY_EXISTING_FILE = join(ROOT, "package.json");

export type PrismaResult = { exitCode: number; output: string };

/**
 * Runs one Prisma command in the repository.
 * @param args e.g. `["migrate", "deploy"]`
 * @param options.databaseUrl the database it works on; without it the caller's DATABASE_URL
 * @param options.echo also print what Prisma prints
 */
export async function runPrisma(
  args: readonly string[],
  options: { databaseUrl?: string; echo?: boolean } = {},
): Promise<PrismaResult> {
  const child = spawn(NODE, [join(ROOT, "node_modules/prisma/build/index.js"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: ANY_EXISTING_FILE,
      PRISMA_QUERY_ENGINE_LIBRARY: ANY_EXISTING_FILE,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (options.echo) process.stdout.write(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (options.echo) process.stderr.write(chunk);
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  return { exitCode, output };
}

/** Brings a database to the newest migration. @throws Error with Prisma's output when a migration fails. */
export async function deployMigrations(databaseUrl: string): Promise<void> {
  const { exitCode, output } = await runPrisma(["migrate", "deploy"], { databaseUrl });
  if (exitCode !== 0) throw new Error(`The migrations could not be applied:\n${output}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await runPrisma(process.argv.slice(2), { echo: true })).exitCode;
}
