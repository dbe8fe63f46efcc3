/**
 * `npm test`: makes what is missing, runs the checks of `validate` beside every test, and ends with the line
 * `N passed, N failed`, in which each check counts as one. Arguments go to Vitest: `npm test -- test/domain` runs those alone.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { prepareBrowser } from "./browser.ts";
import { PlainError } from "./plain-error.ts";
import { prepareBuild, prepareClient } from "./prepare.ts";
import { runNode } from "./run-node.ts";
import { CHECKS, validate, type Tally } from "./validate.ts";

const REPORT = ".cache/vitest-report.json";

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
};

async function runTests(filters: string[]): Promise<Tally> {
  mkdirSync(".cache", { recursive: true });
  rmSync(REPORT, { force: true });
  const { exitCode } = await runNode(
    [
      ...["node_modules/vitest/vitest.mjs", "run", ...filters],
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`],
    ],
    {},
    true,
  );
  if (!existsSync(REPORT)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(REPORT, "utf8")) as VitestReport;
  // A file that could not be loaded has failed without a failing test in it.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    // Errors outside any test, or no test at all, fail the run as well.
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const filters = process.argv.slice(2);
// A test run starts Node some hundred times: each start compiles only what none has compiled before.
process.env["NODE_COMPILE_CACHE"] = resolve(".cache/compiled");
process.on("disconnect", () => process.exit(1));
try {
  await prepareClient(console.log);
  await Promise.all([prepareBuild(console.log), prepareBrowser(console.log)]);
} catch (problem) {
  console.error(problem instanceof PlainError ? problem.message : problem);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
/** What the checks say is held back until the tests have had their say. */
const said: string[] = [];
const tallies = await Promise.all(
  filters.length > 0
    ? [runTests(filters)]
    : [validate(CHECKS, (text) => void said.push(text)), runTests(filters)],
);
for (const text of said) console.log(text);

const total = (kind: keyof Tally): number => tallies.reduce((sum, tally) => sum + tally[kind], 0);
const skipped = total("skipped");
console.log(
  `${total("passed")} passed, ${total("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
);
process.exit(total("failed") > 0 ? 1 : 0);
