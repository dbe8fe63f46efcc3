/**
 * The history of an order's sales: what was first ordered, each edit and each refund, with the amounts each moved. Units
 * removed one by one or together take the same money in the end (`shareOf`).
 */
import { createHash } from "node:crypto";
import { gid } from "../../state/ids.ts";
import type { Order, OrderLine } from "../../state/model/order.ts";
import { lineDiscountMinor, lineNetMinor, shareOf } from "../../state/operations/totals.ts";
import { paginateInOrder } from "../connection.ts";
import type { TypeResolvers } from "../context.ts";
import { bagOf } from "../money-bag.ts";
import { requireLine } from "./order-sources.ts";

interface Agreement {
  __typename: "OrderAgreement" | "OrderEditAgreement" | "RefundAgreement";
  id: string;
  happenedAt: string;
  reason: "ORDER" | "ORDER_EDIT" | "REFUND";
  app: null;
  order: Order;
  refund?: { order: Order; refund: Order["refunds"][number] };
  sales: Record<string, unknown>[];
}

/** The store keeps no sales of their own: the id follows from the agreement and the place in it, within 64 bits. */
function saleId(agreementId: string, index: number): string {
  const hash = createHash("sha256").update(`${agreementId}/${index}`).digest();
  return gid("Sale", String(hash.readBigUInt64BE() >> 2n));
}

interface SaleAmounts {
  netMinor: bigint;
  taxMinor: bigint;
  discountMinor: bigint;
}

/** The amounts of units `from`…`to` of a line. */
function unitsOf(line: OrderLine, from: number, to: number): SaleAmounts {
  const part = (amount: bigint): bigint =>
    shareOf(amount, to, line.quantity) - shareOf(amount, from, line.quantity);
  return {
    netMinor: part(lineNetMinor(line)),
    taxMinor: part(line.taxMinor),
    discountMinor: part(lineDiscountMinor(line)),
  };
}

function amountsOf(order: Order, amounts: SaleAmounts, sign: 1n | -1n) {
  const { netMinor, taxMinor, discountMinor } = amounts;
  const total = netMinor + (order.taxesIncluded ? 0n : taxMinor);
  return {
    totalAmount: bagOf(sign * total, order.currency),
    totalTaxAmount: bagOf(sign * taxMinor, order.currency),
    totalDiscountAmountBeforeTaxes: bagOf(sign * discountMinor, order.currency),
    totalDiscountAmountAfterTaxes: bagOf(sign * discountMinor, order.currency),
    taxes: [],
  };
}

function lineSale(order: Order, line: OrderLine, units: number, amounts: SaleAmounts, sign: 1n | -1n) {
  return {
    __typename: line.giftCard ? "GiftCardSale" : "ProductSale",
    actionType: sign === 1n ? "ORDER" : "RETURN",
    lineType: line.giftCard ? "GIFT_CARD" : "PRODUCT",
    quantity: sign === 1n ? units : -units,
    lineItem: { order, line },
    ...amountsOf(order, amounts, sign),
  };
}

function shippingSale(
  order: Order,
  shipping: Order["shippingLines"][number],
  netMinor: bigint,
  taxMinor: bigint,
  sign: 1n | -1n,
) {
  return {
    __typename: "ShippingLineSale",
    actionType: sign === 1n ? "ORDER" : "RETURN",
    lineType: "SHIPPING",
    quantity: null,
    shippingLine: { order, shipping },
    ...amountsOf(order, { netMinor, taxMinor, discountMinor: 0n }, sign),
  };
}

export function agreementsOf(order: Order): Agreement[] {
  const addedLater = new Map<string, number>();
  for (const one of order.edits.flatMap((edit) => edit.additions)) {
    addedLater.set(one.lineId, (addedLater.get(one.lineId) ?? 0) + one.quantity);
  }
  const sold = new Map<string, number>();
  const removed = new Map<string, number>();
  const sell = (lineId: string, units: number) => {
    const line = requireLine(order, lineId);
    const from = sold.get(lineId) ?? 0;
    sold.set(lineId, from + units);
    return lineSale(order, line, units, unitsOf(line, from, from + units), 1n);
  };
  const take = (lineId: string, units: number) => {
    const line = requireLine(order, lineId);
    const from = removed.get(lineId) ?? 0;
    removed.set(lineId, from + units);
    return lineSale(order, line, units, unitsOf(line, from, from + units), -1n);
  };

  const first: Agreement = {
    __typename: "OrderAgreement",
    id: order.id,
    happenedAt: order.processedAt,
    reason: "ORDER",
    app: null,
    order,
    sales: [
      ...order.lines
        .map((line) => ({ line, units: line.quantity - (addedLater.get(line.id) ?? 0) }))
        .filter(({ units }) => units > 0)
        .map(({ line, units }) => sell(line.id, units)),
      ...order.shippingLines.map((one) => {
        const discount = one.discountAllocations.reduce((sum, part) => sum + part.amountMinor, 0n);
        return shippingSale(order, one, one.priceMinor - discount, one.taxMinor, 1n);
      }),
    ],
  };
  const later = [
    ...order.edits.map((edit) => ({ at: edit.at, edit, refund: null })),
    ...order.refunds.map((refund) => ({ at: refund.createdAt, edit: null, refund })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const agreements = later.map(({ edit, refund }): Agreement => {
    if (edit) {
      return {
        __typename: "OrderEditAgreement",
        id: edit.id,
        happenedAt: edit.at,
        reason: "ORDER_EDIT",
        app: null,
        order,
        sales: [
          ...edit.additions.map((one) => sell(one.lineId, one.quantity)),
          ...edit.removals.map((one) => take(one.lineId, one.quantity)),
        ],
      };
    }
    const shipping = order.shippingLines[0];
    return {
      __typename: "RefundAgreement",
      id: refund.id,
      happenedAt: refund.createdAt,
      reason: "REFUND",
      app: null,
      order,
      refund: { order, refund },
      sales: [
        ...refund.lines.map((one) => take(one.lineId, one.quantity)),
        ...refund.adjustments.map((one) =>
          one.kind === "shipping_refund" && shipping
            ? shippingSale(order, shipping, -one.amountMinor, -one.taxMinor, -1n)
            : {
                __typename: "AdjustmentSale",
                actionType: "RETURN",
                lineType: "ADJUSTMENT",
                quantity: null,
                ...amountsOf(
                  order,
                  { netMinor: -one.amountMinor, taxMinor: -one.taxMinor, discountMinor: 0n },
                  -1n,
                ),
              },
        ),
      ],
    };
  });
  return [first, ...agreements];
}

const agreementResolvers: TypeResolvers = {
  id: (agreement: Agreement) => gid(agreement.__typename, agreement.id),
  happenedAt: (agreement: Agreement) => agreement.happenedAt,
  reason: (agreement: Agreement) => agreement.reason,
  app: () => null,
  sales: (agreement: Agreement, args) =>
    paginateInOrder(
      agreement.sales.map((sale, index) => ({ ...sale, id: saleId(agreement.id, index) })),
      args,
    ),
};

export const orderAgreementResolvers: TypeResolvers = {
  ...agreementResolvers,
  order: (agreement: Agreement) => agreement.order,
};
export const orderEditAgreementResolvers: TypeResolvers = agreementResolvers;
export const refundAgreementResolvers: TypeResolvers = {
  ...agreementResolvers,
  refund: (agreement: Agreement) => agreement.refund,
};
