/** What can be done on the merchant's behalf; each has its sentence in the locale files. */
export const AUDIT_ACTIONS = [
  "launched",
  "left-shopify",
  "returned-to-shopify",
  "participation-rule-changed",
  "exported-members",
  "exported-entries",
  "program-published",
  "program-rolled-back",
  "member-joined",
  "member-left",
  "points-adjusted",
  "points-extended",
  "adjustment-undone",
  "birthday-told",
  "bulk-grant-give",
  "bulk-grant-undo",
  "bulk-grant-discard",
  "tier-set",
  "tier-set-until",
  "tier-released",
  "tier-file-apply",
  "tier-file-undo",
  "tier-file-discard",
  "import-confirmed",
  "import-discarded",
  "redemption-cancelled",
  "redemption-retried",
  "redemption-answered",
  "campaign-created",
  "campaign-changed",
  "campaign-started",
  "campaign-paused",
  "campaign-resumed",
  "campaign-ended",
  "campaign-removed",
  "segment-created",
  "segment-changed",
  "segment-removed",
  "mail-words-saved",
  "mail-words-dropped",
  "mail-switched-on",
  "mail-switched-off",
  "mail-settings-changed",
  "sender-domain-checked",
  "api-token-created",
  "api-token-revoked",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who changed what on the merchant's side. Points tell their own story in the ledger; this tells who pressed the button. */
export type AuditRecord = {
  readonly at: Date;
  /** The staff member's name, the API token's, `shopper`, or `perennial` for what nobody asked for. */
  readonly actor: string;
  readonly action: AuditAction;
  /** Type and id of what was changed: `member:<id>`, `program:3`. */
  readonly subject: string;
  /** Figures for the sentence; never personal data. */
  readonly detail: Readonly<Record<string, string | number | null>>;
};

/** As it was written; its action may be one that today's code no longer writes. */
export type StoredAuditRecord = Omit<AuditRecord, "action"> & {
  readonly auditId: string;
  readonly action: string;
};

export interface AuditLog {
  /** Inside the transaction of the change, so that neither stands without the other. */
  append(shopId: string, record: AuditRecord): Promise<void>;
  /** Newest first; `before` is the id of the last record of the page before. */
  list(
    shopId: string,
    page: { readonly subject: string | null; readonly before: string | null; readonly limit: number },
  ): Promise<StoredAuditRecord[]>;
}
