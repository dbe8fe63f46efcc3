/** A file of members and points, looked at before anything is given, and taken back as one. */
export type BulkGrant = {
  readonly grantId: string;
  readonly fileName: string;
  /** The merchant's own words; the reason of every entry. */
  readonly reason: string;
  /** When given points expire; null = as the program says. */
  readonly expiresAt: Date | null;
  readonly status: "review" | "giving" | "done" | "undoing" | "undone" | "discarded";
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
};

export type GrantRowProblem =
  | "bad-quotes"
  | "points-not-whole"
  | "points-too-many"
  | "unknown-member"
  | "ambiguous-member"
  | "insufficient-points"
  | "already-spent";

export type BulkGrantRow = {
  /** Row of the file, the header being row 1. */
  readonly rowNumber: number;
  /** E-mail or customer id, as written. */
  readonly who: string;
  readonly memberId: string | null;
  /** Signed: below 0 takes points. */
  readonly points: number | null;
  readonly problem: GrantRowProblem | null;
  readonly done: boolean;
  readonly undone: boolean;
};

/** What the whole file comes to. */
export type BulkGrantSums = {
  readonly rows: number;
  readonly problems: number;
  readonly members: number;
  /** Points of the rows without a problem. */
  readonly toGive: number;
  readonly toTake: number;
  readonly done: number;
  readonly undone: number;
};

export interface BulkGrants {
  insert(shopId: string, grant: BulkGrant, rows: readonly BulkGrantRow[]): Promise<void>;
  get(shopId: string, grantId: string): Promise<(BulkGrant & { readonly sums: BulkGrantSums }) | null>;
  /** Newest first. */
  list(shopId: string, limit: number): Promise<(BulkGrant & { readonly sums: BulkGrantSums })[]>;
  /** Rows with a problem first, then by row. */
  listRows(shopId: string, grantId: string, limit: number): Promise<BulkGrantRow[]>;
  /** False when it was not in one of `from` any more. */
  move(
    shopId: string,
    grantId: string,
    change: {
      readonly from: readonly BulkGrant["status"][];
      readonly to: BulkGrant["status"];
      readonly finishedAt: Date | null;
    },
  ): Promise<boolean>;
  /** Files that a killed worker may have left half done. */
  listUnfinished(shopId: string): Promise<BulkGrant[]>;
  /** The next rows to give, or to take back. */
  nextRows(shopId: string, grantId: string, what: "give" | "undo", limit: number): Promise<BulkGrantRow[]>;
  markRows(
    shopId: string,
    grantId: string,
    rows: readonly Pick<BulkGrantRow, "rowNumber" | "done" | "undone" | "problem">[],
  ): Promise<void>;
}

export type PointsCsvReading =
  | {
      readonly ok: true;
      readonly rows: readonly {
        readonly rowNumber: number;
        readonly who: string;
        readonly points: string;
        readonly problem: GrantRowProblem | null;
      }[];
    }
  | { readonly ok: false; readonly code: "empty-file" | "not-csv" | "missing-column" | "too-many-rows" };

export interface PointsCsvReader {
  /** @param open reads the file from its start; called twice, since its encoding shows only at its end */
  read(open: () => AsyncIterable<Uint8Array>): Promise<PointsCsvReading>;
}
