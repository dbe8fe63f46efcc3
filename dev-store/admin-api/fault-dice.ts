import { seededRandom } from "./bulk/shuffle.ts";
import type { Faults } from "../state/model.ts";
import type { Store } from "../state/store.ts";

export interface FaultDice {
  /** Null: no fault this time; else a second number 0…1 to choose what it looks like. */
  roll(fault: "adminErrors" | "adminAnswersLost"): number | null;
}

/** One sequence for each set of faults: the same seed plays the same faults again. */
export function createFaultDice(store: Store): FaultDice {
  let rolledFor: Faults | null = null;
  let random: () => number = Math.random;
  return {
    roll(fault) {
      const share = store.faults[fault] ?? 0;
      if (share <= 0) return null;
      if (rolledFor !== store.faults) {
        rolledFor = store.faults;
        random = seededRandom(String(store.faults.seed ?? 1));
      }
      return random() < share ? random() : null;
    },
  };
}
