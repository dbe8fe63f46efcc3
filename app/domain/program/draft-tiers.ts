import type { Tier, Tiers } from "../tiers/tiers.ts";
import type { DraftTier, DraftTiers } from "./program-draft.ts";
import { typedDecimal, typedDecimalOrNone, typedNumberOrNone } from "./typed-number.ts";

export function draftTiers(tiers: Tiers): DraftTiers {
  return {
    ...tiers,
    window: { ...tiers.window, months: written(tiers.window.months) },
    graceDays: String(tiers.graceDays),
    noticeDays: written(tiers.noticeDays),
    ladder: tiers.ladder.map(draftTier),
  };
}

export function draftTier(tier: Tier): DraftTier {
  return {
    ...tier,
    entryTag: tier.entryTag ?? "",
    multiplier: tier.multiplier ?? "",
    entryPoints: written(tier.entryPoints),
    birthdayPoints: written(tier.birthdayPoints),
    expiryMonths: written(tier.expiryMonths),
    color: tier.color ?? "",
    tag: tier.tag ?? "",
    texts: mapValues(tier.texts, ({ name, description }) => ({
      name: name ?? "",
      description: description ?? "",
    })),
  };
}

/** What the kind of window has no use for is left out, as with every part of a draft. */
export function tiersOf(draft: DraftTiers): Tiers {
  const { kind, keepNext, months } = draft.window;
  return {
    measure: draft.measure,
    join: draft.join,
    window: {
      kind,
      months: kind === "rolling" ? typedNumberOrNone(months) : null,
      keepNext: keepNext && isYear(kind),
    },
    graceDays: typedNumberOrNone(draft.graceDays) ?? 0,
    countPending: draft.countPending,
    softLanding: draft.softLanding,
    noticeDays: typedNumberOrNone(draft.noticeDays),
    ladder: draft.ladder.map(tierOf),
    replaced: draft.replaced,
  };
}

/** Windows that begin anew each year can be kept through the next. */
export function isYear(kind: Tiers["window"]["kind"]): boolean {
  return kind === "calendar-year" || kind === "from-joining";
}

function tierOf(draft: DraftTier): Tier {
  return {
    id: draft.id,
    name: draft.name.trim(),
    from: draft.from === null ? null : typedDecimal(draft.from),
    also:
      draft.from === null
        ? []
        : draft.also.map(({ measure, from }) => ({ measure, from: typedDecimal(from) })),
    entryTag: draft.entryTag.trim() || null,
    multiplier: typedDecimalOrNone(draft.multiplier),
    rounding: draft.rounding,
    entryPoints: typedNumberOrNone(draft.entryPoints),
    entryRewardId: draft.entryRewardId,
    birthdayPoints: typedNumberOrNone(draft.birthdayPoints),
    freeShipping: draft.freeShipping,
    expiryMonths: typedNumberOrNone(draft.expiryMonths),
    earlyAccess: draft.earlyAccess,
    color: draft.color.trim() || null,
    icon: draft.icon,
    tag: draft.tag.trim() || null,
    texts: Object.fromEntries(
      Object.entries(draft.texts)
        .map(
          ([language, { name, description }]) =>
            [language, { name: name.trim() || null, description: description.trim() || null }] as const,
        )
        .filter(([, { name, description }]) => name !== null || description !== null)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

function written(value: number | null): string {
  return value === null ? "" : String(value);
}
