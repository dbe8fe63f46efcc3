import type { Id } from "../state/model.ts";

/** `JSON.rawJSON` (in V8 since 11.4) puts digits into JSON as they are, so that a 64-bit id never becomes a float. */
const raw = JSON as unknown as { rawJSON: (text: string) => unknown };

/** A JSON integer from decimal digits; null stays null. */
export function integer(digits: Id | null): unknown {
  return digits === null ? null : raw.rawJSON(digits);
}

/** A JSON number from a decimal string such as `19.99`. */
export function decimalNumber(text: string): unknown {
  return raw.rawJSON(text);
}
