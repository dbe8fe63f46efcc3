import { draftMultiplier, draftRule } from "#app/domain/program/draft-program.ts";
import { BASE_RULE, type RuleKind } from "#app/domain/program/program-body.ts";
import type {
  DraftMultiplier,
  DraftReward,
  DraftRule,
  ProgramDraft,
} from "#app/domain/program/program-draft.ts";
import type { RewardKind } from "#app/domain/rewards/reward.ts";
import { formatMoney, minorDigits } from "#app/domain/shared/money.ts";

/** What a new rule gives until the merchant says otherwise. */
const FIRST_POINTS: Readonly<Record<RuleKind, string>> = {
  purchase: "1",
  "sign-up": "100",
  birthday: "200",
  anniversary: "200",
  "first-order": "100",
  "nth-order": "100",
  action: "50",
};

/** Ids are never used twice, also not by something that is gone: limits and explanations of older versions speak of it. */
export function newId(kind: string): string {
  return `${kind}-${crypto.randomUUID().slice(0, 8)}`;
}

/** A purchase rule begins with points for one whole unit of the shop's money. */
export function newRule(kind: RuleKind, currency: string): DraftRule {
  return {
    ...draftRule(BASE_RULE),
    id: newId(kind),
    kind,
    points: FIRST_POINTS[kind],
    per: kind === "purchase" ? formatMoney(10n ** BigInt(minorDigits(currency)), currency) : "",
    every: kind === "nth-order" ? "5" : "",
    action: kind === "action" ? "review" : "",
    perMember: kind === "action" ? "1" : "",
  };
}

export function newMultiplier(): DraftMultiplier {
  return draftMultiplier({
    id: newId("multiplier"),
    name: null,
    factor: "2",
    rounding: "floor",
    ruleIds: [],
    include: {},
    exclude: {},
    from: null,
    until: null,
  });
}

export function newReward(kind: RewardKind): DraftReward {
  return {
    id: newId(kind),
    kind,
    name: "",
    points: "",
    value: "",
    slider: null,
    minimumOrder: "",
    appliesTo: { productIds: [], collectionIds: [] },
    product: null,
    combinesWith: { order: false, product: false, shipping: kind !== "free-shipping" },
    validDays: kind === "store-credit" || kind === "gift-card" ? "" : "90",
    perMember: "",
    total: "",
    customerTags: [],
    tierIds: [],
    enabled: true,
    from: null,
    until: null,
  };
}

export type ItemList = "rules" | "multipliers" | "rewards";
type ItemOf<List extends ItemList> = List extends "rules"
  ? DraftRule
  : List extends "multipliers"
    ? DraftMultiplier
    : DraftReward;

export function itemsOf<List extends ItemList>(draft: ProgramDraft, list: List): readonly ItemOf<List>[] {
  return (list === "rewards" ? draft.rewards : draft.earning[list as "rules"]) as readonly ItemOf<List>[];
}

/** The same draft with another list of rules, multipliers or rewards. */
export function withItems<List extends ItemList>(
  draft: ProgramDraft,
  list: List,
  change: (items: readonly ItemOf<List>[]) => readonly ItemOf<List>[],
): ProgramDraft {
  const items = change(itemsOf(draft, list));
  return list === "rewards"
    ? { ...draft, rewards: items as readonly DraftReward[] }
    : { ...draft, earning: { ...draft.earning, [list]: items } };
}

/** Where the list stands in a body: what JSON pointers begin with. */
export function pointerOf(list: ItemList): string {
  return list === "rewards" ? "/rewards" : `/earning/${list}`;
}

/** Changes one, found by its id; the others stay as they are. */
export function withItem<List extends ItemList>(
  draft: ProgramDraft,
  list: List,
  item: ItemOf<List>,
): ProgramDraft {
  return withItems(draft, list, (items) => items.map((one) => (one.id === item.id ? item : one)));
}

/** A rule that goes is no longer multiplied either. */
export function withoutItem(draft: ProgramDraft, list: ItemList, id: string): ProgramDraft {
  const without = withItems(draft, list, (items) => items.filter((one) => one.id !== id));
  return list !== "rules"
    ? without
    : withItems(without, "multipliers", (multipliers) =>
        multipliers.flatMap((multiplier) => {
          if (!multiplier.ruleIds.includes(id)) return [multiplier];
          const ruleIds = multiplier.ruleIds.filter((other) => other !== id);
          // Without its only rule it would multiply all of them: it goes along.
          return ruleIds.length === 0 ? [] : [{ ...multiplier, ruleIds }];
        }),
      );
}

/** One place up or down. */
export function moved<Item>(items: readonly Item[], from: number, by: -1 | 1): readonly Item[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(from + by, 0, item);
  return next;
}
