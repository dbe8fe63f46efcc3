import { foldCase } from "../shared/fold-case.ts";
import type { EarningRule, Selection } from "./program-body.ts";

/**
 * Rules that can't be told apart when both fit an order: neither stacks, their priority is equal, and nothing keeps them from
 * meeting. @returns the later of each two, by its place, with the id of the earlier
 */
export function exclusiveConflicts(
  rules: readonly EarningRule[],
): { readonly index: number; readonly other: string }[] {
  return rules.flatMap((rule, index) => {
    const other = rules.slice(0, index).find((earlier) => conflict(earlier, rule));
    return other === undefined ? [] : [{ index, other: other.id }];
  });
}

function conflict(a: EarningRule, b: EarningRule): boolean {
  const isExclusive = ({ kind, stackable, enabled }: EarningRule) =>
    kind === "purchase" && !stackable && enabled;
  return (
    isExclusive(a) &&
    isExclusive(b) &&
    a.priority === b.priority &&
    overlap(a, b) &&
    !isApart(a, b) &&
    !isApart(b, a) &&
    !haveDisjointChannels(a.include, b.include)
  );
}

type Times = Pick<EarningRule, "from" | "until">;

function overlap(a: Times, b: Times): boolean {
  const begins = ({ from }: Times) => (from === null ? -Infinity : Date.parse(from));
  const ends = ({ until }: Times) => (until === null ? Infinity : Date.parse(until));
  return begins(a) < ends(b) && begins(b) < ends(a);
}

/** Every order that one rule includes the other leaves out. Conditions on lines tell nothing: an order may have both lines. */
function isApart(a: EarningRule, b: EarningRule): boolean {
  return (
    isWithin(a.include.channels, b.exclude.channels) ||
    isWithin(a.include.customerTags?.map(foldCase), b.exclude.customerTags?.map(foldCase))
  );
}

function isWithin(included: readonly string[] = [], excluded: readonly string[] = []): boolean {
  return included.length > 0 && included.every((entry) => excluded.includes(entry));
}

/** An order has one channel, but a customer many tags. */
function haveDisjointChannels({ channels: a = [] }: Selection, { channels: b = [] }: Selection): boolean {
  return a.length > 0 && b.length > 0 && !a.some((channel) => b.includes(channel));
}
