import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import type { CsvWriter } from "#app/usecases/points/export-ports.ts";

/** https://www.rfc-editor.org/rfc/rfc4180; what a spreadsheet would run as a formula gets an apostrophe before it. */
export const csvWriter: CsvWriter = {
  write(header, rows) {
    const text = async function* () {
      yield stringify([header], { bom: true });
      for await (const batch of rows) yield stringify([...batch], { escape_formulas: true });
    };
    const bytes = Readable.from(text(), { objectMode: true }).map((part: string) => Buffer.from(part));
    return Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  },
};
