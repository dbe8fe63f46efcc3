/** One process of `npm start`: its output is prefixed with its name, its last lines are kept for the day it crashes. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { NODE } from "../pinned-node.ts";
import { formatLogLine } from "./log-line.ts";

const SHUTDOWN_LIMIT_MS = 10_000;
const KEPT_LINES = 25;
const NAME_WIDTH = "dev store".length;

export type Child = {
  name: string;
  pid: number;
  lastLines: string[];
  /** Resolves, with the way it ended, when the process is gone. */
  exited: Promise<string>;
  stop(): Promise<void>;
};

/**
 * Starts a TypeScript file on the pinned Node, in a process group of its own so that Ctrl-C reaches only `npm start`.
 * The file shuts down on SIGTERM, and on `disconnect`: its parent was killed.
 */
export function startChild(name: string, file: string, env: Record<string, string>): Child {
  const child = fork(file, [], {
    execPath: NODE,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lastLines.push(line);
      lastLines.splice(0, Math.max(0, lastLines.length - KEPT_LINES));
      console.log(`${name.padEnd(NAME_WIDTH)} │ ${formatLogLine(line)}`);
    });
  }
  // "close" comes after "exit", when the last line has been read.
  const exited = once(child, "close").then(([code, signal]: (number | string | null)[]) =>
    signal === null ? `exit code ${code}` : `signal ${signal}`,
  );
  return {
    name,
    pid: child.pid ?? 0,
    lastLines,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const giveUp = setTimeout(() => child.kill("SIGKILL"), SHUTDOWN_LIMIT_MS);
      await exited.finally(() => clearTimeout(giveUp));
    },
  };
}
