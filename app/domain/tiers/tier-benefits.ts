import type { Reward } from "../rewards/reward.ts";
import type { Tier } from "./tiers.ts";

/** What a tier gives, as it is told to people; `value` a decimal text. */
export type Benefit =
  | { readonly kind: "multiplier"; readonly value: string }
  | { readonly kind: "entry-points" | "birthday-points"; readonly points: number }
  | { readonly kind: "entry-reward"; readonly name: string }
  | { readonly kind: "free-shipping" | "early-access" }
  | { readonly kind: "expiry"; readonly months: number }
  | { readonly kind: "rewards"; readonly names: readonly string[] };

/** In the order in which they are told. `rewards`: of the same program. */
export function benefitsOf(tier: Tier, rewards: readonly Reward[]): Benefit[] {
  const own = rewards.filter(({ enabled, tierIds }) => enabled && tierIds.includes(tier.id));
  const entry = rewards.find(({ id }) => id === tier.entryRewardId);
  const all: (Benefit | null)[] = [
    tier.multiplier !== null && Number(tier.multiplier) !== 1
      ? { kind: "multiplier", value: tier.multiplier }
      : null,
    tier.entryPoints === null ? null : { kind: "entry-points", points: tier.entryPoints },
    entry === undefined ? null : { kind: "entry-reward", name: entry.name },
    tier.birthdayPoints === null ? null : { kind: "birthday-points", points: tier.birthdayPoints },
    tier.freeShipping === null ? null : { kind: "free-shipping" },
    tier.expiryMonths === null ? null : { kind: "expiry", months: tier.expiryMonths },
    tier.earlyAccess ? { kind: "early-access" } : null,
    own.length === 0 ? null : { kind: "rewards", names: own.map(({ name }) => name) },
  ];
  return all.filter((benefit) => benefit !== null);
}
