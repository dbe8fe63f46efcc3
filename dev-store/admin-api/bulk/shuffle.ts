/** Takes lines in one order and gives them out in another. */
export interface LineOrder {
  /** Adds a line; gives what is due by now. */
  add(line: string): readonly string[];
  /** What is left at the end. */
  rest(): Iterable<string>;
}

/** Lines held back: what bounds both memory and how far a child may stand from its parent. */
const HELD_LINES = 20_000;

/** The same for the same seed. */
export function createShuffle(seed: string): LineOrder {
  const random = seededRandom(seed);
  const held: string[] = [];
  const takeOne = (): string => {
    const index = Math.floor(random() * held.length);
    const line = held[index] as string;
    const last = held.pop() as string;
    if (index < held.length) held[index] = last;
    return line;
  };
  return {
    add(line) {
      held.push(line);
      return held.length > HELD_LINES ? [takeOne()] : [];
    },
    *rest() {
      while (held.length > 0) yield takeOne();
    },
  };
}

/** Mulberry32 on a hash of the seed. */
export function seededRandom(seed: string): () => number {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
