/** A file of points as the admin shows it; instants are ISO text. */
export type GrantView = {
  readonly grantId: string;
  readonly fileName: string;
  readonly reason: string;
  readonly expiresAt: string | null;
  readonly status: "review" | "giving" | "done" | "undoing" | "undone" | "discarded";
  readonly createdAt: string;
  readonly createdBy: string;
  readonly sums: {
    readonly rows: number;
    readonly problems: number;
    readonly members: number;
    readonly toGive: number;
    readonly toTake: number;
    readonly done: number;
    readonly undone: number;
  };
};

export type GrantRowView = {
  readonly rowNumber: number;
  readonly who: string;
  readonly memberId: string | null;
  readonly points: number | null;
  readonly problem: string | null;
  readonly done: boolean;
  readonly undone: boolean;
};

export const GRANT_TONES = {
  review: "attention",
  giving: "info",
  done: "success",
  undoing: "info",
  undone: "warning",
  discarded: "read-only",
} as const;
