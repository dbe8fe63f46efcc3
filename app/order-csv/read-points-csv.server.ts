import type { PointsCsvReader, PointsCsvReading } from "#app/usecases/points/bulk-grant-ports.ts";
import { isUnreadable, parseRows } from "./csv-rows.server.ts";
import type { OpenFile } from "./decode.server.ts";

/** More than this is an import of a program, not a gift. */
const ROWS_MAX = 100_000;
const WHO = ["email", "e-mail", "customer id", "customer_id", "customer"];
const POINTS = ["points"];

/** Reads a file with a column `email` or `customer id` and a column `points`, in any order and case, among any others. */
export const pointsCsvReader: PointsCsvReader = { read: readPointsCsv };

async function readPointsCsv(open: OpenFile): Promise<PointsCsvReading> {
  const rows: { rowNumber: number; who: string; points: string; problem: "bad-quotes" | null }[] = [];
  const spoilt = (rowNumber: number) => rows.push({ rowNumber, who: "", points: "", problem: "bad-quotes" });
  let columns: { who: number; points: number } | null = null;
  try {
    for await (const { row, record } of parseRows(open, (at) => void spoilt(at))) {
      if (columns === null) {
        const names = record.map((name) => name.trim().toLowerCase());
        columns = {
          who: names.findIndex((name) => WHO.includes(name)),
          points: names.findIndex((name) => POINTS.includes(name)),
        };
        if (columns.who < 0 || columns.points < 0) return { ok: false, code: "missing-column" };
        continue;
      }
      if (rows.length === ROWS_MAX) return { ok: false, code: "too-many-rows" };
      const cell = (column: number) => record[column]?.trim() ?? "";
      rows.push({ rowNumber: row, who: cell(columns.who), points: cell(columns.points), problem: null });
    }
  } catch (problem) {
    if (isUnreadable(problem)) return { ok: false, code: "not-csv" };
    throw problem;
  }
  return rows.length === 0 ? { ok: false, code: "empty-file" } : { ok: true, rows };
}
