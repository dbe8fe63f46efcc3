import { foldCase } from "../shared/fold-case.ts";
import { findTier } from "./tier-at.ts";
import { tagOf, type Tier, type Tiers } from "./tiers.ts";

/** What a customer should have in Shopify for their tier. */
export type WantedMark = {
  readonly customerId: string;
  readonly tag: string;
  /** The metafield's value, JSON: `{ "id", "name", "rank" }`, and `"freeShippingCode"` where the member has one. */
  readonly shown: string;
};

/** What may be at a customer because of us. `shown` null: not known to be what it should be. */
export type TierMark = {
  readonly customerId: string;
  readonly tags: readonly string[];
  readonly shown: string | null;
};

/** What is to be done at one customer; nothing of it hurts when done twice. */
export type MarkSteps = {
  readonly customerId: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** The metafield: its new value, `gone`, or null = left alone. */
  readonly show: { readonly value: string } | "gone" | null;
};

/** `rank` counts from 1, the lowest tier. */
export function shownTier(tiers: Tiers, tier: Tier, freeShippingCode: string | null): string {
  const rank = tiers.ladder.indexOf(tier) + 1;
  return JSON.stringify({
    ...{ id: tier.id, name: tier.name, rank },
    ...(freeShippingCode === null ? {} : { freeShippingCode }),
  });
}

/** The mark of a member; null: they should have none. */
export function wantedMark(
  tiers: Tiers | null,
  member: { readonly customerId: string | null; readonly takesPart: boolean; readonly tierId: string | null },
  freeShippingCode: string | null,
): WantedMark | null {
  const tier = member.takesPart ? findTier(tiers, member.tierId) : null;
  if (tiers === null || tier === null || member.customerId === null) return null;
  return {
    customerId: member.customerId,
    tag: tagOf(tier),
    shown: shownTier(tiers, tier, freeShippingCode),
  };
}

/** What is known of a customer's mark. */
export type MarkFacts = {
  /** The member's customer; null = none, or no longer. */
  readonly customerId: string | null;
  readonly mark: TierMark | null;
  /** Tags of the ladder that the customer was seen to have; null: those that the mark tells of. */
  readonly seen: readonly string[] | null;
};

export type MarkDecision = {
  readonly steps: MarkSteps | null;
  /** What is at the customer after the steps; null = nothing of ours. */
  readonly after: TierMark | null;
  /** Only what was left at a former customer is taken off now: decide again after it. */
  readonly again: boolean;
};

/** What brings Shopify in step with the mark that a member should have. */
export function decideMark(wanted: WantedMark | null, { customerId, mark, seen }: MarkFacts): MarkDecision {
  if (mark !== null && mark.customerId !== wanted?.customerId) {
    const remove = withoutDoubles([...mark.tags, ...(mark.customerId === customerId ? (seen ?? []) : [])]);
    const steps: MarkSteps = { customerId: mark.customerId, add: [], remove, show: "gone" };
    return { steps, after: null, again: wanted !== null };
  }
  if (wanted === null) {
    const isForeign = customerId !== null && seen !== null && seen.length > 0;
    const steps = isForeign ? { customerId, add: [], remove: seen, show: null } : null;
    return { steps, after: null, again: false };
  }
  const there = seen ?? mark?.tags ?? [];
  const isWanted = (tag: string) => foldCase(tag) === foldCase(wanted.tag);
  const add = there.some(isWanted) ? [] : [wanted.tag];
  const remove = withoutDoubles([...(mark?.tags ?? []), ...(seen ?? [])]).filter((tag) => !isWanted(tag));
  const show = mark?.shown === wanted.shown ? null : { value: wanted.shown };
  const hasWork = add.length > 0 || remove.length > 0 || show !== null;
  return {
    steps: hasWork ? { customerId: wanted.customerId, add, remove, show } : null,
    after: { customerId: wanted.customerId, tags: [wanted.tag], shown: wanted.shown },
    again: false,
  };
}

/** What may be at the customer while the steps are taken: the former tags and the new one, and no word on the metafield. */
export function whileMarking(mark: TierMark | null, after: TierMark): TierMark {
  return {
    customerId: after.customerId,
    tags: withoutDoubles([...(mark?.tags ?? []), ...after.tags]),
    shown: mark?.shown === after.shown ? after.shown : null,
  };
}

function withoutDoubles(tags: readonly string[]): string[] {
  return [...new Map(tags.map((tag) => [foldCase(tag), tag])).values()];
}

/** Tags that only we give, so that whoever else gives them is corrected: a tag by which a merchant lets customers in is theirs. */
export function ownTags(tiers: Tiers | null): string[] {
  const entry = new Set(
    tiers?.ladder.flatMap(({ entryTag }) => (entryTag === null ? [] : [foldCase(entryTag)])),
  );
  return (tiers?.ladder ?? []).map(tagOf).filter((tag) => !entry.has(foldCase(tag)));
}

/** A ladder as far as marks show it: when it differs, every mark is compared anew. */
export function ladderShown(tiers: Tiers | null): string {
  return JSON.stringify(
    (tiers?.ladder ?? []).map((tier) => [tier.id, tier.name, tagOf(tier), tier.freeShipping === "code"]),
  );
}
