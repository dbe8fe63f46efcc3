import pg from "pg";
import type { Chance } from "../chance.ts";
import type { Fault } from "../faults.ts";
import { observeDatabase } from "./observe-database.ts";
import { startProcess, type SimulatedProcess, type Surroundings } from "./simulated-process.ts";
import { Killed } from "./statements.ts";

/** The processes of the app on one database; a dead one is replaced by a fresh composition. */
export type Staff = {
  readonly databaseUrl: string;
  /** The watcher's own connections: none of the app's. */
  readonly watcher: pg.Pool;
  /** What is broken on purpose. */
  readonly fault: Fault | null;
  /** A life begins; each process has its own place in it. */
  serve(surroundings: (place: number) => Surroundings): void;
  pick(chance: Chance): SimulatedProcess;
  /** So many different ones. */
  team(count: number): SimulatedProcess[];
  /** Buries the dead and puts a fresh one in the place of each; resolves to how many there were. */
  replaceDead(): Promise<number>;
  close(): Promise<void>;
};

const SIZE = 4;

export async function hireStaff(databaseUrl: string, fault: Fault | null = null): Promise<Staff> {
  await observeDatabase(databaseUrl, fault?.sql ?? "");
  const watcher = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  // A pool that has ended may still be closing a connection when its database is dropped.
  watcher.on("connect", (client) => client.on("error", () => undefined));
  let around: ((place: number) => Surroundings) | null = null;
  const hire = async (place: number) => {
    const process = startProcess(databaseUrl, place === 0 ? "web" : "worker", fault?.rewrite);
    if (around !== null) process.serve(around(place));
    await process.warmUp();
    return process;
  };
  const processes = await Promise.all(Array.from({ length: SIZE }, (_, place) => hire(place)));
  return {
    ...{ databaseUrl, watcher, fault },
    serve(surroundings) {
      around = surroundings;
      for (const [place, process] of processes.entries()) process.serve(surroundings(place));
    },
    pick: (chance) => processes[chance.int(0, SIZE - 1)]!,
    team: (count) => processes.slice(0, count),
    async replaceDead() {
      let dead = 0;
      for (const [place, process] of processes.entries()) {
        if (process.isAlive()) continue;
        dead++;
        await process.bury();
        await process.close();
        processes[place] = await hire(place);
      }
      return dead;
    },
    close: async () => {
      for (const process of processes) await process.close();
      await watcher.end();
    },
  };
}

/** True when the work ended because its process died; any other error is a bug and is thrown on. */
export function diedOf(process: SimulatedProcess, error: unknown): boolean {
  // A dying process may meet its own end as a broken connection, a failed commit, a refusal that it could not store.
  return error instanceof Killed || !process.isAlive();
}
