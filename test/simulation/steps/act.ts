import type { House } from "../app/simulated-process.ts";
import { diedOf } from "../app/staff.ts";
import type { Life } from "../life.ts";

const KILL_SHARE = 0.04;

export type Acted<T> = { readonly died: false; readonly value: T } | { readonly died: true };

/** Something that a process of the app does; now and then it dies at it, and another takes over. */
export async function act<T>(life: Life, work: (house: House) => Promise<T>): Promise<Acted<T>> {
  const { chance, staff, journal, traits } = life;
  const process = staff.pick(chance);
  const dies = traits.kills && chance.happens(KILL_SHARE);
  if (dies) process.killIn(chance.int(1, chance.pick([4, 12, 60])));
  try {
    return { died: false, value: await work(process.house) };
  } catch (error) {
    if (!diedOf(process, error)) throw error;
    return { died: true };
  } finally {
    process.killIn(null);
    journal.kills += await staff.replaceDead();
  }
}
