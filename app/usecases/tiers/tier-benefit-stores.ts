import type { Outcome } from "#app/domain/shared/outcome.ts";
import type { IssueRefusal } from "../rewards/redemption-ports.ts";

/** A member's own code for free shipping. */
export type TierCode = {
  readonly memberId: string;
  readonly customerId: string;
  /** Chosen by us before Shopify is asked. */
  readonly code: string;
  /** gid; null = not made, or not known to be. */
  readonly discountId: string | null;
  /** Since when an answer is missing, or something has happened to it at Shopify: look before anything else. */
  readonly askedAt: Date | null;
  /** Why Shopify does not make it. */
  readonly failure: string | null;
};

export interface TierCodes {
  list(shopId: string, memberIds: readonly string[]): Promise<TierCode[]>;
  /** False: the member has a code, or the code is taken. */
  insert(shopId: string, code: Pick<TierCode, "memberId" | "customerId" | "code">): Promise<boolean>;
  save(
    shopId: string,
    memberId: string,
    state: {
      readonly discountId: string | null;
      readonly askedAt: Date | null;
      readonly failure: string | null;
    },
  ): Promise<void>;
  forget(shopId: string, memberId: string): Promise<void>;
  /** Whoever Shopify refused one is looked at again. */
  retryRefused(shopId: string): Promise<void>;
  count(shopId: string): Promise<number>;
}

/** The discount of a tier whose members pay no shipping, and the segment that it is limited to. */
export type TierDiscount = {
  readonly tierId: string;
  readonly segmentId: string | null;
  readonly discountId: string | null;
  /** Name and tag that both have at Shopify; null = not known. */
  readonly shown: string | null;
  /** As of a code. */
  readonly askedAt: Date | null;
  readonly failure: string | null;
};

export interface TierDiscounts {
  list(shopId: string): Promise<TierDiscount[]>;
  save(shopId: string, discount: TierDiscount): Promise<void>;
  /** Asked from now on, with no discount yet. False: it is no more as it was read, or somebody else asks. */
  claim(
    shopId: string,
    read: TierDiscount,
    asked: { readonly shown: string; readonly now: Date },
  ): Promise<boolean>;
  forget(shopId: string, tierId: string): Promise<void>;
  /** Something has happened to this discount at Shopify. False: it is none of these. */
  hear(shopId: string, discountId: string, now: Date): Promise<boolean>;
}

/** Free shipping at Shopify. What it refuses or has not answered: as of a redemption. */
export interface ShopifyFreeShipping {
  /** A code for one customer, for as many orders as they like. */
  createCode(
    shopId: string,
    order: {
      readonly code: string;
      readonly title: string;
      readonly customerId: string;
      readonly from: Date;
    },
  ): Promise<Outcome<string, IssueRefusal>>;
  /** The discount that a code belongs to; null = none. */
  findCode(shopId: string, code: string): Promise<Outcome<string | null, IssueRefusal>>;
  /** Ends and deletes it; gone before is as good. */
  endCode(shopId: string, discountId: string): Promise<Outcome<null, IssueRefusal>>;

  createSegment(
    shopId: string,
    segment: { readonly name: string; readonly tag: string },
  ): Promise<Outcome<string, IssueRefusal>>;
  findSegment(
    shopId: string,
    segment: { readonly name: string; readonly tag: string },
  ): Promise<Outcome<string | null, IssueRefusal>>;
  /** null: there is no such segment any more. */
  changeSegment(
    shopId: string,
    segmentId: string,
    to: { readonly name: string; readonly tag: string },
  ): Promise<Outcome<string | null, IssueRefusal>>;
  deleteSegment(shopId: string, segmentId: string): Promise<Outcome<null, IssueRefusal>>;

  createAutomatic(
    shopId: string,
    discount: { readonly title: string; readonly segmentId: string; readonly from: Date },
  ): Promise<Outcome<string, IssueRefusal>>;
  /** Among the newest: the one for this segment. */
  findAutomatic(shopId: string, segmentId: string): Promise<Outcome<string | null, IssueRefusal>>;
  isAutomaticThere(shopId: string, discountId: string): Promise<Outcome<boolean, IssueRefusal>>;
  /** null: there is no such discount any more. */
  changeAutomatic(
    shopId: string,
    discountId: string,
    to: { readonly title: string },
  ): Promise<Outcome<string | null, IssueRefusal>>;
  deleteAutomatic(shopId: string, discountId: string): Promise<Outcome<null, IssueRefusal>>;
}
