/** Who changed what on the merchant's side. Points tell their own story in the ledger; this tells who pressed the button. */
export type AuditRecord = {
  readonly at: Date;
  /** The staff member's name, the API token's, `shopper`, or `perennial` for what nobody asked for. */
  readonly actor: string;
  /** A code that the locale files put into a sentence: `program-published`, `points-adjusted` … */
  readonly action: string;
  /** Type and id of what was changed: `member:<id>`, `program:3`. */
  readonly subject: string;
  /** Figures for the sentence; never personal data. */
  readonly detail: Readonly<Record<string, string | number | null>>;
};

export type StoredAuditRecord = AuditRecord & { readonly auditId: string };

export interface AuditLog {
  /** Inside the transaction of the change, so that neither stands without the other. */
  append(shopId: string, record: AuditRecord): Promise<void>;
  /** Newest first; `before` is the id of the last record of the page before. */
  list(
    shopId: string,
    page: { readonly subject: string | null; readonly before: string | null; readonly limit: number },
  ): Promise<StoredAuditRecord[]>;
}
