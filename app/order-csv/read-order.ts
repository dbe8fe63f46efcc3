import type { StagedLine, StagedOrder } from "#app/usecases/imports/import-ports.ts";
import {
  type Cell,
  type CellProblem,
  problemAt,
  readMoment,
  readMoney,
  readOrderId,
  readQuantity,
  readStatus,
} from "./cells.ts";
import type { Cells } from "./columns.ts";

/** A record of the file with the row it stands in. */
export type CsvRow = { readonly row: number; readonly record: readonly string[] };

export type Reading<T> = { readonly value: T | null; readonly problems: readonly CellProblem[] };

/** The statuses that an order can have without anything having been taken back from it. */
const UNTOUCHED = new Set(["authorized", "expired", "paid", "partially-paid", "pending"]);

/**
 * What the first row of an order says of it.
 * @param readAt when the file was read: an export does not say when the order last changed
 */
export function readHead(
  { row, record }: CsvRow,
  cells: Cells,
  currency: string,
  readAt: Date,
): Reading<StagedOrder> {
  const problems: CellProblem[] = [];
  const take = <T>(cell: Cell<T>): T | null => {
    if ("value" in cell) return cell.value;
    problems.push(cell.problem);
    return null;
  };
  const text = (column: Parameters<Cells["get"]>[1]) => cells.get(record, column);
  const money = (column: "subtotal" | "shipping" | "taxes" | "total" | "refunded") =>
    take(readMoney(text(column), column, currency));

  const name = text("name");
  const id = take(readOrderId(text("id")));
  const status = take(readStatus(text("status")));
  const createdAt = take(readMoment(text("createdAt"), "createdAt"));
  if (text("createdAt") === "") take(problemAt("blank-cell", "createdAt", ""));
  const [paidAt, fulfilledAt, cancelledAt] = [
    take(readMoment(text("paidAt"), "paidAt")),
    take(readMoment(text("fulfilledAt"), "fulfilledAt")),
    take(readMoment(text("cancelledAt"), "cancelledAt")),
  ];
  const [subtotal, shipping, taxes, total] = [
    money("subtotal"),
    money("shipping") ?? 0n,
    money("taxes") ?? 0n,
    money("total"),
  ];
  const refunded = money("refunded") ?? 0n;
  for (const column of ["subtotal", "total"] as const)
    if (text(column) === "") take(problemAt("blank-cell", column, ""));
  if (name === "" && id === null) take(problemAt("blank-cell", "name", ""));
  const named = text("currency").toUpperCase();
  if (named !== "" && named !== currency) take(problemAt("other-currency", "currency", named, { currency }));
  if (problems.length > 0 || status === null || createdAt === null || subtotal === null || total === null)
    return { value: null, problems };

  const email = text("email");
  return {
    problems,
    value: {
      rowNumber: row,
      orderId: id ?? `csv:${name}`,
      name: name === "" ? (id ?? "") : name,
      customerId: null,
      email: email === "" ? null : email,
      customerEmail: null,
      customerName: null,
      customerTags: [],
      hasAccount: false,
      processedAt: createdAt,
      paidAt,
      fulfilledAt: isPartlyFulfilled(text("fulfillmentStatus")) ? null : fulfilledAt,
      cancelledAt,
      test: false,
      financialStatus: status,
      source: text("source") || null,
      taxesIncluded: false,
      goodsMinor: netGoods(subtotal, shipping, taxes, total),
      taxMinor: taxes,
      shippingMinor: shipping,
      totalMinor: total,
      refundedMinor: refunded,
      updatedAt: readAt.toISOString(),
      simple: refunded === 0n && cancelledAt === null && UNTOUCHED.has(status),
    },
  };
}

/** `Fulfilled at` tells the last parcel; only the status tells whether it was all. */
function isPartlyFulfilled(status: string): boolean {
  return status !== "" && status.toLowerCase() !== "fulfilled";
}

/**
 * The goods without tax. An export does not say whether prices contain tax; the sums do: then the total is the subtotal and
 * the shipping, and the tax is inside both.
 */
function netGoods(subtotal: bigint, shipping: bigint, taxes: bigint, total: bigint): bigint {
  const distance = (expected: bigint) => (expected > total ? expected - total : total - expected);
  const isInside = taxes > 0n && distance(subtotal + shipping) < distance(subtotal + shipping + taxes);
  return isInside && subtotal + shipping > 0n
    ? subtotal - (taxes * subtotal) / (subtotal + shipping)
    : subtotal;
}

/** The line that every row of an order carries; null where its line cells are blank. */
export function readLine(
  { row, record }: CsvRow,
  cells: Cells,
  currency: string,
  line: { orderId: string; number: number },
): Reading<StagedLine> {
  const [quantityText, priceText] = [cells.get(record, "lineQuantity"), cells.get(record, "linePrice")];
  if (quantityText === "" && priceText === "") return { value: null, problems: [] };
  const quantity = readQuantity(quantityText);
  const price =
    priceText === "" ? problemAt("blank-cell", "linePrice", "") : readMoney(priceText, "linePrice", currency);
  const discount = readMoney(cells.get(record, "lineDiscount"), "lineDiscount", currency);
  const problems = [quantity, price, discount].flatMap((cell) => ("problem" in cell ? [cell.problem] : []));
  if (!("value" in quantity) || !("value" in price) || !("value" in discount))
    return { value: null, problems };
  const sku = cells.get(record, "lineSku");
  const gross = (price.value ?? 0n) * BigInt(quantity.value) - (discount.value ?? 0n);
  return {
    problems,
    value: {
      orderId: line.orderId,
      lineId: `${line.orderId}/${line.number}`,
      position: row,
      title: cells.get(record, "lineName"),
      quantity: quantity.value,
      productId: null,
      variantId: null,
      vendor: cells.get(record, "vendor") || null,
      sku: sku === "" ? null : sku,
      giftCard: false,
      netMinor: gross > 0n ? gross : 0n,
      taxMinor: 0n,
      discountMinor: discount.value ?? 0n,
    },
  };
}
