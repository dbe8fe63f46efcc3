/** The columns of Shopify's order export that the reader uses; only the first four must be there. */
export const columnNames = [
  "Name",
  "Created at",
  "Lineitem quantity",
  "Lineitem price",
  "Id",
  "Email",
  "Phone",
  "Financial Status",
  "Paid at",
  "Fulfillment Status",
  "Fulfilled at",
  "Accepts Marketing",
  "Currency",
  "Subtotal",
  "Shipping",
  "Taxes",
  "Total",
  "Discount Code",
  "Discount Amount",
  "Shipping Method",
  "Lineitem name",
  "Lineitem sku",
  "Lineitem requires shipping",
  "Lineitem taxable",
  "Lineitem fulfillment status",
  "Lineitem discount",
  "Vendor",
  "Billing Name",
  "Billing Phone",
  "Billing City",
  "Billing Zip",
  "Billing Province",
  "Billing Country",
  "Notes",
  "Cancelled at",
  "Payment Method",
  "Refunded Amount",
  "Outstanding Balance",
  "Tags",
  "Source",
] as const;
export type Column = (typeof columnNames)[number];

export const requiredColumns: readonly Column[] = [
  "Name",
  "Created at",
  "Lineitem quantity",
  "Lineitem price",
];

/** One line of the file: its number (the header is 1) and a reader of its cells, trimmed. */
export interface Row {
  number: number;
  get(column: Column): string;
}

/** A wrong cell, with the row as a spreadsheet counts it. */
export interface RowError {
  row: number;
  column: string;
  detail: string;
}
