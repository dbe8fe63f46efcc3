import { isUnreadable, parseRows } from "./csv-rows.server.ts";
import type { OpenFile } from "./decode.server.ts";

/** More than this is an import of a program, not what a merchant does by hand. */
const ROWS_MAX = 100_000;
const WHO = ["email", "e-mail", "customer id", "customer_id", "customer"];

export type MemberRows<Column extends string> =
  | {
      readonly ok: true;
      readonly rows: readonly {
        readonly rowNumber: number;
        readonly who: string;
        /** Trimmed; empty where the file has no such column. */
        readonly cells: Readonly<Record<Column, string>>;
        readonly problem: "bad-quotes" | null;
      }[];
    }
  | { readonly ok: false; readonly code: "empty-file" | "not-csv" | "missing-column" | "too-many-rows" };

/** Reads a file with a column `email` or `customer id` and these columns, in any order and case, among any others. */
export async function readMemberRows<Column extends string>(
  open: OpenFile,
  required: readonly Column[],
  optional: readonly Column[] = [],
): Promise<MemberRows<Column>> {
  const wanted = [...required, ...optional];
  const cellsOf = (cell: (column: number) => string, at: ReadonlyMap<Column, number>) =>
    Object.fromEntries(wanted.map((name) => [name, cell(at.get(name) ?? -1)])) as Record<Column, string>;
  const rows: Extract<MemberRows<Column>, { ok: true }>["rows"][number][] = [];
  const nothing = cellsOf(() => "", new Map());
  const spoilt = (rowNumber: number) =>
    void rows.push({ rowNumber, who: "", cells: nothing, problem: "bad-quotes" });
  let columns: { who: number; at: ReadonlyMap<Column, number> } | null = null;
  try {
    for await (const { row, record } of parseRows(open, spoilt)) {
      if (columns === null) {
        const names = record.map((name) => name.trim().toLowerCase());
        const at = new Map(wanted.map((name) => [name, names.indexOf(name)]));
        columns = { who: names.findIndex((name) => WHO.includes(name)), at };
        if (columns.who < 0 || required.some((name) => at.get(name) === -1))
          return { ok: false, code: "missing-column" };
        continue;
      }
      if (rows.length === ROWS_MAX) return { ok: false, code: "too-many-rows" };
      const cell = (column: number) => record[column]?.trim() ?? "";
      rows.push({ rowNumber: row, who: cell(columns.who), cells: cellsOf(cell, columns.at), problem: null });
    }
  } catch (problem) {
    if (isUnreadable(problem)) return { ok: false, code: "not-csv" };
    throw problem;
  }
  return rows.length === 0 ? { ok: false, code: "empty-file" } : { ok: true, rows };
}
