import { invariant } from "#app/domain/shared/invariant.ts";

/** A count from an int8 column; beyond 2^53 it would lie. */
export function count(value: bigint | number): number {
  const number = Number(value);
  invariant(Number.isSafeInteger(number), `${value} does not fit a count`);
  return number;
}

/**
 * JSON for `jsonb_to_recordset`: a bigint goes as its digits, which PostgreSQL reads back exactly; what no text of
 * PostgreSQL can hold (NUL, half a surrogate pair) is left out or replaced.
 */
export function toRows(rows: readonly object[]): string {
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  if (!MAYBE_UNSTORABLE.test(text)) return text;
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd") : value,
  );
}

/** JSON writes NUL and half a surrogate pair as an escape. */
const MAYBE_UNSTORABLE = /\\u(0000|d[89a-f])/;
