import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { columnNames, requiredColumns, type Column, type Row } from "./columns.ts";

/** The file as a whole can't be read: no CSV, no header, a missing column. */
export class UnreadableOrderCsv extends Error {
  override readonly name = "UnreadableOrderCsv";
}

async function* unzipped(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value as Buffer;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const gzipped = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!gzipped) return yield* all();
  const plain = Readable.from(all()).compose(createGunzip());
  for await (const chunk of plain) yield chunk as Buffer;
}

function headerOf(cells: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const name of columnNames) {
    const index = cells.findIndex((cell) => cell.trim().toLowerCase() === name.toLowerCase());
    if (index >= 0) found.set(name, index);
  }
  const missing = requiredColumns.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new UnreadableOrderCsv(
      `The header misses ${missing.map((name) => `"${name}"`).join(", ")}. Export orders from Shopify's admin as "CSV for Excel" or plain CSV.`,
    );
  return found;
}

/** The rows of an order export, plain or gzipped, one at a time. Throws `UnreadableOrderCsv`. */
export async function* readRows(source: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
  const input = Readable.from(unzipped(source));
  input.once("error", (error) => parser.destroy(error));
  input.pipe(parser);
  let header: Map<Column, number> | null = null;
  let number = 0;
  try {
    for await (const record of parser) {
      const cells = record as string[];
      number += 1;
      if (!header) {
        header = headerOf(cells);
        continue;
      }
      const columns = header;
      yield {
        number,
        get: (column) => {
          const index = columns.get(column);
          return index === undefined ? "" : (cells[index]?.trim() ?? "");
        },
      };
    }
  } catch (error) {
    if (error instanceof UnreadableOrderCsv) throw error;
    throw new UnreadableOrderCsv(
      `Row ${number + 1} is no CSV: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    input.destroy();
  }
  if (!header) throw new UnreadableOrderCsv("The file is empty.");
}
