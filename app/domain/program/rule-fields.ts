import type { EarningRule, RuleKind, Selection } from "./program-body.ts";

type Field =
  | Exclude<
      keyof EarningRule,
      "id" | "kind" | "name" | "points" | "enabled" | "from" | "until" | "include" | "exclude"
    >
  | "lines"
  | "channels"
  | "customerTags"
  | "tierIds";

/**
 * What a rule of each kind reads besides its id, name, points, switch and times; anything else given is refused. The last four
 * stand for parts of `include` and `exclude`: conditions on lines, on the order's channel, on the customer and their tier.
 */
export const RULE_FIELDS: Readonly<Record<RuleKind, readonly Field[]>> = {
  purchase: [
    "per",
    "rounding",
    "basis",
    "minimumOrder",
    "capPerOrder",
    "capPerDay",
    "capPerMonth",
    "stackable",
    "priority",
    "lines",
    "channels",
    "customerTags",
    "tierIds",
  ],
  "first-order": ["minimumOrder", "channels", "customerTags"],
  "nth-order": ["every", "minimumOrder", "channels", "customerTags"],
  action: ["action", "perMember", "capPerDay", "capPerMonth", "priority", "customerTags"],
  "sign-up": ["customerTags"],
  birthday: ["customerTags"],
  anniversary: ["customerTags"],
};

export function readsField(kind: RuleKind, field: Field): boolean {
  return RULE_FIELDS[kind].includes(field);
}

/** Fields of the rule that say something and that its kind does not read, as pointers below the rule. */
export function fieldsNotRead(rule: EarningRule): string[] {
  const given: readonly (readonly [Field, boolean])[] = [
    ["per", rule.per !== null],
    ["rounding", rule.rounding !== "floor"],
    ["basis", Object.values(rule.basis).includes(true)],
    ["minimumOrder", rule.minimumOrder !== null],
    ["capPerOrder", rule.capPerOrder !== null],
    ["capPerDay", rule.capPerDay !== null],
    ["capPerMonth", rule.capPerMonth !== null],
    ["every", rule.every !== null],
    ["action", rule.action !== null],
    ["perMember", rule.perMember !== null],
    ["stackable", !rule.stackable],
    ["priority", rule.priority !== 0],
  ];
  const { kind } = rule;
  return [
    ...given.filter(([field, isGiven]) => isGiven && !readsField(kind, field)).map(([field]) => field),
    ...(["include", "exclude"] as const).flatMap((side) =>
      conditionsGiven(rule[side])
        .filter(([field]) => !readsField(kind, field))
        .map(([, name]) => `${side}/${name}`),
    ),
  ];
}

function conditionsGiven(selection: Selection): (readonly [Field, string])[] {
  const { channels, customerTags, tierIds, onSale, ...lists } = selection;
  const isGiven = (list: readonly string[] | undefined) => list !== undefined && list.length > 0;
  return [
    ...Object.entries(lists)
      .filter(([, list]) => isGiven(list))
      .map(([name]) => ["lines", name] as const),
    ...(onSale === undefined ? [] : [["lines", "onSale"] as const]),
    ...(isGiven(channels) ? [["channels", "channels"] as const] : []),
    ...(isGiven(customerTags) ? [["customerTags", "customerTags"] as const] : []),
    ...(isGiven(tierIds) ? [["tierIds", "tierIds"] as const] : []),
  ];
}
