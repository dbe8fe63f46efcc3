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
  return JSON.stringify(rows, (_, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "string" || !UNSTORABLE.test(value)) return value;
    return value.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd");
  });
}

const UNSTORABLE = /[\0\p{Surrogate}]/u;
