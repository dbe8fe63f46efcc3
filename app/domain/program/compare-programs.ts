import { toBody, toDraft } from "./draft-program.ts";
import type { ProgramBody } from "./program-body.ts";

/** A part of a program that a person knows as one thing. */
export type ProgramPart =
  | { readonly type: "rule" | "multiplier" | "reward"; readonly id: string }
  | { readonly type: "pending" | "expiry" | "refunds" | "tiers" | "referrals" };

export type ProgramChange =
  | { readonly kind: "added" | "removed" | "changed"; readonly part: ProgramPart }
  /** The same things in another order: multipliers are applied one after another, rewards are shown so. */
  | { readonly kind: "reordered"; readonly list: "rules" | "multipliers" | "rewards" };

const ITEMS = [
  ["rule", "rules"],
  ["multiplier", "multipliers"],
  ["reward", "rewards"],
] as const;

/** What is another in `after` than in `before`, part by part, in the order in which a program is read. */
export function compareProgram(before: ProgramBody, after: ProgramBody): readonly ProgramChange[] {
  const was = normal(before);
  const is = normal(after);
  const single = (
    type: "pending" | "expiry" | "refunds" | "tiers" | "referrals",
    part: unknown,
    now: unknown,
  ) => (same(part, now) ? [] : [{ kind: "changed" as const, part: { type } }]);
  const [rules = [], multipliers = [], rewards = []] = ITEMS.map(([type, list]) =>
    compareItems(type, list, itemsOf(was, list), itemsOf(is, list)),
  );
  return [
    ...rules,
    ...multipliers,
    ...single("pending", pendingOf(was), pendingOf(is)),
    ...single("expiry", was.expiry, is.expiry),
    ...single("refunds", was.refunds, is.refunds),
    ...rewards,
    ...single("tiers", was.tiers, is.tiers),
    ...single("referrals", was.referrals, is.referrals),
  ];
}

function compareItems(
  type: "rule" | "multiplier" | "reward",
  list: "rules" | "multipliers" | "rewards",
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): ProgramChange[] {
  const was = new Map(before.map((item) => [item.id, item]));
  const is = new Map(after.map((item) => [item.id, item]));
  const of = (kind: "added" | "removed" | "changed", items: readonly { readonly id: string }[]) =>
    items.map(({ id }) => ({ kind, part: { type, id } }));
  const stayed = after.filter(({ id }) => was.has(id));
  const orderWas = before.filter(({ id }) => is.has(id)).map(({ id }) => id);
  return [
    ...of(
      "changed",
      stayed.filter((item) => !same(was.get(item.id), item)),
    ),
    ...of(
      "added",
      after.filter(({ id }) => !was.has(id)),
    ),
    ...of(
      "removed",
      before.filter(({ id }) => !is.has(id)),
    ),
    ...(same(
      orderWas,
      stayed.map(({ id }) => id),
    )
      ? []
      : [{ kind: "reordered" as const, list }]),
  ];
}

function itemsOf(body: ProgramBody, list: "rules" | "multipliers" | "rewards"): readonly { id: string }[] {
  return list === "rewards" ? body.rewards : body.earning[list];
}

function pendingOf({ earning }: ProgramBody) {
  return { days: earning.pendingDays, from: earning.pendingFrom };
}

/** Written one way: keys in one order, conditions without empty lists, amounts without what only their typing adds. */
function normal(body: ProgramBody): ProgramBody {
  return toBody(toDraft(body));
}

function same(left: unknown, right: unknown): boolean {
  return written(left) === written(right);
}

/** JSON has no NaN, which stands for what is no number. */
function written(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === "number" && Number.isNaN(part) ? "no number" : part,
  );
}
