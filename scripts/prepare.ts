/**
 * What must be made once before anything runs: the Prisma client (once per schema) and the built app (once per state
 * of its sources). Each result remembers, in `.cache/`, the hash of what it was made from.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.ts";
import { runPrisma } from "./prisma.ts";
import { runNode } from "./run-node.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const GENERATED = "app/persistence/generated";

type Product = { name: string; sources: string[]; result: string; make: () => Promise<void> };

export async function prepareClient(say: (line: string) => void): Promise<void> {
  await makeOnce(say, {
    name: "Prisma client",
    sources: ["prisma/schema.prisma", "package-lock.json"],
    result: `${GENERATED}/client.ts`,
    make: async () => {
      const { exitCode, output } = await runPrisma(["generate"]);
      if (exitCode !== 0) throw new PlainError(`The Prisma client could not be generated:\n${output}`);
    },
  });
}

export async function prepareBuild(say: (line: string) => void): Promise<void> {
  await makeOnce(say, {
    name: "app",
    sources: [
      "app",
      "prisma/schema.prisma",
      "vite.config.ts",
      "tsconfig.json",
      "package.json",
      "package-lock.json",
    ],
    result: "build/server/index.js",
    make: async () => {
      const { exitCode, output } = await runNode(
        ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel=error"],
        {
          NODE_ENV: "production",
        },
      );
      if (exitCode !== 0) throw new PlainError(`The app could not be built:\n${output}`);
    },
  });
}

async function makeOnce(say: (line: string) => void, product: Product): Promise<void> {
  const stampFile = join(ROOT, ".cache", `${product.name.toLowerCase().replaceAll(" ", "-")}.sha256`);
  const hash = createHash("sha256").update(process.version);
  for (const source of product.sources) addToHash(hash, source);
  const stamp = hash.digest("hex");
  const isMade = existsSync(join(ROOT, product.result)) && existsSync(stampFile);
  if (isMade && readFileSync(stampFile, "utf8") === stamp) return;
  const started = performance.now();
  say(`making the ${product.name} (once, until its sources change) …`);
  await product.make();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  say(`the ${product.name} is made (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (path === GENERATED) return;
  const absolute = join(ROOT, path);
  if (!existsSync(absolute)) return;
  if (statSync(absolute).isDirectory()) {
    for (const name of readdirSync(absolute).sort()) addToHash(hash, `${path}/${name}`);
  } else {
    hash.update(path).update("\0").update(readFileSync(absolute));
  }
}
