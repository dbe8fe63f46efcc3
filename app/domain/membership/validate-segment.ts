import { parseMoney } from "../shared/money.ts";
import type { Refusal } from "../shared/outcome.ts";
import type { SegmentFilter } from "./segment.ts";

export type FilterRefusal = Refusal<
  "amount-invalid" | "number-not-whole" | "range-empty" | "too-many-tags" | "tag-too-long" | "too-many-tiers"
>;

const TAGS_MAX = 100;
/** As many as a ladder has. */
const TIERS_MAX = 50;
/** Shopify's own limit for a tag. */
const TAG_LENGTH_MAX = 255;
/** Wider than anybody's life as a customer, and every sum of it fits the database. */
const NUMBER_MAX = 1_000_000_000;

/** Everything that keeps a filter from working, each at its field below `at`. */
export function validateFilter(filter: SegmentFilter, at: string, currency: string): FilterRefusal[] {
  return [
    ...validateTags(filter.tags, `${at}/tags`),
    ...validateTags(filter.withoutTags, `${at}/withoutTags`),
    ...validateRange(filter, "orders", at),
    ...validateRange(filter, "lastOrderDays", at),
    ...validateRange(filter, "balance", at),
    ...validateSpent(filter, at, currency),
    ...validateTiers(filter.tierIds, `${at}/tierIds`),
  ];
}

function validateTags(tags: readonly string[], pointer: string): FilterRefusal[] {
  if (tags.length > TAGS_MAX)
    return [{ code: "too-many-tags", pointer, detail: `Name at most ${TAGS_MAX} tags.` }];
  return tags.some((tag) => tag.length > TAG_LENGTH_MAX)
    ? [{ code: "tag-too-long", pointer, detail: `Tags have at most ${TAG_LENGTH_MAX} characters.` }]
    : [];
}

function validateTiers(tierIds: readonly string[], pointer: string): FilterRefusal[] {
  if (tierIds.length <= TIERS_MAX) return [];
  return [{ code: "too-many-tiers", pointer, detail: `Name at most ${TIERS_MAX} tiers.` }];
}

type Range = "orders" | "lastOrderDays" | "balance";

function validateRange(filter: SegmentFilter, name: Range, at: string): FilterRefusal[] {
  const [least, most] = [filter[`${name}AtLeast`], filter[`${name}AtMost`]];
  const refusals = (
    [
      ["AtLeast", least],
      ["AtMost", most],
    ] as const
  ).flatMap(([end, value]): FilterRefusal[] => {
    const isFine =
      value === null ||
      (Number.isInteger(value) && Math.abs(value) <= NUMBER_MAX && (value >= 0 || name === "balance"));
    const detail = "Give a whole number, or leave the field empty.";
    return isFine ? [] : [{ code: "number-not-whole", pointer: `${at}/${name}${end}`, detail }];
  });
  if (refusals.length > 0) return refusals;
  return least !== null && most !== null && least > most ? [emptyRange(`${at}/${name}AtMost`)] : [];
}

function validateSpent(filter: SegmentFilter, at: string, currency: string): FilterRefusal[] {
  const minor = (text: string | null) => (text === null ? null : parseMoney(text, currency));
  const [least, most] = [minor(filter.spentAtLeast), minor(filter.spentAtMost)];
  const refusals = (["spentAtLeast", "spentAtMost"] as const).flatMap((name): FilterRefusal[] => {
    const value = minor(filter[name]);
    const isFine =
      filter[name] === null || (value !== null && value >= 0n && value <= BigInt(NUMBER_MAX) * 1000n);
    const detail = `Give an amount of ${currency}, or leave the field empty.`;
    return isFine ? [] : [{ code: "amount-invalid", pointer: `${at}/${name}`, detail }];
  });
  if (refusals.length > 0) return refusals;
  return least !== null && most !== null && least > most ? [emptyRange(`${at}/spentAtMost`)] : [];
}

function emptyRange(pointer: string): FilterRefusal {
  return { code: "range-empty", pointer, detail: "Nobody fits: the upper bound lies below the lower one." };
}
