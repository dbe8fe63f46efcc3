import { parseGid } from "../shared/ids.ts";
import { parseMoney } from "../shared/money.ts";
import type { Selection } from "./program-body.ts";
import { type ProgramRefusal, refuseWhen } from "./program-refusal.ts";

/** Checks of single fields that rules, multipliers and rewards have in common. Each: what is wrong, or nothing. */

/** Points for one unit; times the largest order it still fits a safe integer. */
const POINTS_MAX = 1_000_000;
/** Ids stand in business keys and explanations, several joined by "+". */
const ID = /^[\p{L}\p{N}._-]{1,100}$/u;

export function validatePoints(points: number, pointer: string): ProgramRefusal[] {
  if (!Number.isInteger(points)) {
    return refuseWhen(true, "points-not-whole", pointer, "Points are whole numbers: enter 1, 2, 3 …");
  }
  return [
    ...refuseWhen(points <= 0, "points-not-positive", pointer, "Enter at least 1 point, or leave it out."),
    ...refuseWhen(points > POINTS_MAX, "points-too-many", pointer, `Enter at most ${POINTS_MAX} points.`),
  ];
}

/** Ids are the names by which points and rewards remember what gave them. */
export function validateIds(
  items: readonly { readonly id: string }[],
  pointer: string,
  before: readonly { readonly id: string }[] = [],
): ProgramRefusal[] {
  const taken = new Set(before.map(({ id }) => id));
  return items.flatMap(({ id }, index) => {
    const at = `${pointer}/${index}/id`;
    const isTaken = taken.has(id);
    taken.add(id);
    return [
      ...refuseWhen(
        !ID.test(id),
        "id-not-valid",
        at,
        'Use letters, digits, ".", "_" and "-", at most 100 of them.',
      ),
      ...refuseWhen(isTaken, "id-taken", at, `Another one has the id "${id}" already: give each its own.`),
    ];
  });
}

/** An amount of at least 0 with no more decimals than the currency has. */
export function validateAmount(amount: string | null, pointer: string, currency: string): ProgramRefusal[] {
  const minor = amount === null ? 0n : parseMoney(amount, currency);
  return refuseWhen(
    minor === null || minor < 0n,
    "amount-not-valid",
    pointer,
    `Enter an amount of 0 or more in ${currency}, such as "20.00" where it has cents, or leave it out.`,
  );
}

/** How often, or how many: a whole number from 1 on; null = no limit. */
export function validateCount(count: number | null, pointer: string): ProgramRefusal[] {
  return refuseWhen(
    count !== null && !(Number.isSafeInteger(count) && count >= 1),
    "count-out-of-range",
    pointer,
    "Enter a whole number of at least 1, or leave it out for no limit.",
  );
}

export function validateSpan(
  { from, until }: { readonly from: string | null; readonly until: string | null },
  pointer: string,
): ProgramRefusal[] {
  const notAMoment = (text: string | null, field: string) =>
    refuseWhen(
      text !== null && Number.isNaN(Date.parse(text)),
      "moment-not-valid",
      `${pointer}/${field}`,
      'Enter a day and time, such as "2026-12-24T00:00:00Z", or leave it out.',
    );
  return [
    ...notAMoment(from, "from"),
    ...notAMoment(until, "until"),
    ...refuseWhen(
      from !== null && until !== null && Date.parse(from) >= Date.parse(until),
      "span-empty",
      `${pointer}/until`,
      "It would end before it begins: choose a later end, or an earlier beginning.",
    ),
  ];
}

export function validateSelection(selection: Selection, pointer: string): ProgramRefusal[] {
  const { tags, vendors, channels, customerTags, productIds, collectionIds } = selection;
  return [
    ...Object.entries({ tags, vendors, channels, customerTags }).flatMap(([field, entries]) =>
      validateEntries(entries ?? [], `${pointer}/${field}`),
    ),
    ...validateGids(productIds ?? [], "Product", `${pointer}/productIds`),
    ...validateGids(collectionIds ?? [], "Collection", `${pointer}/collectionIds`),
  ];
}

export function validateEntries(entries: readonly string[], pointer: string): ProgramRefusal[] {
  return entries.flatMap((entry, index) =>
    refuseWhen(
      entry.trim() === "",
      "entry-empty",
      `${pointer}/${index}`,
      "It is empty: fill it in, or remove it.",
    ),
  );
}

export function validateGids(gids: readonly string[], type: string, pointer: string): ProgramRefusal[] {
  return gids.flatMap((gid, index) => validateGid(gid, type, `${pointer}/${index}`));
}

export function validateGid(gid: string, type: string, pointer: string): ProgramRefusal[] {
  return refuseWhen(
    parseGid(gid)?.type !== type,
    "gid-not-valid",
    pointer,
    `Give Shopify's own id, such as "gid://shopify/${type}/1".`,
  );
}
