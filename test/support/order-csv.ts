/** Order exports for tests: the columns that Shopify writes and the import reads, one order a row unless said. */

export const HEADER = [
  "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Created at", "Lineitem quantity",
  "Lineitem name", "Lineitem price", "Lineitem sku", "Cancelled at", "Refunded Amount", "Vendor", "Id", "Source", "Lineitem discount",
] as const; // prettier-ignore

export type CsvCells = Partial<Record<(typeof HEADER)[number], string>>;

const ORDER: CsvCells = {
  "Financial Status": "paid",
  "Paid at": "2026-01-05 10:00:00 -0500",
  Currency: "USD",
  Subtotal: "19.99",
  Shipping: "0.00",
  Taxes: "0.00",
  Total: "19.99",
  "Created at": "2026-01-05 10:00:00 -0500",
  "Lineitem quantity": "1",
  "Lineitem name": "Mug",
  "Lineitem price": "19.99",
  "Refunded Amount": "0.00",
};

/** An order's first row; `number` names it and its e-mail. */
export function orderRow(number: number, cells: CsvCells = {}): CsvCells {
  return {
    ...ORDER,
    Name: `#${number}`,
    Email: `c${number}@example.com`,
    Id: String(4_000_000_000_000 + number),
    ...cells,
  };
}

/** A further line of an order. */
export function lineRow(number: number, cells: CsvCells = {}): CsvCells {
  return {
    Name: `#${number}`,
    Email: `c${number}@example.com`,
    "Lineitem quantity": "1",
    "Lineitem name": "Plate",
    "Lineitem price": "10.00",
    ...cells,
  };
}

export function csv(
  rows: readonly CsvCells[],
  options: { leaveOut?: readonly string[]; delimiter?: string } = {},
): string {
  const columns = HEADER.filter((column) => !options.leaveOut?.includes(column));
  const quote = (text: string) => (/[",;\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) =>
    columns.map((column) => quote(row[column] ?? "")).join(options.delimiter ?? ","),
  );
  return [columns.join(options.delimiter ?? ","), ...lines].join("\n") + "\n";
}

/** The file's bytes in pieces, as an upload brings them. */
export function inPieces(content: Uint8Array | string, size = 1000): () => AsyncIterable<Uint8Array> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  };
}
