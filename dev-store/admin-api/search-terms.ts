/** Comparisons that several searches share. */
import { compareIds } from "../state/ids.ts";
import { compareBy, type Operator } from "./search.ts";

/** Without case; a trailing `*` matches any ending. */
export function sameText(actual: string | null | undefined, operator: Operator, wanted: string): boolean {
  if (actual === null || actual === undefined || operator !== ":") return false;
  const a = actual.toLowerCase();
  const b = wanted.toLowerCase();
  return b.endsWith("*") ? a.startsWith(b.slice(0, -1)) : a === b;
}

/** By the numeric tail of an id or gid. */
export function idMatches(actual: string, operator: Operator, wanted: string): boolean {
  const tail = /(\d+)$/.exec(wanted)?.[1];
  return tail !== undefined && compareBy(compareIds(actual, tail), operator, 0);
}
