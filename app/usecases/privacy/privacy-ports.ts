/** A compliance request about a customer. */
export type PrivacyRequest = {
  readonly requestId: string;
  readonly customerId: string;
  readonly email: string | null;
  readonly receivedAt: Date;
};

/** A compliance request, kept as proof that it was answered. */
export type PrivacyRecord = {
  /** Without slashes: it stands in an address. */
  readonly requestId: string;
  readonly topic: string;
  readonly customerId: string | null;
  readonly receivedAt: Date;
  /** Shopify allows 30 days. */
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  /** What a data request found, for the merchant to hand over. */
  readonly export: unknown;
};

/** All that we hold about one person, as JSON: amounts as decimal texts of minor units, instants as ISO texts. */
export type PersonalData = {
  readonly members: readonly unknown[];
  readonly entries: readonly unknown[];
  readonly orders: readonly unknown[];
  readonly mails: readonly unknown[];
};

export interface Privacy {
  record(shopId: string, request: PrivacyRecord): Promise<void>;
  /** Newest first. */
  list(shopId: string, limit: number): Promise<PrivacyRecord[]>;
  /** By customer, by e-mail where we know no customer, and whoever was merged into either. */
  collect(
    shopId: string,
    person: { readonly customerId: string; readonly email: string | null },
  ): Promise<PersonalData>;
  /** Drops what earlier data requests of this customer found. */
  forgetCustomer(shopId: string, customerId: string): Promise<void>;
  forgetShop(shopId: string): Promise<void>;
}
