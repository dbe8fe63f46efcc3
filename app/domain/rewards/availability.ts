import { foldCase } from "../shared/fold-case.ts";
import type { Reward } from "./reward.ts";

/** Why nobody can take a reward now. */
export type UnavailableCode =
  "switched-off" | "not-begun" | "over" | "scope-missing" | "product-deleted" | "sold-out";

/** Why this member can't, though others can. */
export type IneligibleCode =
  "not-a-member" | "not-eligible" | "tier-required" | "limit-reached" | "insufficient-points";

/** Scopes without which Shopify does not make it. Discounts need `write_discounts`, which every shop grants. */
export const SCOPE_OF_KIND: Readonly<Record<Reward["kind"], string>> = {
  "amount-off": "write_discounts",
  "percentage-off": "write_discounts",
  "free-shipping": "write_discounts",
  "free-product": "write_discounts",
  "store-credit": "write_store_credit_account_transactions",
  "gift-card": "write_gift_cards",
};

export type RewardFacts = {
  readonly now: Date;
  readonly grantedScopes: readonly string[];
  /** Products of the catalogue that are known to be gone. */
  readonly deletedProductIds: ReadonlySet<string>;
  /** How often it was taken and not given back, by all members. */
  readonly taken: number;
};

export function unavailableBecause(reward: Reward, facts: RewardFacts): UnavailableCode | null {
  const { now, deletedProductIds } = facts;
  if (!reward.enabled) return "switched-off";
  if (reward.from !== null && new Date(reward.from) > now) return "not-begun";
  if (reward.until !== null && new Date(reward.until) <= now) return "over";
  if (!facts.grantedScopes.includes(SCOPE_OF_KIND[reward.kind])) return "scope-missing";
  const { productIds } = reward.appliesTo;
  const isGone = (productId: string) => deletedProductIds.has(productId);
  if (reward.product !== null && isGone(reward.product.productId)) return "product-deleted";
  const namesNothingElse = reward.appliesTo.collectionIds.length === 0;
  if (productIds.length > 0 && namesNothingElse && productIds.every(isGone)) return "product-deleted";
  if (reward.total !== null && facts.taken >= reward.total) return "sold-out";
  return null;
}

export type RewardMember = {
  /** gid; null = known by e-mail alone: a code can't be bound to them. */
  readonly customerId: string | null;
  readonly participation: "member" | "outside" | "left" | "excluded" | "merged" | "erased";
  readonly tags: readonly string[];
  /** Of the ladder in force; null = in none. */
  readonly tierId: string | null;
  /** How often this member has taken it and not given back. */
  readonly taken: number;
};

/** Whoever has left or is excluded keeps the points and can't spend them; whoever was given some without taking part can. */
export function ineligibleBecause(
  reward: Reward,
  member: RewardMember,
): Exclude<IneligibleCode, "insufficient-points"> | null {
  const { customerId, participation } = member;
  if (customerId === null || (participation !== "member" && participation !== "outside"))
    return "not-a-member";
  const tags = new Set(member.tags.map(foldCase));
  if (reward.customerTags.length > 0 && !reward.customerTags.some((tag) => tags.has(foldCase(tag))))
    return "not-eligible";
  if (reward.tierIds.length > 0 && (member.tierId === null || !reward.tierIds.includes(member.tierId)))
    return "tier-required";
  if (reward.perMember !== null && member.taken >= reward.perMember) return "limit-reached";
  return null;
}
