import {
  type OrderCsvReader,
  type OrderCsvReading,
  PROBLEMS_KEPT,
} from "#app/usecases/imports/import-file-ports.ts";
import type { ImportProblem, StagedRow } from "#app/usecases/imports/import-ports.ts";
import type { CellProblem } from "./cells.ts";
import { type Cells, readHeader } from "./columns.ts";
import { isUnreadable, parseRows, type Report } from "./csv-rows.server.ts";
import type { OpenFile } from "./decode.server.ts";
import { type CsvRow, readHead, readLine } from "./read-order.ts";

const BATCH_ROWS = 500;

/**
 * The app's own reader of Shopify's order export, in constant memory. An order begins with a row that has its status and
 * date; further rows of the same name carry further lines and stand right below it, or anywhere (then they refer to it as
 * `name:<Name>`, and staging finds it). One bad cell keeps its whole order out: half an order would earn half its points.
 */
export const orderCsvReader: OrderCsvReader = { read: readOrderCsv };

function readOrderCsv(open: OpenFile, shop: { readonly currency: string }, readAt: Date): OrderCsvReading {
  const problems: ImportProblem[] = [];
  let problemCount = 0;
  let unreadable = false;
  const report = (row: number, found: readonly CellProblem[]) => {
    problemCount += found.length;
    for (const problem of found) if (problems.length < PROBLEMS_KEPT) problems.push({ row, ...problem });
  };

  async function* rows(): AsyncGenerator<StagedRow[]> {
    let cells: Cells | null = null;
    let block: CsvRow[] = [];
    let batch: StagedRow[] = [];
    const flush = () => {
      if (cells !== null && block.length > 0)
        batch.push(...readBlock(block, cells, shop.currency, readAt, report));
      block = [];
    };
    try {
      for await (const row of parseRows(open, report)) {
        if (cells === null) {
          const header = readHeader(row.record);
          if (header.missing.length > 0) {
            unreadable = true;
            report(
              row.row,
              header.missing.map((column) => ({ code: "missing-column", data: { column } })),
            );
            return;
          }
          cells = header.cells;
          continue;
        }
        if (block[0] !== undefined && !continues(block[0], row, cells)) flush();
        block.push(row);
        if (batch.length >= BATCH_ROWS) {
          yield batch;
          batch = [];
        }
      }
    } catch (problem) {
      if (!isUnreadable(problem)) throw problem;
      unreadable = true;
      report(1, [{ code: "not-csv", data: { detail: problem.message.slice(0, 120) } }]);
      return;
    }
    flush();
    if (cells === null) {
      unreadable = true;
      report(1, [{ code: "empty-file", data: {} }]);
    }
    yield batch;
  }

  return { rows, report: () => ({ problems, problemCount, unreadable }) };
}

/** Does `row` belong to the order that `head` began? A row that repeats the order's own cells does too, a second order of that name not. */
function continues(head: CsvRow, row: CsvRow, cells: Cells): boolean {
  const same = (column: "name" | "id" | "createdAt" | "status") =>
    cells.get(row.record, column) === cells.get(head.record, column);
  const blank = (column: "id" | "createdAt" | "status") => cells.get(row.record, column) === "";
  if (cells.get(row.record, "name") === "" && cells.get(head.record, "name") !== "") return false;
  return (
    same("name") &&
    (blank("id") || same("id")) &&
    ((blank("createdAt") && blank("status")) || (same("createdAt") && same("status")))
  );
}

function readBlock(
  block: readonly CsvRow[],
  cells: Cells,
  currency: string,
  readAt: Date,
  report: Report,
): StagedRow[] {
  const first = block[0]!;
  const isHead = cells.get(first.record, "createdAt") !== "" || cells.get(first.record, "status") !== "";
  if (!isHead && cells.get(first.record, "name") === "") {
    report(first.row, [{ code: "blank-cell", data: { column: "Name", value: "" } }]);
    return [];
  }
  const head = isHead ? readHead(first, cells, currency, readAt) : null;
  if (head !== null) report(first.row, head.problems);
  const orderId = head === null ? `name:${cells.get(first.record, "name")}` : (head.value?.orderId ?? "");
  const lines = block.map((row, index) => ({
    row,
    reading: readLine(row, cells, currency, { orderId, number: index + 1 }),
  }));
  for (const { row, reading } of lines) report(row.row, reading.problems);
  if ((head !== null && head.value === null) || lines.some(({ reading }) => reading.problems.length > 0))
    return [];
  const staged = lines.flatMap(({ reading }): StagedRow[] =>
    reading.value === null ? [] : [{ kind: "line", line: reading.value }],
  );
  return head?.value ? [{ kind: "order", order: head.value }, ...staged] : staged;
}
