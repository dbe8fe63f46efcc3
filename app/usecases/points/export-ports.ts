/** One row of an export, its cells in the order of the header; null = an empty cell. */
export type ExportRow = readonly (string | number | null)[];

/** Everything of a kind, streamed in the order of its key, in constant memory. */
export interface Exports {
  members(shopId: string, now: Date): AsyncIterable<readonly ExportRow[]>;
  entries(shopId: string): AsyncIterable<readonly ExportRow[]>;
}

export type ExportKind = keyof Exports;

/** Written in English whatever the reader's language: other programs read these files. */
export const EXPORT_HEADERS: Record<ExportKind, readonly string[]> = {
  members: [
    ...["member id", "customer id", "email", "name", "participation", "joined on"],
    ...["balance", "spendable", "pending", "deficit", "earned total", "orders", "spent", "last order on"],
  ],
  entries: [
    ...["member id", "entry", "at", "kind", "points", "pending points", "balance after", "pending after"],
    ...["shortfall", "reason", "key", "source type", "source id", "program version", "corrects"],
  ],
};

export interface CsvWriter {
  /** RFC 4180 with a byte order mark, so that spreadsheets read any script; cells never start a formula. */
  write(header: readonly string[], rows: AsyncIterable<readonly ExportRow[]>): ReadableStream<Uint8Array>;
}
