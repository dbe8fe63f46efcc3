import { draftTiers } from "#app/domain/program/draft-tiers.ts";
import type { DraftTiers } from "#app/domain/program/program-draft.ts";
import { minorDigits } from "#app/domain/shared/money.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";

export const READY_LADDERS = ["spent", "points", "club"] as const;
export type ReadyLadder = (typeof READY_LADDERS)[number];

const METALS = [
  { id: "bronze", color: "#a0643c", icon: "medal", multiplier: null, entryPoints: null },
  { id: "silver", color: "#9aa3ad", icon: "star", multiplier: "1.25", entryPoints: 100 },
  { id: "gold", color: "#c9982e", icon: "crown", multiplier: "1.5", entryPoints: 250 },
] as const;

const RULES: Omit<Tiers, "measure" | "ladder"> = {
  join: "any",
  window: { kind: "rolling", months: 12, keepNext: false },
  graceDays: 30,
  countPending: false,
  softLanding: false,
  noticeDays: 30,
  replaced: {},
};

/**
 * A ladder to start from, which can be published as it comes. `nameOf`: what the tiers are called in the merchant's language;
 * `idOf`: an id that no tier of the shop has had.
 */
export function readyLadder(
  kind: ReadyLadder,
  input: {
    readonly currency: string;
    readonly nameOf: (id: string) => string;
    readonly idOf: (id: string) => string;
  },
): DraftTiers {
  const { nameOf, idOf } = input;
  const tier = (id: string, more: Partial<Tier>): Tier => ({
    ...{ ...PLAIN_TIER, id: idOf(id), name: nameOf(id), from: null },
    ...more,
  });
  if (kind === "club") {
    const benefits = { entryTag: "vip", multiplier: "2", earlyAccess: true };
    const look = { color: "#5b3a8c", icon: "gem" } as const;
    return draftTiers({
      ...{ ...RULES, measure: "spent", window: { kind: "lifetime", months: null, keepNext: false } },
      ...{ graceDays: 0, noticeDays: null },
      ladder: [tier("vip", { ...benefits, ...look })],
    });
  }
  // Amounts of a currency without cents are about a hundred times those of one with.
  const unit = kind === "spent" && minorDigits(input.currency) === 0 ? 100 : 1;
  const thresholds = kind === "spent" ? [0, 300 * unit, 1000 * unit] : [0, 500, 2000];
  return draftTiers({
    ...{ ...RULES, measure: kind },
    ladder: METALS.map(({ id, ...more }, place) =>
      tier(id, { ...more, from: String(thresholds[place] ?? 0) }),
    ),
  });
}
