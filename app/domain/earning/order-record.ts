import type { BonusLifetime } from "./campaign.ts";
import type { Contribution } from "./earned.ts";
import type { FinancialStatus, OrderFacts, ProductTraits } from "./order-facts.ts";

/** What we remember of an order: its newest state, what it earned line by line, and what has changed it since. */
export type OrderRecord = {
  readonly orderId: string;
  readonly name: string;
  readonly memberId: string | null;
  readonly customerId: string | null;
  readonly processedAt: Date;
  /** `processedAt` in the shop's zone. */
  readonly businessDate: string;
  /** First moment it was paid in full; never cleared. */
  readonly paidAt: Date | null;
  /** First moment all of it was fulfilled; never cleared. */
  readonly fulfilledAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly deletedAt: Date | null;
  readonly test: boolean;
  readonly financialStatus: FinancialStatus;
  readonly source: string | null;
  /** Net goods as bought: after discounts; no tax, shipping, gift cards. Plus the changes = `goodsLeftMinor`. */
  readonly goodsMinor: bigint;
  readonly goodsLeftMinor: bigint;
  readonly taxMinor: bigint;
  readonly shippingMinor: bigint;
  readonly totalMinor: bigint;
  /** Money paid back, tax and shipping included. */
  readonly refundedMinor: bigint;
  readonly storeCreditMinor: bigint;
  /** Paid in full once, no test, not cancelled or deleted, not fully refunded. */
  readonly isPurchase: boolean;
  readonly fullyRefundedAt: Date | null;
  readonly origin: OrderFacts["origin"];
  readonly updatedAt: Date;
  /** The program version that rules it; null = it has not earned. */
  readonly programVersion: number | null;
  readonly earnedAt: Date | null;
  /** Why a paid order earned nothing, decided once; null = it earned, or nothing is decided yet. */
  readonly unearned: "not-participating" | "before-history" | null;
  /** What made the points; null: nothing did, or one plain rule (domain/earning/plain-program.ts), which the version tells. */
  readonly earnedBy: readonly Contribution[] | null;
  readonly earnedPoints: number;
  readonly keptPoints: number;
  /** From when on it counts for tiers that count matured points alone (AWAITING_FULFILMENT: not known yet); null = at once. */
  readonly countsFrom: Date | null;
  /** Changes of its goods since it was paid. */
  readonly edits: number;
  readonly lines: readonly LineRecord[];
  readonly changes: readonly ChangeRecord[];
};

/** What is known of the product is a snapshot: once known for a line it stays. */
export type LineRecord = ProductTraits & {
  readonly lineId: string;
  readonly position: number;
  readonly title: string;
  readonly quantity: number;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly vendor: string | null;
  readonly sku: string | null;
  readonly giftCard: boolean;
  /** Goods after discounts and edits, before refunds. */
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountMinor: bigint;
  readonly refundedMinor: bigint;
  /** The most goods that this line was paid for: what it earned on. 0 as long as the order is unpaid, and for gift cards. */
  readonly earnedNetMinor: bigint;
  readonly earnedPoints: number;
  readonly keptPoints: number;
};

export type ChangeRecord = {
  /** Refund gid, `edit:<n>`, `cancel`, `delete`. */
  readonly changeId: string;
  readonly kind: "refund" | "edit" | "cancel" | "delete";
  readonly at: Date;
  /** Signed change of the net goods. */
  readonly goodsMinor: bigint;
  /** Money really paid back. */
  readonly moneyMinor: bigint;
  /** Signed change of the points kept. */
  readonly points: number;
};

/** What an order does to its member's books, under its business key. */
export type OrderEffect = {
  readonly kind: "earn" | "reverse";
  /** Above 0. */
  readonly points: number;
  /** Of points that are earned: how long they live. */
  readonly lifetime: BonusLifetime;
  readonly key: string;
  readonly at: Date;
  readonly reason:
    | "order-earned"
    | "campaign-earned"
    | "order-edited"
    | "order-refunded"
    | "order-cancelled"
    | "order-deleted";
  readonly source: { readonly type: "order" | "refund"; readonly id: string };
  readonly programVersion: number;
};

export const PROGRAM_LIFETIME: BonusLifetime = { kind: "program" };
