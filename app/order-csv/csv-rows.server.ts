import { pipeline, Readable } from "node:stream";
import { CsvError, type Options, parse } from "csv-parse";
import type { CellProblem } from "./cells.ts";
import { decodeFile, type OpenFile } from "./decode.server.ts";
import type { CsvRow } from "./read-order.ts";

export type Report = (row: number, found: readonly CellProblem[]) => void;

/** Rows of a CSV file as they are read, blank ones left out; what has bad quotes is reported and skipped. */
export async function* parseRows(open: OpenFile, report: Report): AsyncGenerator<CsvRow> {
  const text = decodeFile(open)[Symbol.asyncIterator]();
  const first = await text.next();
  const start: string = first.done === true ? "" : first.value;
  const all = (async function* () {
    yield start;
    yield* { [Symbol.asyncIterator]: () => text };
  })();
  let row = 0; // counted by the parser, which reads ahead; a cell may hold several lines, so these are not the file's lines
  const parser = parse({
    delimiter: delimiterOf(start),
    relax_column_count: true,
    skip_records_with_error: true,
    // Typed by the library for records that stay records.
    on_record: ((record: string[]): CsvRow => ({ row: ++row, record })) as unknown as NonNullable<
      Options["on_record"]
    >,
    on_skip: (problem) => {
      report(++row, [{ code: "bad-quotes", data: { detail: problem?.message.slice(0, 120) ?? "" } }]);
      return undefined;
    },
  });
  const isBlank = ({ record }: CsvRow) => record.every((cell) => cell.trim() === "");
  for await (const parsed of pipeline(
    Readable.from(all),
    parser,
    () => undefined,
  ) as unknown as AsyncIterable<CsvRow>) {
    if (!isBlank(parsed)) yield parsed;
  }
}

/** Excel writes semicolons where the comma is the decimal sign. */
function delimiterOf(start: string): string {
  const header = start.slice(0, Math.max(start.indexOf("\n"), 0) || start.length);
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/** The file is no CSV at all, or breaks off inside its compression. */
export function isUnreadable(problem: unknown): problem is Error {
  if (problem instanceof CsvError) return true;
  return problem instanceof Error && "code" in problem && String(problem.code).startsWith("Z_");
}
