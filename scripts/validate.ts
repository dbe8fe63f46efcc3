/** `npm run validate`: format, lint, types and architecture. All of them run, also after one has failed. */
import { fileURLToPath } from "node:url";
import { prepareClient } from "./prepare.ts";
import { runNode } from "./run-node.ts";

const CHECKS: { name: string; args: string[] }[] = [
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."] },
  {
    name: "lint",
    args: ["node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."],
  },
  { name: "types", args: ["node_modules/typescript/bin/tsc"] },
  { name: "architecture", args: ["node_modules/vitest/vitest.mjs", "run", "test/architecture"] },
];

export type Tally = { passed: number; failed: number; skipped: number };

/** Runs every check and prints what the failing ones say. Counts checks, not findings. */
export async function validate(): Promise<Tally> {
  await prepareClient(console.log);
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, args } of CHECKS) {
    const started = performance.now();
    const { exitCode, output } = await runNode(args);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`${exitCode === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (exitCode === 0) tally.passed += 1;
    else {
      tally.failed += 1;
      console.log(output);
    }
  }
  return tally;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await validate()).failed > 0 ? 1 : 0;
}
