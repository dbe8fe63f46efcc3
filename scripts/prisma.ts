/**
 * Prisma's command line as this repository uses it: `node scripts/prisma.ts generate`, `… migrate deploy`,
 * `… migrate status`, `… migrate diff …`. Before any command the CLI looks for native engines, which the WebAssembly
 * engine of prisma.config.ts never runs; pointing it at a file that exists keeps it from downloading them.
 */
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.ts";
import { runNode, type CommandResult } from "./run-node.ts";

const ANY_EXISTING_FILE = fileURLToPath(new URL("../package.json", import.meta.url));

/**
 * Runs one Prisma command in the repository.
 * @param args e.g. `["migrate", "deploy"]`
 * @param options.databaseUrl the database it works on; without it the caller's DATABASE_URL
 * @param options.echo also print what Prisma prints
 */
export async function runPrisma(
  args: readonly string[],
  options: { databaseUrl?: string; echo?: boolean } = {},
): Promise<CommandResult> {
  return runNode(
    ["node_modules/prisma/build/index.js", ...args],
    {
      PRISMA_SCHEMA_ENGINE_BINARY: ANY_EXISTING_FILE,
      PRISMA_QUERY_ENGINE_LIBRARY: ANY_EXISTING_FILE,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    },
    options.echo,
  );
}

/** Brings a database to the newest migration. @throws PlainError with Prisma's output when a migration fails. */
export async function deployMigrations(databaseUrl: string): Promise<void> {
  const { exitCode, output } = await runPrisma(["migrate", "deploy"], { databaseUrl });
  if (exitCode !== 0) throw new PlainError(`The migrations could not be applied:\n${output}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await runPrisma(process.argv.slice(2), { echo: true })).exitCode;
}
