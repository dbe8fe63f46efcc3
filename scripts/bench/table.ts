/** One figure of the benchmark, as a ratio against its anchor measured in the same run. */
export type Row = {
  readonly figure: string;
  readonly measured: string;
  readonly anchor: string;
  /** null: stands beside the others, to show how quick the machine is. */
  readonly ratio: number | null;
  /** The ratio must be at most this; null = no limit on this side. */
  readonly most: number | null;
  /** The ratio must be at least this. */
  readonly least?: number;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function holds({ ratio, most, least }: Row): boolean {
  return ratio === null || ((most === null || ratio <= most) && (least === undefined || ratio >= least));
}

const isLimited = ({ most, least }: Row) => most !== null || least !== undefined;

export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    row.measured,
    row.anchor,
    row.ratio === null ? "" : row.ratio.toFixed(2),
    row.most !== null
      ? `≤ ${row.most.toFixed(2)}`
      : row.least === undefined
        ? ""
        : `≥ ${row.least.toFixed(2)}`,
    row.ratio === null || !isLimited(row) ? "" : holds(row) ? "holds" : "BROKEN",
  ]);
  const all = [["figure", "measured", "anchor", "ratio", "must be", ""], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd();
  return [line(all[0]!), widths.map((width) => "-".repeat(width)).join("  "), ...all.slice(1).map(line)].join(
    "\n",
  );
}
