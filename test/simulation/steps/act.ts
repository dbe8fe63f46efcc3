import type { House, SimulatedProcess } from "../app/simulated-process.ts";
import { diedOf } from "../app/staff.ts";
import type { Life } from "../life.ts";

const KILL_SHARE = 0.04;

export type Acted<T> = { readonly died: false; readonly value: T } | { readonly died: true };

/** Now and then it will die, a few statements or requests from here. */
export function mayKill({ chance, traits }: Life, process: SimulatedProcess): void {
  const dies = traits.kills && chance.happens(KILL_SHARE);
  if (dies) process.killIn(chance.int(1, chance.pick([4, 12, 60])));
}

/** Something that a process of the app does; now and then it dies at it, and another takes over. */
export async function act<T>(life: Life, work: (house: House) => Promise<T>): Promise<Acted<T>> {
  const { chance, staff, journal } = life;
  const process = staff.pick(chance);
  mayKill(life, process);
  try {
    const value = await work(process.house);
    // Some work tells its log of a broken step and goes on; a dead process goes nowhere.
    return process.isAlive() ? { died: false, value } : { died: true };
  } catch (error) {
    if (!diedOf(process, error)) throw error;
    return { died: true };
  } finally {
    process.killIn(null);
    journal.kills += await staff.replaceDead();
  }
}
