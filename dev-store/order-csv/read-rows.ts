import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { columnNames, requiredColumns, type Column, type Row } from "./columns.ts";

/** The file as a whole can't be read: no CSV, no header, a missing column. */
export class UnreadableOrderCsv extends Error {
  override readonly name = "UnreadableOrderCsv";
}

/** Reads the first bytes to see whether the file is gzipped; `whole` is all of it, those bytes included. */
async function peek(source: AsyncIterable<Buffer>): Promise<{ gzipped: boolean; whole: Readable }> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  async function* all(): AsyncGenerator<Buffer> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const gzipped = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  return { gzipped, whole: Readable.from(all()) };
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
  const { gzipped, whole } = await peek(source);
  const passed = (): void => undefined; // an error ends the parser, whose reader below gets it
  if (gzipped) pipeline(whole, createGunzip(), parser, passed);
  else pipeline(whole, parser, passed);
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
    const ofTheSystem = error instanceof Error && "syscall" in error; // no such file, no permission
    if (error instanceof UnreadableOrderCsv || ofTheSystem) throw error;
    throw new UnreadableOrderCsv(
      `The file breaks off or is no CSV at row ${number + 1}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    whole.destroy();
  }
  if (!header) throw new UnreadableOrderCsv("The file is empty.");
}
