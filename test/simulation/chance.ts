import { createHash } from "node:crypto";
import { seededRandom } from "#dev-store/state/seeded-random.ts";

/** Every choice of a simulated life comes from one seeded sequence, so that a seed tells the whole life. */
export type Chance = {
  /** 0…1. */
  next(): number;
  /** Whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of them by weight; a weight of 0 is never picked. */
  weighted<T>(choices: readonly (readonly [weight: number, item: T])[]): T;
  /** Another sequence that depends on this one's seed and the name alone. */
  fork(name: string): Chance;
  fillBytes(bytes: Uint8Array): void;
};

export function createChance(seed: string): Chance {
  const random = seededRandom(createHash("sha256").update(seed).digest().readUInt32BE(0));
  const chance: Chance = {
    next: random,
    int: (from, to) => from + Math.floor(random() * (to - from + 1)),
    happens: (probability) => random() < probability,
    pick(items) {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
    weighted(choices) {
      let left = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of choices) {
        left -= weight;
        if (left < 0 && weight > 0) return item;
      }
      const last = choices.findLast(([weight]) => weight > 0);
      if (last === undefined) throw new Error("there is nothing to pick from");
      return last[1];
    },
    fork: (name) => createChance(`${seed}/${name}`),
    fillBytes(bytes) {
      for (let position = 0; position < bytes.length; position++)
        bytes[position] = Math.floor(random() * 256);
    },
  };
  return chance;
}
