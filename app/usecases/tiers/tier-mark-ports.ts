import type { TierMark } from "#app/domain/tiers/tier-marks.ts";
import type { Outcome } from "#app/domain/shared/outcome.ts";

/** A member whose mark in Shopify is to be looked at. */
export type DueMark = {
  readonly memberId: string;
  /** Reasons so far: one more while it is worked on keeps it due. */
  readonly n: number;
  /** Tags of the ladder that Shopify has told of; null: as the mark says. */
  readonly seen: readonly string[] | null;
  /** null also where the member is gone. */
  readonly customerId: string | null;
  readonly takesPart: boolean;
  readonly tierId: string | null;
  readonly mark: TierMark | null;
};

/** What Shopify has told of a customer's tags. */
export type ToldTags = { readonly customerId: string; readonly tags: readonly string[] };

/** Marks of a tier at customers, as we remember them. */
export interface TierMarks {
  ladderShown(shopId: string): Promise<string | null>;
  /** Everybody who stands in a tier or has a mark is looked at; then this ladder is the one that is shown. */
  markEverybodyDue(shopId: string, ladderShown: string): Promise<void>;
  /** In the order of members' ids, after `after`. */
  listDue(shopId: string, after: string | null, limit: number): Promise<DueMark[]>;
  countDue(shopId: string): Promise<number>;
  /** What may be at the customer from now on, written before Shopify is asked. */
  remember(shopId: string, marks: readonly (TierMark & { readonly memberId: string })[]): Promise<void>;
  /** Nothing of ours is at the customer any more. */
  forget(shopId: string, memberIds: readonly string[]): Promise<void>;
  /** Done, unless there has been another reason meanwhile. */
  settle(shopId: string, done: readonly Pick<DueMark, "memberId" | "n">[]): Promise<void>;
}

/** Inside the transaction that learns of the tags. */
export interface TierMarksHeard {
  /**
   * Puts before the sweep whoever lacks the tag that they should have, or has another one of `ownTags`: told of what we have done
   * ourselves, it finds nothing.
   */
  hear(shopId: string, told: readonly ToldTags[], ownTags: readonly string[]): Promise<void>;
}

/** Shopify's side of the marks. All of it may be done twice. */
export interface ShopifyTierMarks {
  /** Says who may read the customers' metafield; done before is as good. */
  define(shopId: string): Promise<Outcome<unknown>>;
  /** Takes the metafield from everybody at once; gone before is as good. */
  drop(shopId: string): Promise<Outcome<unknown>>;
  /** Up to 25. Customers that Shopify no longer knows are left out. */
  show(
    shopId: string,
    values: readonly { readonly customerId: string; readonly value: string }[],
  ): Promise<Outcome<unknown>>;
  /** Up to 25. */
  hide(shopId: string, customerIds: readonly string[]): Promise<Outcome<unknown>>;
  /** `refused`: Shopify does not take this tag; null = done, or the customer is gone. */
  addTags(
    shopId: string,
    customerId: string,
    tags: readonly string[],
  ): Promise<Outcome<{ readonly refused: string | null }>>;
  removeTags(
    shopId: string,
    customerId: string,
    tags: readonly string[],
  ): Promise<Outcome<{ readonly refused: string | null }>>;
}
