import type { Day } from "#app/domain/shared/calendar.ts";
import type { TierState } from "#app/domain/tiers/decide-tier.ts";

/** A file of members and tiers, looked at before anything changes, and taken back as one. */
export type TierFile = {
  readonly fileId: string;
  readonly fileName: string;
  /** The merchant's own words; the reason of every move. */
  readonly reason: string;
  readonly status: "review" | "applying" | "done" | "undoing" | "undone" | "discarded";
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
};

export type TierRowProblem =
  | "bad-quotes"
  | "unknown-tier"
  | "day-not-valid"
  | "until-in-the-past"
  | "unknown-member"
  | "ambiguous-member"
  | "not-a-member"
  /** On undoing: somebody has changed what holds the member since. */
  | "changed-since";

export type TierFileRow = {
  /** Row of the file, the header being row 1. */
  readonly rowNumber: number;
  /** E-mail or customer id, as written. */
  readonly who: string;
  readonly memberId: string | null;
  /** As written: the tier's id, or its name. */
  readonly tier: string;
  readonly tierId: string | null;
  /** Last day that it is held; null = without end. */
  readonly until: Day | null;
  readonly problem: TierRowProblem | null;
  /** Where the member stood when it was done; null: nowhere yet. */
  readonly before: TierState | null;
  readonly done: boolean;
  readonly undone: boolean;
};

/** As a page lists it: with the tier that the member is in now. */
export type ListedTierRow = TierFileRow & { readonly presentTierId: string | null };

export type TierFileSums = {
  readonly rows: number;
  readonly problems: number;
  /** Whom its rows reach, those with a problem left out. */
  readonly members: number;
  readonly done: number;
  readonly undone: number;
};

type WithSums = TierFile & { readonly sums: TierFileSums };

export interface TierFiles {
  insert(shopId: string, file: TierFile, rows: readonly TierFileRow[]): Promise<void>;
  get(shopId: string, fileId: string): Promise<WithSums | null>;
  /** Newest first. */
  list(shopId: string, limit: number): Promise<WithSums[]>;
  /** Rows with a problem first, then by row. */
  listRows(shopId: string, fileId: string, limit: number): Promise<ListedTierRow[]>;
  /** False when it was not in one of `from` any more. */
  move(
    shopId: string,
    fileId: string,
    change: {
      readonly from: readonly TierFile["status"][];
      readonly to: TierFile["status"];
      readonly finishedAt: Date | null;
    },
  ): Promise<boolean>;
  /** Files that a killed worker may have left half done. */
  listUnfinished(shopId: string): Promise<TierFile[]>;
  /** The next rows to apply, or, from the last one back, to undo; locked until the transaction ends. */
  takeRows(shopId: string, fileId: string, what: "apply" | "undo", limit: number): Promise<TierFileRow[]>;
  markRows(
    shopId: string,
    fileId: string,
    rows: readonly Pick<TierFileRow, "rowNumber" | "done" | "undone" | "problem" | "before">[],
  ): Promise<void>;
}

export type TiersCsvReading =
  | {
      readonly ok: true;
      readonly rows: readonly {
        readonly rowNumber: number;
        readonly who: string;
        readonly tier: string;
        readonly until: string;
        readonly problem: TierRowProblem | null;
      }[];
    }
  | { readonly ok: false; readonly code: "empty-file" | "not-csv" | "missing-column" | "too-many-rows" };

export interface TiersCsvReader {
  /** @param open reads the file from its start; called twice, since its encoding shows only at its end */
  read(open: () => AsyncIterable<Uint8Array>): Promise<TiersCsvReading>;
}
