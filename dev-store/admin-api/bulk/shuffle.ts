import { seededRandom } from "../../state/seeded-random.ts";

/** Takes lines in one order and gives them out in another. */
export interface LineOrder {
  /** Adds a line; gives what is due by now. */
  add(line: string): readonly string[];
  /** What is left at the end. */
  rest(): Iterable<string>;
}

/** Lines held back: what bounds both memory and how far a child may stand from its parent. */
const HELD_LINES = 20_000;

/** The same for the same operation. */
export function createShuffle(operationId: string): LineOrder {
  const random = seededRandom(Number(BigInt(operationId) % 4_294_967_296n));
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
