/** Columns of Shopify's order export that the import reads, by the names Shopify gives them. */
export const COLUMNS = {
  name: "Name",
  id: "Id",
  email: "Email",
  status: "Financial Status",
  createdAt: "Created at",
  paidAt: "Paid at",
  fulfillmentStatus: "Fulfillment Status",
  fulfilledAt: "Fulfilled at",
  cancelledAt: "Cancelled at",
  currency: "Currency",
  subtotal: "Subtotal",
  shipping: "Shipping",
  taxes: "Taxes",
  total: "Total",
  refunded: "Refunded Amount",
  source: "Source",
  vendor: "Vendor",
  lineQuantity: "Lineitem quantity",
  lineName: "Lineitem name",
  linePrice: "Lineitem price",
  lineSku: "Lineitem sku",
  lineDiscount: "Lineitem discount",
} as const;

export type Column = keyof typeof COLUMNS;

/** Without these an order, its moment or its worth can't be told. */
export const REQUIRED: readonly Column[] = [
  "name",
  "status",
  "createdAt",
  "subtotal",
  "total",
  "lineQuantity",
  "linePrice",
];

export type Cells = {
  /** The cell's text, trimmed; "" where it is blank or the file lacks the column. */
  get(record: readonly string[], column: Column): string;
};

/** Columns are found by name, whatever their order and capitals. */
export function readHeader(header: readonly string[]): {
  readonly cells: Cells;
  readonly missing: readonly string[];
} {
  const places = new Map(header.map((title, place) => [title.trim().toLowerCase(), place]));
  const placeOf = new Map(
    (Object.keys(COLUMNS) as Column[]).map((column) => [column, places.get(COLUMNS[column].toLowerCase())]),
  );
  return {
    cells: {
      get(record, column) {
        const place = placeOf.get(column);
        return place === undefined ? "" : (record[place] ?? "").trim();
      },
    },
    missing: REQUIRED.filter((column) => placeOf.get(column) === undefined).map((column) => COLUMNS[column]),
  };
}
