/** `npm run validate`: format, lint, types and architecture. All of them run, also after one has failed. */
import { fileURLToPath } from "node:url";
import { prepareClient } from "./prepare.ts";
import { runNode } from "./run-node.ts";

type Check = { name: string; args: string[] };

/** What reads the sources without running them. */
export const CHECKS: readonly Check[] = [
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."] },
  {
    name: "lint",
    args: ["node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."],
  },
  { name: "types", args: ["node_modules/typescript/bin/tsc"] },
];
/** Tests like others, which `npm test` runs with all others. */
const ARCHITECTURE: Check = {
  name: "architecture",
  args: ["node_modules/vitest/vitest.mjs", "run", "test/architecture"],
};

export type Tally = { passed: number; failed: number; skipped: number };

/** Runs the checks, one by one, and says how each went and what the failing ones say. Counts checks, not findings. */
export async function validate(checks: readonly Check[], say: (text: string) => void): Promise<Tally> {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, args } of checks) {
    const started = performance.now();
    const { exitCode, output } = await runNode(args);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    say(`${exitCode === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (exitCode === 0) tally.passed += 1;
    else {
      tally.failed += 1;
      say(output);
    }
  }
  return tally;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepareClient(console.log);
  process.exitCode = (await validate([...CHECKS, ARCHITECTURE], console.log)).failed > 0 ? 1 : 0;
}
