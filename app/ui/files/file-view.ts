/** A file that does something for many members, as the admin shows it; instants are ISO text. */
export type FileView = {
  readonly fileName: string;
  readonly reason: string;
  readonly status: FileStatus;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly sums: FileSumsView;
};

/** `giving` points, `applying` tiers: what a file does while it runs. */
export type FileStatus = "review" | "giving" | "applying" | "done" | "undoing" | "undone" | "discarded";

export type FileSumsView = {
  readonly rows: number;
  readonly problems: number;
  readonly members: number;
  readonly done: number;
  readonly undone: number;
};

export type FileRowView = {
  readonly rowNumber: number;
  readonly who: string;
  readonly memberId: string | null;
  readonly problem: string | null;
  readonly done: boolean;
  readonly undone: boolean;
};

export const FILE_TONES = {
  review: "attention",
  giving: "info",
  applying: "info",
  done: "success",
  undoing: "info",
  undone: "warning",
  discarded: "read-only",
} as const;
