import { draftReward, rewardOf } from "./draft-reward.ts";
import { draftTiers, tiersOf } from "./draft-tiers.ts";
import type { EarningRule, Multiplier, ProgramBody, Selection } from "./program-body.ts";
import type { DraftMultiplier, DraftRule, ProgramDraft } from "./program-draft.ts";
import { typedDecimal, typedDecimalOrNone, typedNumber, typedNumberOrNone } from "./typed-number.ts";

/** The draft that a program is edited as. */
export function toDraft(body: ProgramBody): ProgramDraft {
  return {
    ...body,
    earning: {
      ...body.earning,
      rules: body.earning.rules.map(draftRule),
      multipliers: body.earning.multipliers.map(draftMultiplier),
      pendingDays: String(body.earning.pendingDays),
    },
    expiry: { ...body.expiry, months: written(body.expiry.months) },
    refunds: { ...body.refunds, limit: written(body.refunds.limit) },
    rewards: body.rewards.map(draftReward),
    tiers: body.tiers && draftTiers(body.tiers),
  };
}

/**
 * The program that a draft stands for. What its kind or mode has no use for is left out; what is no number becomes NaN or
 * stays a text, which validateProgram refuses at its field.
 */
export function toBody(draft: ProgramDraft): ProgramBody {
  const { mode } = draft.expiry;
  const counted = mode === "per-lot" || mode === "inactivity";
  return {
    earning: {
      rules: draft.earning.rules.map(ruleOf),
      multipliers: draft.earning.multipliers.map(multiplierOf),
      pendingDays: typedNumber(draft.earning.pendingDays),
      pendingFrom: draft.earning.pendingFrom,
    },
    expiry: {
      mode,
      months: counted ? typedNumberOrNone(draft.expiry.months) : null,
      roundUpTo: counted ? draft.expiry.roundUpTo : null,
      dates: mode === "fixed-date" ? draft.expiry.dates.map((date) => date.trim()) : [],
    },
    refunds: {
      negativeBalance: draft.refunds.negativeBalance,
      limit: draft.refunds.negativeBalance === "limit" ? typedNumberOrNone(draft.refunds.limit) : null,
    },
    rewards: draft.rewards.map(rewardOf),
    tiers: draft.tiers && tiersOf(draft.tiers),
    referrals: draft.referrals,
  };
}

export function draftRule(rule: EarningRule): DraftRule {
  return {
    ...rule,
    name: rule.name ?? "",
    points: String(rule.points),
    per: rule.per ?? "",
    minimumOrder: rule.minimumOrder ?? "",
    capPerOrder: written(rule.capPerOrder),
    capPerDay: written(rule.capPerDay),
    capPerMonth: written(rule.capPerMonth),
    every: written(rule.every),
    action: rule.action ?? "",
    perMember: written(rule.perMember),
    priority: String(rule.priority),
  };
}

export function draftMultiplier(multiplier: Multiplier): DraftMultiplier {
  return { ...multiplier, name: multiplier.name ?? "" };
}

function ruleOf(rule: DraftRule): EarningRule {
  const { kind } = rule;
  return {
    id: rule.id,
    kind,
    name: rule.name.trim() || null,
    points: typedNumber(rule.points),
    per: kind === "purchase" ? typedDecimalOrNone(rule.per) : null,
    rounding: rule.rounding,
    basis: {
      tax: rule.basis.tax,
      shipping: rule.basis.shipping,
      discounts: rule.basis.discounts,
      storeCredit: rule.basis.storeCredit,
    },
    minimumOrder: typedDecimalOrNone(rule.minimumOrder),
    capPerOrder: typedNumberOrNone(rule.capPerOrder),
    capPerDay: typedNumberOrNone(rule.capPerDay),
    capPerMonth: typedNumberOrNone(rule.capPerMonth),
    every: kind === "nth-order" ? typedNumberOrNone(rule.every) : null,
    action: kind === "action" ? rule.action.trim() || null : null,
    perMember: kind === "action" ? typedNumberOrNone(rule.perMember) : null,
    include: selectionOf(rule.include),
    exclude: selectionOf(rule.exclude),
    stackable: rule.stackable,
    priority: typedNumberOrNone(rule.priority) ?? 0,
    enabled: rule.enabled,
    from: rule.from,
    until: rule.until,
  };
}

function multiplierOf(multiplier: DraftMultiplier): Multiplier {
  return {
    id: multiplier.id,
    name: multiplier.name.trim() || null,
    factor: typedDecimal(multiplier.factor),
    rounding: multiplier.rounding,
    ruleIds: multiplier.ruleIds,
    include: selectionOf(multiplier.include),
    exclude: selectionOf(multiplier.exclude),
    from: multiplier.from,
    until: multiplier.until,
  };
}

/** Conditions alone, always in the same order: two selections that mean the same are written the same. */
export function selectionOf(selection: Selection): Selection {
  const { onSale } = selection;
  const lists = (
    ["tags", "vendors", "productIds", "collectionIds", "channels", "customerTags", "tierIds"] as const
  )
    .map((key) => [key, selection[key] ?? []] as const)
    .filter(([, values]) => values.length > 0);
  return { ...Object.fromEntries(lists), ...(onSale !== undefined && { onSale }) };
}

function written(value: number | null): string {
  return value === null ? "" : String(value);
}
