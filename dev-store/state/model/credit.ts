import type { Id, Instant } from "../model.ts";

export interface StoreCreditTransaction {
  id: Id;
  kind: "credit" | "debit" | "debit-revert" | "expiration";
  /** Negative for debits and expirations. */
  amountMinor: bigint;
  balanceAfterMinor: bigint;
  /** Credits only: what is left of it and until when. */
  remainingMinor: bigint;
  expiresAt: Instant | null;
  orderId: Id | null;
  at: Instant;
}

export interface StoreCreditAccount {
  id: Id;
  customerId: Id;
  currency: string;
  balanceMinor: bigint;
  transactions: StoreCreditTransaction[];
}

export interface GiftCard {
  id: Id;
  /** Upper case, 16 characters; Shopify shows the last four. */
  code: string;
  currency: string;
  initialMinor: bigint;
  balanceMinor: bigint;
  customerId: Id | null;
  expiresOn: string | null;
  note: string | null;
  deactivatedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
}
