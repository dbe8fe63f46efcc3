import { exponentOf, parseMoney } from "../state/money.ts";
import type { Instant } from "../state/model.ts";
import { toInstant } from "../state/store.ts";
import type { Column, Row, RowError } from "./columns.ts";

export interface CsvLine {
  title: string;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  unitPriceMinor: bigint;
  discountMinor: bigint;
  requiresShipping: boolean;
  taxable: boolean;
  fulfilled: boolean;
}

/** One order as the export tells it; money in minor units of `currency`. What the file leaves blank is null. */
export interface CsvOrder {
  row: number;
  id: string | null;
  name: string;
  email: string | null;
  phone: string | null;
  billingName: string | null;
  billing: { city: string; zip: string; province: string; country: string };
  acceptsMarketing: boolean;
  currency: string;
  financialStatus: string;
  createdAt: Instant;
  paidAt: Instant | null;
  fulfilledAt: Instant | null;
  cancelledAt: Instant | null;
  subtotalMinor: bigint | null;
  shippingMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint | null;
  discountCode: string | null;
  discountMinor: bigint;
  refundedMinor: bigint;
  outstandingMinor: bigint | null;
  shippingMethod: string | null;
  paymentMethod: string | null;
  note: string | null;
  tags: string[];
  source: string;
  lines: CsvLine[];
}

const statuses = new Set([
  "paid",
  "pending",
  "authorized",
  "partially_paid",
  "partially_refunded",
  "refunded",
  "voided",
  "expired",
  "",
]);

/** `1997-01-01 12:00:00 -0500`, with or without seconds, `UTC` or `Z`; a time without zone is UTC. */
export function parseCsvDate(text: string): Instant | null {
  const found =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!found) return null;
  const [, day, time = "00:00", seconds = ":00", zone = "Z"] = found;
  const offset = zone === "UTC" || zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const date = new Date(`${day}T${time}${seconds}${offset}`);
  const calendar = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !calendar.toISOString().startsWith(day ?? "")) return null;
  return toInstant(date);
}

class Reader {
  readonly errors: RowError[] = [];
  readonly #currency: string;

  constructor(currency: string) {
    this.#currency = currency;
  }

  fail(row: Row, column: Column, detail: string): void {
    this.errors.push({ row: row.number, column, detail });
  }

  money(row: Row, column: Column): bigint | null {
    const text = row.get(column);
    if (text === "") return null;
    const minor = parseMoney(text, this.#currency);
    if (minor === null)
      this.fail(
        row,
        column,
        `"${text}" is no amount in ${this.#currency}; write digits with at most ${exponentOf(this.#currency)} decimals.`,
      );
    return minor;
  }

  date(row: Row, column: Column): Instant | null {
    const text = row.get(column);
    if (text === "") return null;
    const instant = parseCsvDate(text);
    if (instant === null)
      this.fail(row, column, `"${text}" is no date; write it as 2026-07-01 12:00:00 -0400.`);
    return instant;
  }

  line(row: Row): CsvLine {
    const quantity = Number(row.get("Lineitem quantity"));
    if (!Number.isSafeInteger(quantity) || quantity < 0 || row.get("Lineitem quantity") === "")
      this.fail(row, "Lineitem quantity", `"${row.get("Lineitem quantity")}" is no whole number.`);
    return {
      title: row.get("Lineitem name") || "Item",
      sku: row.get("Lineitem sku") || null,
      vendor: row.get("Vendor") || null,
      quantity,
      unitPriceMinor: this.money(row, "Lineitem price") ?? 0n,
      discountMinor: this.money(row, "Lineitem discount") ?? 0n,
      requiresShipping: row.get("Lineitem requires shipping") !== "false",
      taxable: row.get("Lineitem taxable") !== "false",
      fulfilled: row.get("Lineitem fulfillment status") === "fulfilled",
    };
  }
}

/** The rows of one order (all share its name) as an order, or what is wrong with them. */
export function parseOrder(
  rows: readonly Row[],
  defaultCurrency: string,
): { order: CsvOrder } | { errors: RowError[] } {
  const [head] = rows;
  if (!head) return { errors: [] };
  const currency = head.get("Currency").toUpperCase() || defaultCurrency;
  const reader = new Reader(currency);
  if (!/^[A-Z]{3}$/.test(currency))
    reader.fail(head, "Currency", `"${currency}" is no ISO 4217 code such as USD.`);
  const status = head.get("Financial Status").toLowerCase().replace(/ /g, "_");
  if (!statuses.has(status))
    reader.fail(head, "Financial Status", `"${status}" is none of Shopify's financial statuses.`);
  const createdAt = reader.date(head, "Created at");
  if (createdAt === null && reader.errors.length === 0)
    reader.fail(head, "Created at", "is blank; every order needs its date.");
  const id = head.get("Id");
  if (id !== "" && !/^\d{1,19}$/.test(id))
    reader.fail(head, "Id", `"${id}" is no Shopify id of at most 19 digits.`);
  const email = head.get("Email").toLowerCase();
  const order: CsvOrder = {
    row: head.number,
    id: id || null,
    name: head.get("Name"),
    email: email || null,
    phone: head.get("Phone") || head.get("Billing Phone") || null,
    billingName: head.get("Billing Name") || null,
    billing: {
      city: head.get("Billing City"),
      zip: head.get("Billing Zip"),
      province: head.get("Billing Province"),
      country: head.get("Billing Country"),
    },
    acceptsMarketing: head.get("Accepts Marketing").toLowerCase() === "yes",
    currency,
    financialStatus: status || "paid",
    createdAt: createdAt ?? "",
    paidAt: reader.date(head, "Paid at"),
    fulfilledAt: reader.date(head, "Fulfilled at"),
    cancelledAt: reader.date(head, "Cancelled at"),
    subtotalMinor: reader.money(head, "Subtotal"),
    shippingMinor: reader.money(head, "Shipping") ?? 0n,
    taxMinor: reader.money(head, "Taxes") ?? 0n,
    totalMinor: reader.money(head, "Total"),
    discountCode: head.get("Discount Code") || null,
    discountMinor: reader.money(head, "Discount Amount") ?? 0n,
    refundedMinor: reader.money(head, "Refunded Amount") ?? 0n,
    outstandingMinor: reader.money(head, "Outstanding Balance"),
    shippingMethod: head.get("Shipping Method") || null,
    paymentMethod: head.get("Payment Method") || null,
    note: head.get("Notes") || null,
    tags: head
      .get("Tags")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
    source: head.get("Source") || "web",
    lines: rows.map((row) => reader.line(row)),
  };
  return reader.errors.length > 0 ? { errors: reader.errors } : { order };
}
