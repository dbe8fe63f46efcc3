import type { Redemption, WithdrawReason } from "#app/domain/rewards/redemption.ts";
import type { Outcome, Refusal } from "#app/domain/shared/outcome.ts";

/** An order as far as it decides about codes. */
export type OrderWithCodes = {
  readonly orderId: string;
  readonly discountCodes: readonly string[];
  readonly at: Date;
  /** Cancelled, refunded in full, or deleted: what it used comes back. */
  readonly isUndone: boolean;
};

export type RedemptionPage = {
  readonly status: Redemption["status"] | "needs-you" | null;
  /** Part of a code, or of the name or e-mail of its member. */
  readonly search: string;
  /** The redemption that ended the page before; their ids sort by time. */
  readonly after: string | null;
  readonly limit: number;
};

export type ListedRedemption = Redemption & {
  readonly memberName: string | null;
  readonly memberEmail: string | null;
};

export interface RedemptionReads {
  get(shopId: string, redemptionId: string): Promise<Redemption | null>;
  listOfMember(
    shopId: string,
    memberId: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<Redemption[]>;
  /** Newest first. */
  list(shopId: string, page: RedemptionPage): Promise<ListedRedemption[]>;
  /** How many wait for the merchant: a question, or something that keeps going wrong. */
  countNeedingMerchant(shopId: string): Promise<number>;
  /** What was taken, in the words of that day, by redemption. */
  nameRewards(shopId: string, redemptionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Taken and not given back, by reward; `memberId` null = by all members. */
  countTaken(
    shopId: string,
    rewardIds: readonly string[],
    memberId: string | null,
  ): Promise<ReadonlyMap<string, number>>;
  /** The tier in which this member takes part; null = in none. */
  findTier(shopId: string, memberId: string): Promise<string | null>;
  /** Of these products, those that the catalogue knows to be deleted. */
  listDeletedProducts(shopId: string, productIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Redemptions inside a transaction. A member's row is always locked before their redemptions. */
export interface Redemptions extends RedemptionReads {
  /** One redemption at a time of a reward whose number is limited. Taken before any member's lock. */
  lockReward(shopId: string, rewardId: string): Promise<void>;
  /** False: the idempotency key is taken. */
  insert(shopId: string, redemption: Redemption): Promise<boolean>;
  findByKey(shopId: string, idempotencyKey: string): Promise<Redemption | null>;
  /** The same, locked until the transaction ends. */
  lock(shopId: string, redemptionId: string): Promise<Redemption | null>;
  save(shopId: string, redemption: Redemption): Promise<void>;
  /** Marks what these orders used, and puts what they give back before the sweep. True: there was something. */
  followOrders(shopId: string, orders: readonly OrderWithCodes[], now: Date): Promise<boolean>;
  moveToMember(shopId: string, from: string, into: string): Promise<void>;
  /** Whatever of theirs can still be used is to be withdrawn. */
  withdrawOfMembers(
    shopId: string,
    memberIds: readonly string[],
    reason: WithdrawReason,
    now: Date,
  ): Promise<boolean>;
}

/** What the sweeps ask of the redemptions, each by one statement of its own. */
export interface RedemptionQueue {
  /** The one who may ask Shopify now: not asked before, or certainly in vain. Null: somebody else does. */
  claimToAsk(shopId: string, redemptionId: string, now: Date, until: Date): Promise<Redemption | null>;
  /** What is due, kept from others until `until`. */
  claimDue(shopId: string, now: Date, until: Date, limit: number): Promise<Redemption[]>;
  /** Codes past their end expire; returns how many. */
  expireDue(shopId: string, now: Date): Promise<number>;
  /** Something happened to this discount at Shopify: check it. False: it is none of ours. */
  putBeforeSweep(shopId: string, issuedId: string, now: Date): Promise<boolean>;
  /** What waits to be tried again, or to be looked up, is due now. False: nothing waits. */
  bringForward(shopId: string, now: Date): Promise<boolean>;
  /** Discounts that should stand at Shopify, in the order of their redemptions' ids. */
  listIssued(shopId: string, after: string | null, limit: number): Promise<Redemption[]>;
  /** Whether and how an order that used a code came undone. */
  findUndoing(
    shopId: string,
    orderId: string,
  ): Promise<"order-cancelled" | "order-refunded" | "order-deleted" | null>;
  /** Of these, what is known to be a redemption's. */
  listClaimed(shopId: string, issuedIds: readonly string[]): Promise<ReadonlySet<string>>;
  countDue(shopId: string, now: Date): Promise<number>;
  /** The next moment at which something is due; null = nothing. */
  nextDueAt(shopId: string): Promise<Date | null>;
}

export type IssueRefusal = Refusal<
  /** Shopify will not make it: the points come back. */
  | "refused"
  /** Nothing was done; ask again later. */
  | "unreachable"
  /** Asked, and nobody knows what became of it. */
  | "answer-lost"
>;

export type Found =
  | { readonly kind: "found"; readonly issuedId: string; readonly valueMinor: bigint | null }
  | { readonly kind: "missing" }
  /** More than one thing could be it, or Shopify does not let us look. */
  | { readonly kind: "ambiguous" };

/** What stands at Shopify of something issued. */
export type Standing =
  /** Can be used still. `endsAt`: of a discount. */
  | { readonly kind: "open"; readonly endsAt: Date | null }
  /** Used, or part of its money spent. `orderId`: where it is known. */
  | { readonly kind: "used"; readonly orderId: string | null }
  /** Gone, and no order used it. */
  | { readonly kind: "gone" };

/** Shopify's side of a redemption. */
export interface ShopifyRewards {
  /** Makes the discount, gift card or store credit. A code that is taken is an answer lost: it may be ours. */
  issue(
    shopId: string,
    order: {
      readonly redemption: Redemption;
      readonly customerId: string;
      readonly currency: string;
      readonly timeZone: string;
    },
  ): Promise<Outcome<{ readonly issuedId: string; readonly valueMinor: bigint | null }, IssueRefusal>>;
  /** What became of an `issue` whose answer was lost. `claimed`: transactions that are other redemptions'. */
  find(
    shopId: string,
    order: {
      readonly redemption: Redemption;
      readonly customerId: string | null;
      readonly currency: string;
      readonly claimed: (issuedIds: readonly string[]) => Promise<ReadonlySet<string>>;
    },
  ): Promise<Outcome<Found, IssueRefusal>>;
  inspect(
    shopId: string,
    order: { readonly redemption: Redemption; readonly customerId: string | null },
  ): Promise<Outcome<Standing, IssueRefusal>>;
  /**
   * Makes a discount or gift card unusable and tells what it was until then; one that nobody used is gone, a gift card is
   * left alone once money of it is spent. May be done twice. Store credit: `debitCredit`.
   */
  withdraw(
    shopId: string,
    order: { readonly redemption: Redemption; readonly customerId: string | null },
  ): Promise<Outcome<Standing, IssueRefusal>>;
  debitCredit(
    shopId: string,
    order: { readonly redemption: Redemption; readonly customerId: string; readonly currency: string },
  ): Promise<Outcome<null, IssueRefusal>>;
  /** What became of a debit whose answer was lost. */
  findDebit(
    shopId: string,
    order: { readonly redemption: Redemption; readonly customerId: string; readonly currency: string },
  ): Promise<Outcome<Found, IssueRefusal>>;
  /** Which of these discounts Shopify knows no more, and which have been used. */
  checkDiscounts(
    shopId: string,
    issuedIds: readonly string[],
  ): Promise<
    Outcome<{ readonly missing: ReadonlySet<string>; readonly used: ReadonlySet<string> }, IssueRefusal>
  >;
}
