/**
 * One `npm start` at a time works on a data directory: its process ids stand in `run.json` there, so that the next
 * one finds what is still running.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { processCommand } from "../process-command.ts";
import { PlainError } from "../plain-error.ts";

type Run = {
  leader: number;
  children: number[];
  /** It has a reason to stop and is about to be gone. */
  stopping?: boolean;
};

/** What the command lines of these processes have in common; other programs may have their ids by now. */
const OURS =
  /scripts\/start\.ts|app\/server\.ts|app\/worker\.ts|dev-store\/main\.ts|embedded-postgres\.process\.ts/;
const OWN_SHUTDOWN_LIMIT_MS = 10_000;
/** A run whose starter was killed notices within a second. */
const NOTICE_LIMIT_MS = 2_500;
const KILLED_LIMIT_MS = 5_000;

const runs = (pid: number): boolean => OURS.test(processCommand(pid) ?? "");

export function rememberRun(dataDirectory: string, children: number[], stopping = false): void {
  const run: Run = { leader: process.pid, children, stopping };
  const file = join(dataDirectory, "run.json");
  writeFileSync(`${file}.new`, JSON.stringify(run));
  renameSync(`${file}.new`, file); // in one step: whoever reads it finds it whole
}

export function forgetRun(dataDirectory: string): void {
  rmSync(join(dataDirectory, "run.json"), { force: true });
}

/**
 * Waits for the end of what an earlier, killed run has left; with `takeOver`, ends a live run too.
 * @throws PlainError when a live run works on this data directory and `takeOver` is false
 */
export async function endPreviousRun(
  dataDirectory: string,
  takeOver: boolean,
  say: (line: string) => void,
): Promise<void> {
  const file = join(dataDirectory, "run.json");
  if (!existsSync(file)) return;
  const isLive = (): boolean => {
    const now = readRun(file);
    return now !== null && !now.stopping && runs(now.leader);
  };
  const run = readRun(file);
  if (run !== null && isLive()) {
    if (!takeOver && !(await becomesTrue(() => !isLive(), NOTICE_LIMIT_MS))) {
      throw new PlainError(
        `Perennial is already running on ${dataDirectory} (process ${run.leader}). Stop it with Ctrl-C, or give this one another DATA_DIR, PORT and DEV_STORE_PORT.`,
      );
    }
    if (takeOver) {
      say(`stopping the run that works on ${dataDirectory} (process ${run.leader})`);
      process.kill(run.leader, "SIGTERM");
    }
  }
  const left = (): number[] => (run === null ? [] : [run.leader, ...run.children].filter(runs));
  if (left().length > 0) say("waiting for the processes of an earlier run to end");
  if (!(await becomesTrue(() => left().length === 0, OWN_SHUTDOWN_LIMIT_MS))) {
    for (const pid of left()) process.kill(pid, "SIGKILL");
    if (!(await becomesTrue(() => left().length === 0, KILLED_LIMIT_MS))) {
      throw new PlainError(
        `Processes of an earlier run do not end: ${left().join(", ")}. End them, then start again.`,
      );
    }
  }
  rmSync(file, { force: true });
}

function readRun(file: string): Run | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Run) : null;
}

async function becomesTrue(condition: () => boolean, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 100) {
    if (condition()) return true;
    await wait(100);
  }
  return condition();
}
