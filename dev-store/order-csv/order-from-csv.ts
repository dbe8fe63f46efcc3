import { apportion } from "../state/money.ts";
import type { Id, Instant } from "../state/model.ts";
import type {
  DiscountAllocation,
  DiscountApplication,
  Order,
  OrderLine,
  Transaction,
} from "../state/model/order.ts";
import { normalizeTags } from "../state/operations/customers.ts";
import { newTransaction } from "../state/operations/orders.ts";
import { planRefund } from "../state/operations/refunds.ts";
import { orderTotals } from "../state/operations/totals.ts";
import type { Store } from "../state/store.ts";
import type { CsvOrder } from "./parse-order.ts";

function applicationsOf(csv: CsvOrder, lineTotal: bigint, orderTotal: bigint): DiscountApplication[] {
  const base = { discountId: null, valueType: "fixed_amount", targetType: "line_item" } as const;
  const onLines: DiscountApplication = {
    ...base,
    kind: "manual",
    code: "Line discount",
    value: "0.0",
    allocationMethod: "each",
    targetSelection: "explicit",
  };
  const onOrder: DiscountApplication = {
    ...base,
    kind: csv.discountCode ? "code" : "manual",
    code: csv.discountCode ?? "Discount",
    value: "0.0",
    allocationMethod: "across",
    targetSelection: "all",
  };
  return [...(lineTotal > 0n ? [onLines] : []), ...(orderTotal > 0n || csv.discountCode ? [onOrder] : [])];
}

/**
 * The order's lines with their discounts. The export gives each line's own discount and, in `Subtotal`, what all goods come to:
 * the rest is the discount on the order, shared over the lines by what is left of them.
 */
function linesOf(store: Store, csv: CsvOrder): { lines: OrderLine[]; applications: DiscountApplication[] } {
  const gross = csv.lines.map((line) => line.unitPriceMinor * BigInt(line.quantity));
  const own = csv.lines.map((line, index) => {
    const most = gross[index] ?? 0n;
    return line.discountMinor > most ? most : line.discountMinor;
  });
  const left = gross.map((amount, index) => amount - (own[index] ?? 0n));
  const goods = left.reduce((sum, one) => sum + one, 0n);
  const wanted = csv.subtotalMinor === null ? csv.discountMinor : goods - csv.subtotalMinor;
  const onOrder = wanted < 0n ? 0n : wanted > goods ? goods : wanted;
  const ownTotal = own.reduce((sum, one) => sum + one, 0n);
  const shares = onOrder === 0n ? left.map(() => 0n) : apportion(onOrder, left);
  const net = left.map((amount, index) => amount - (shares[index] ?? 0n));
  const taxes = csv.taxMinor === 0n ? net.map(() => 0n) : apportion(csv.taxMinor, net);
  const applications = applicationsOf(csv, ownTotal, onOrder);
  const lines = csv.lines.map((line, index): OrderLine => {
    const discountAllocations: DiscountAllocation[] = [];
    const ownPart = own[index] ?? 0n;
    const orderPart = shares[index] ?? 0n;
    if (ownPart > 0n) discountAllocations.push({ applicationIndex: 0, amountMinor: ownPart });
    if (orderPart > 0n)
      discountAllocations.push({ applicationIndex: applications.length - 1, amountMinor: orderPart });
    return {
      id: store.newId(),
      title: line.title,
      variantTitle: null,
      sku: line.sku,
      vendor: line.vendor,
      productId: null,
      variantId: null,
      productTags: [],
      quantity: line.quantity,
      currentQuantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      taxMinor: taxes[index] ?? 0n,
      discountAllocations,
      taxable: line.taxable,
      giftCard: /\bgift card\b/i.test(line.title) && !line.requiresShipping,
      requiresShipping: line.requiresShipping,
      fulfilledQuantity: line.fulfilled ? line.quantity : 0,
      properties: [],
    };
  });
  return { lines, applications };
}

/** Taxes are in the prices when goods and shipping alone come to the total. */
function taxesIncluded(csv: CsvOrder): boolean {
  if (csv.taxMinor === 0n || csv.totalMinor === null || csv.subtotalMinor === null) return false;
  return csv.subtotalMinor + csv.shippingMinor === csv.totalMinor;
}

