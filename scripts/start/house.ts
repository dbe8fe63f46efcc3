/**
 * The processes of one run: they are stopped together, in the opposite order of their start, whether by Ctrl-C, by the
 * crash of one of them or by the end of the process that started this one.
 */
import type { EmbeddedPostgres } from "../embedded-postgres.ts";
import { startChild, type Child } from "./child.ts";
import { forgetRun, rememberRun } from "./previous-run.ts";
import { PlainError } from "../plain-error.ts";

export const say = (line: string): void => console.log(`perennial │ ${line}`);

export type House = {
  /** True from the first reason to stop on: what is still starting must not go on. */
  isStopping(): boolean;
  addDatabase(server: EmbeddedPostgres): void;
  addChild(name: string, file: string, env: Record<string, string>): void;
  /** Says what broke, stops everything and exits with 1. */
  fail(problem: unknown): Promise<never>;
};

/** @param dataDirectory where the ids of the processes are kept for the next run */
export function openHouse(dataDirectory: string): House {
  const running: { stop(): Promise<void> }[] = [];
  const pids: number[] = [];
  let stopping: Promise<void> | undefined;

  const stopAndExit = async (reason: string, exitCode: number): Promise<never> => {
    if (stopping === undefined) {
      say(reason);
      rememberRun(dataDirectory, pids, true);
    }
    stopping ??= (async () => {
      for (const part of running.toReversed()) await part.stop();
    })();
    await stopping;
    forgetRun(dataDirectory);
    say("stopped");
    process.exit(exitCode);
  };
  const add = (part: { pid: number; stop(): Promise<void> }): void => {
    running.push(part);
    pids.push(part.pid);
    rememberRun(dataDirectory, pids, stopping !== undefined);
  };
  const crashed = (name: string, how: string, lastLines: string[]): void => {
    if (stopping !== undefined) return;
    const lines = lastLines.map((line) => `    ${line}`).join("\n");
    void stopAndExit(`"${name}" has ended (${how}), so the rest is stopped. Its last lines:\n${lines}`, 1);
  };

  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => void stopAndExit("stopping …", exitCode));
  }
  process.on("disconnect", () => void stopAndExit("what started this run has ended: stopping …", 1));

  return {
    isStopping: () => stopping !== undefined,
    addDatabase(server) {
      add(server);
      void server.exited.then(({ lastLines }) => crashed("PostgreSQL", "its process is gone", lastLines));
    },
    addChild(name, file, env) {
      const child: Child = startChild(name, file, env);
      add(child);
      void child.exited.then((how) => crashed(name, how, child.lastLines));
    },
    async fail(problem) {
      if (stopping !== undefined)
        await stopping; // what was under way broke off because of the stop
      else if (problem instanceof PlainError) console.error(`\n${problem.message}\n`);
      else console.error(problem);
      return stopAndExit("stopping …", 1);
    },
  };
}
