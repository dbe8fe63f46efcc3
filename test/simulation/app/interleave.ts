import pg from "pg";
import type { Chance } from "../chance.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

export type Task = { readonly process: SimulatedProcess; readonly work: () => Promise<unknown> };

type Runner = {
  readonly process: SimulatedProcess;
  /** Statements that wait for their turn. */
  readonly waiting: (() => void)[];
  /** Statements that the database has not answered yet. */
  inDatabase: number;
  done: boolean;
};

const moment = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Several processes at once on the real database, one statement at a time in an order that chance decides, so that even a race
 * repeats exactly. A statement that waits for another's lock stays where it is until the database lets it go on.
 */
export async function interleave(
  databaseUrl: string,
  tasks: readonly Task[],
  chance: Chance,
): Promise<PromiseSettledResult<unknown>[]> {
  const watcher = new pg.Client(databaseUrl);
  await watcher.connect();
  const runners = tasks.map(({ process }): Runner => {
    const runner: Runner = { process, waiting: [], inDatabase: 0, done: false };
    process.setTurn(() => new Promise((resolve) => runner.waiting.push(resolve)));
    process.setAnswered(() => (runner.inDatabase -= 1));
    return runner;
  });
  const works = tasks.map(({ work }, position) => {
    const runner = runners[position]!;
    return work().finally(() => (runner.done = true));
  });
  const settled = Promise.allSettled(works);
  try {
    for (;;) {
      await untilStill(watcher, runners);
      if (runners.every(({ done }) => done)) break;
      const ready = runners.filter(({ waiting }) => waiting.length > 0);
      if (ready.length === 0) continue; // All of them wait in the database: it ends a deadlock itself.
      const runner = chance.pick(ready);
      const goOn = runner.waiting.splice(chance.int(0, runner.waiting.length - 1), 1)[0]!;
      runner.inDatabase += 1;
      goOn();
    }
  } finally {
    for (const { process } of runners) {
      process.setTurn(null);
      process.setAnswered(null);
    }
    await watcher.end();
  }
  return settled;
}

/** Until each of them is done, waits for its turn, or waits for a lock in the database. */
async function untilStill(watcher: pg.Client, runners: readonly Runner[]): Promise<void> {
  for (let looks = 0; ; looks++) {
    // Twice: what one of them does in the same moment may begin a second statement.
    await moment();
    await moment();
    const moving = runners.filter((one) => !one.done && (one.waiting.length === 0 || one.inDatabase > 0));
    if (moving.length === 0) return;
    if (looks < 20) continue;
    // Still at it for a while: perhaps they wait for each other.
    const inDatabase = moving.filter((one) => one.inDatabase > 0);
    if (inDatabase.length < moving.length) continue;
    const locked = await waitingForLocks(watcher);
    if (inDatabase.every((one) => (locked.get(one.process.name) ?? 0) >= one.inDatabase)) return;
  }
}

/** How many statements of each process wait for a lock. */
async function waitingForLocks(watcher: pg.Client): Promise<Map<string, number>> {
  const { rows } = await watcher.query<{ name: string; count: number }>(
    `SELECT a.application_name AS name, count(DISTINCT l.pid)::int AS count
     FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted GROUP BY 1`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}