function paymentsOf(store: Store, csv: CsvOrder, totalMinor: bigint): Transaction[] {
  const at = csv.paidAt ?? csv.createdAt;
  const gateway = csv.paymentMethod ?? "manual";
  const pay = (kind: Transaction["kind"], amountMinor: bigint): Transaction[] =>
    amountMinor > 0n ? [newTransaction(store, { kind, amountMinor, gateway, at })] : [];
  switch (csv.financialStatus) {
    case "paid":
    case "partially_refunded":
    case "refunded":
      return pay("sale", totalMinor);
    case "partially_paid":
      return pay("sale", totalMinor - (csv.outstandingMinor ?? 0n));
    case "authorized":
      return pay("authorization", totalMinor);
    case "voided":
      return [...pay("authorization", totalMinor), ...pay("void", totalMinor)];
    default:
      return [];
  }
}

/** A refunded amount as a refund: of everything when all money went back, else of the amount without lines. */
function refunded(store: Store, order: Order, csv: CsvOrder): Order {
  const { netPaymentMinor } = orderTotals(order);
  const wanted =
    csv.financialStatus === "refunded" && csv.refundedMinor === 0n ? netPaymentMinor : csv.refundedMinor;
  const amountMinor = wanted < netPaymentMinor ? wanted : netPaymentMinor;
  if (amountMinor <= 0n) return order;
  const at = csv.cancelledAt ?? csv.createdAt;
  const everything = amountMinor === netPaymentMinor;
  const planned = planRefund(
    store,
    order,
    everything ? { id: order.id, at } : { id: order.id, amountMinor, at },
  );
  return planned.ok ? planned.value.order : order;
}

/** The model's order for an order of the export. `updatedAt` is when the store learnt of it. */
export function orderFromCsv(
  store: Store,
  csv: CsvOrder,
  to: { customerId: Id | null; number: number; updatedAt: Instant | null },
): Order {
  const { lines, applications } = linesOf(store, csv);
  const status = csv.financialStatus;
  const unpaid = status === "pending" || status === "expired";
  const base: Order = {
    id: csv.id ?? store.newId(),
    name: csv.name,
    number: to.number,
    customerId: to.customerId,
    email: csv.email,
    phone: csv.phone,
    currency: csv.currency,
    taxesIncluded: taxesIncluded(csv),
    financialStatus: unpaid
      ? "pending"
      : status === "authorized" || status === "voided" || status === "partially_paid"
        ? status
        : "paid",
    test: false,
    sourceName: csv.source,
    appId: null,
    note: csv.note,
    customAttributes: [],
    tags: normalizeTags(csv.tags),
    discountApplications: applications,
    lines,
    shippingLines:
      csv.shippingMinor === 0n && csv.shippingMethod === null
        ? []
        : [
            {
              id: store.newId(),
              title: csv.shippingMethod ?? "Shipping",
              priceMinor: csv.shippingMinor,
              taxMinor: 0n,
              discountAllocations: [],
            },
          ],
    transactions: [],
    refunds: [],
    fulfillments: [],
    edits: [],
    billingAddress: null,
    shippingAddress: null,
    paymentGatewayNames: csv.paymentMethod ? [csv.paymentMethod] : [],
    locale: "en",
    createdAt: csv.createdAt,
    processedAt: csv.createdAt,
    updatedAt: csv.createdAt,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
  };
  const paid: Order = { ...base, transactions: paymentsOf(store, csv, orderTotals(base).totalMinor) };
  const after = refunded(store, paid, csv);
  const latest = [csv.createdAt, csv.paidAt, csv.fulfilledAt, csv.cancelledAt]
    .filter((at): at is Instant => at !== null)
    .sort()
    .at(-1);
  return {
    ...after,
    cancelledAt: csv.cancelledAt,
    cancelReason: csv.cancelledAt ? "other" : null,
    closedAt: csv.cancelledAt,
    financialStatus: csv.cancelledAt && unpaid ? "voided" : after.financialStatus,
    updatedAt: to.updatedAt ?? latest ?? csv.createdAt,
  };
}
