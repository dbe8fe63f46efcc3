import { toBody, toDraft } from "./draft-program.ts";
import type { ProgramBody } from "./program-body.ts";

/** A part of a program that a person knows as one thing. */
export type ProgramPart =
  | { readonly type: "rule" | "multiplier" | "reward" | "tier"; readonly id: string }
  | { readonly type: "pending" | "expiry" | "refunds" | "tiers" | "referrals" };

export type ProgramChange =
  | { readonly kind: "added" | "removed" | "changed"; readonly part: ProgramPart }
  /** The same things in another order: multipliers are applied one after another, rewards are shown so. */
  | { readonly kind: "reordered"; readonly list: ItemList };

type ItemList = "rules" | "multipliers" | "rewards" | "tiers";

const ITEMS = [
  ["rule", "rules"],
  ["multiplier", "multipliers"],
  ["reward", "rewards"],
  ["tier", "tiers"],
] as const;

/** What is another in `after` than in `before`, part by part, in the order in which a program is read. */
export function compareProgram(before: ProgramBody, after: ProgramBody): readonly ProgramChange[] {
  const was = normal(before);
  const is = normal(after);
  const single = (
    type: "pending" | "expiry" | "refunds" | "referrals",
    part: unknown,
    now: unknown,
  ): ProgramChange[] => (same(part, now) ? [] : [{ kind: "changed", part: { type } }]);
  const [rules = [], multipliers = [], rewards = [], tiers = []] = ITEMS.map(([type, list]) =>
    compareItems(type, list, itemsOf(was, list), itemsOf(is, list)),
  );
  return [
    ...rules,
    ...multipliers,
    ...single("pending", pendingOf(was), pendingOf(is)),
    ...single("expiry", was.expiry, is.expiry),
    ...single("refunds", was.refunds, is.refunds),
    ...rewards,
    ...compareLadderRules(was.tiers, is.tiers),
    ...tiers,
    ...single("referrals", was.referrals, is.referrals),
  ];
}

/** Does any of it touch who stands in which tier? Then what becomes of members is shown, and asked, before it is published. */
export function touchesTiers(changes: readonly ProgramChange[]): boolean {
  return changes.some((one) =>
    one.kind === "reordered" ? one.list === "tiers" : one.part.type === "tier" || one.part.type === "tiers",
  );
}

/** By which rules members move, apart from the tiers themselves: there may be none on either side. */
function compareLadderRules(before: ProgramBody["tiers"], after: ProgramBody["tiers"]): ProgramChange[] {
  const rulesOf = (tiers: ProgramBody["tiers"]) => tiers && { ...tiers, ladder: [] };
  if (same(rulesOf(before), rulesOf(after))) return [];
  const kind = before === null ? "added" : after === null ? "removed" : "changed";
  return [{ kind, part: { type: "tiers" } }];
}

function compareItems(
  type: "rule" | "multiplier" | "reward" | "tier",
  list: ItemList,
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

function itemsOf(body: ProgramBody, list: ItemList): readonly { id: string }[] {
  if (list === "tiers") return body.tiers?.ladder ?? [];
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
