import { gid } from "../../state/ids.ts";
import type { Order } from "../../state/model/order.ts";
import { lineNetMinor } from "../../state/operations/totals.ts";
import { paginateInOrder } from "../connection.ts";
import type { TypeResolvers } from "../context.ts";
import { bagOf } from "../money-bag.ts";
import {
  requireLine,
  type AdjustmentSource,
  type RefundLineSource,
  type RefundSource,
  type TransactionSource,
} from "./order-sources.ts";

function adjustments(
  { order, refund }: RefundSource,
  kind: AdjustmentSource["adjustment"]["kind"],
): AdjustmentSource[] {
  return refund.adjustments
    .filter((one) => one.kind === kind)
    .map((adjustment) => ({ order, refund, adjustment }));
}

export const refundResolvers: TypeResolvers = {
  id: ({ refund }: RefundSource) => gid("Refund", refund.id),
  legacyResourceId: ({ refund }: RefundSource) => refund.id,
  createdAt: ({ refund }: RefundSource) => refund.createdAt,
  processedAt: ({ refund }: RefundSource) => refund.processedAt,
  updatedAt: ({ refund }: RefundSource) => refund.processedAt,
  note: ({ refund }: RefundSource) => refund.note,
  order: ({ order }: RefundSource) => order,
  totalRefundedSet: ({ order, refund }: RefundSource) =>
    bagOf(
      refund.transactions
        .filter((one) => one.kind === "refund" && one.status === "success")
        .reduce((sum, one) => sum + one.amountMinor, 0n),
      order.currency,
    ),
  refundLineItems: ({ order, refund }: RefundSource, args) =>
    paginateInOrder(
      refund.lines.map((refundLine): RefundLineSource => ({ order, refund, refundLine })),
      args,
    ),
  refundShippingLines: (source: RefundSource, args) =>
    paginateInOrder(adjustments(source, "shipping_refund"), args),
  orderAdjustments: (source: RefundSource, args) =>
    paginateInOrder(adjustments(source, "refund_discrepancy"), args),
  transactions: ({ order, refund }: RefundSource, args) =>
    paginateInOrder(
      refund.transactions.map((transaction): TransactionSource => ({ order, transaction })),
      args,
    ),
};

export const refundLineItemResolvers: TypeResolvers = {
  id: ({ refundLine }: RefundLineSource) => gid("RefundLineItem", refundLine.id),
  lineItem: ({ order, refundLine }: RefundLineSource) => ({
    order,
    line: requireLine(order, refundLine.lineId),
  }),
  quantity: ({ refundLine }: RefundLineSource) => refundLine.quantity,
  priceSet: ({ order, refundLine }: RefundLineSource) => {
    const line = requireLine(order, refundLine.lineId);
    return bagOf(line.quantity === 0 ? 0n : lineNetMinor(line) / BigInt(line.quantity), order.currency);
  },
  subtotalSet: ({ order, refundLine }: RefundLineSource) => bagOf(refundLine.subtotalMinor, order.currency),
  totalTaxSet: ({ order, refundLine }: RefundLineSource) => bagOf(refundLine.taxMinor, order.currency),
  restockType: ({ refundLine }: RefundLineSource) => refundLine.restockType.toUpperCase(),
  restocked: ({ refundLine }: RefundLineSource) => refundLine.restockType !== "no_restock",
};

export const refundShippingLineResolvers: TypeResolvers = {
  id: ({ adjustment }: AdjustmentSource) => gid("RefundShippingLine", adjustment.id),
  shippingLine: ({ order }: AdjustmentSource) => ({ order, shipping: order.shippingLines[0] }),
  subtotalAmountSet: ({ order, adjustment }: AdjustmentSource) =>
    bagOf(-adjustment.amountMinor, order.currency),
  taxAmountSet: ({ order, adjustment }: AdjustmentSource) => bagOf(-adjustment.taxMinor, order.currency),
};

export const orderAdjustmentResolvers: TypeResolvers = {
  id: ({ adjustment }: AdjustmentSource) => gid("OrderAdjustment", adjustment.id),
  amountSet: ({ order, adjustment }: AdjustmentSource) => bagOf(adjustment.amountMinor, order.currency),
  taxAmountSet: ({ order, adjustment }: AdjustmentSource) => bagOf(adjustment.taxMinor, order.currency),
  reason: ({ adjustment }: AdjustmentSource) =>
    adjustment.reason === "restock" ? "RESTOCK" : "REFUND_DISCREPANCY",
};

const GATEWAY_NAMES: Readonly<Record<string, string>> = {
  bogus: "Bogus Gateway",
  manual: "Manual",
  shopify_store_credit: "Store Credit",
  gift_card: "Gift Card",
};

function allTransactions(order: Order) {
  return [...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)];
}

export const orderTransactionResolvers: TypeResolvers = {
  id: ({ transaction }: TransactionSource) => gid("OrderTransaction", transaction.id),
  kind: ({ transaction }: TransactionSource) => transaction.kind.toUpperCase(),
  status: ({ transaction }: TransactionSource) => transaction.status.toUpperCase(),
  test: ({ order }: TransactionSource) => order.test,
  gateway: ({ transaction }: TransactionSource) => transaction.gateway,
  formattedGateway: ({ transaction }: TransactionSource) =>
    GATEWAY_NAMES[transaction.gateway] ?? transaction.gateway,
  manualPaymentGateway: ({ transaction }: TransactionSource) => transaction.gateway === "manual",
  amountSet: ({ order, transaction }: TransactionSource) => bagOf(transaction.amountMinor, order.currency),
  createdAt: ({ transaction }: TransactionSource) => transaction.createdAt,
  processedAt: ({ transaction }: TransactionSource) => transaction.processedAt,
  order: ({ order }: TransactionSource) => order,
  parentTransaction: ({ order, transaction }: TransactionSource) => {
    const parent = allTransactions(order).find((one) => one.id === transaction.parentId);
    return parent ? { order, transaction: parent } : null;
  },
  paymentId: ({ transaction }: TransactionSource) => transaction.id,
  totalUnsettledSet: () => null,
  errorCode: () => null,
};
