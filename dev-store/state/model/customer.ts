import type { Id, Instant } from "../model.ts";

export interface Address {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
}

export type MarketingState = "not_subscribed" | "pending" | "subscribed" | "unsubscribed" | "redacted";

export interface Customer {
  id: Id;
  /** Trimmed and lower-cased; unique within a shop. */
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  note: string | null;
  tags: string[];
  /** `enabled`: has a customer account and can log in. */
  state: "disabled" | "invited" | "enabled" | "declined";
  verifiedEmail: boolean;
  taxExempt: boolean;
  locale: string;
  emailMarketing: MarketingState;
  emailMarketingUpdatedAt: Instant | null;
  smsMarketing: MarketingState;
  defaultAddress: Address | null;
  createdAt: Instant;
  updatedAt: Instant;
}

/** What a finished or failed merge leaves behind (`customerMergeJobStatus`, `customers/merge`). */
export interface CustomerMerge {
  id: Id;
  keptCustomerId: Id;
  deletedCustomerId: Id;
  status: "completed" | "failed";
  errors: { field: string; message: string }[];
  at: Instant;
}
