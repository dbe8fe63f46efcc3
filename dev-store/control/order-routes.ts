import { Router, type Request } from "express";
import { z } from "zod";
import { gid } from "../state/ids.ts";
import type { Order } from "../state/model/order.ts";
import { formatMoney } from "../state/money.ts";
import { editOrder } from "../state/operations/edits.ts";
import { fulfillOrder } from "../state/operations/fulfillments.ts";
import { createOrder, deleteOrder, markPaid } from "../state/operations/orders.ts";
import { cancelOrder, refundOrder } from "../state/operations/refunds.ts";
import { orderTotals } from "../state/operations/totals.ts";
import type { ShopState } from "../state/shop-state.ts";
import type { Store } from "../state/store.ts";
import { idSchema, instantSchema, moneySchema, pathId, readBody, shopOf } from "./input.ts";
import { checkoutLine, currencySchema, lineSchema, orderInput, orderSchema } from "./order-input.ts";
import { accept, acceptCheckout, answering, unknown } from "./problem.ts";

const lineRef = z.object({ lineId: idSchema("LineItem"), quantity: z.int().min(0) });
const paidSchema = z.object({ at: instantSchema.optional() });
const fulfilmentSchema = z.object({ lines: z.array(lineRef).optional(), at: instantSchema.optional() });
const cancelSchema = z.object({
  refund: z.boolean().optional(),
  reason: z.enum(["customer", "fraud", "inventory", "declined", "other", "staff"]).optional(),
  at: instantSchema.optional(),
});

function orderOf(store: Store, request: Request): { state: ShopState; order: Order } {
  const state = shopOf(store, request);
  const order = state.get("order", pathId(request, "Order"));
  if (!order) throw unknown(`There is no order ${request.params.n} in ${state.shop.domain}.`);
  return { state, order };
}

function discountsOf(order: Order): { code: string; amount: string }[] {
  const parts = [...order.lines, ...order.shippingLines].flatMap((line) => line.discountAllocations);
  return order.discountApplications.map((application, index) => {
    const mine = parts.filter((part) => part.applicationIndex === index);
    const amountMinor = mine.reduce((sum, part) => sum + part.amountMinor, 0n);
    return { code: application.code, amount: formatMoney(amountMinor, order.currency) };
  });
}

function orderAnswer(order: Order): Record<string, unknown> {
  const totals = orderTotals(order);
  const money = (minor: bigint): string => formatMoney(minor, order.currency);
  return {
    id: gid("Order", order.id),
    name: order.name,
    customerId: order.customerId === null ? null : gid("Customer", order.customerId),
    currency: order.currency,
    financialStatus: order.financialStatus,
    fulfillmentStatus: totals.fulfillmentStatus,
    processedAt: order.processedAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    subtotal: money(totals.subtotalMinor),
    total: money(totals.totalMinor),
    currentSubtotal: money(totals.currentSubtotalMinor),
    currentTotal: money(totals.currentTotalMinor),
    refunded: money(totals.refundedMinor),
    discounts: discountsOf(order),
    lines: order.lines.map((line) => ({
      id: gid("LineItem", line.id),
      title: line.title,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      price: money(line.unitPriceMinor),
    })),
  };
}

/** `/orders…`, but for the import. */
export function orderRoutes(store: Store): Router {
  const router = Router();
  router.post(
    "/orders",
    answering(201, (request) => {
      const state = shopOf(store, request);
      const currency = readBody(currencySchema, request).currency ?? state.shop.currency;
      const body = readBody(orderSchema(currency), request);
      return orderAnswer(acceptCheckout(createOrder(store, state, orderInput(store, state, body, currency))));
    }),
  );
  router.get(
    "/orders/:n",
    answering(200, (request) => orderAnswer(orderOf(store, request).order)),
  );
  router.post(
    "/orders/:n/paid",
    answering(201, (request) => {
      const { state, order } = orderOf(store, request);
      const paid = accept(markPaid(store, state, { id: order.id, ...readBody(paidSchema, request) }));
      return { id: gid("Order", paid.id) };
    }),
  );
  router.post(
    "/orders/:n/fulfillments",
    answering(201, (request) => {
      const { state, order } = orderOf(store, request);
      const { fulfillment } = accept(
        fulfillOrder(store, state, { id: order.id, ...readBody(fulfilmentSchema, request) }),
      );
      return { id: gid("Fulfillment", fulfillment.id) };
    }),
  );
  router.post(
    "/orders/:n/edits",
    answering(201, (request) => {
      const { state, order } = orderOf(store, request);
      const schema = z.object({
        add: z.array(lineSchema(order.currency)).optional(),
        quantities: z.array(lineRef).optional(),
        note: z.string().optional(),
        at: instantSchema.optional(),
      });
      const { add, ...rest } = readBody(schema, request);
      const lines = add?.map((line) => checkoutLine(store, state, line));
      const { order: edited, edit } = accept(editOrder(store, state, { id: order.id, ...rest, add: lines }));
      return {
        id: gid("OrderEdit", edit.id),
        lines: edited.lines.map((line) => ({ id: gid("LineItem", line.id) })),
      };
    }),
  );
  router.post(
    "/orders/:n/refunds",
    answering(201, (request) => {
      const { state, order } = orderOf(store, request);
      const schema = z.object({
        lines: z.array(lineRef).optional(),
        amount: moneySchema(order.currency).optional(),
        shipping: moneySchema(order.currency).optional(),
        restockOnly: z.boolean().optional(),
        note: z.string().optional(),
        at: instantSchema.optional(),
      });
      const { amount, shipping, ...rest } = readBody(schema, request);
      const refund = accept(
        refundOrder(store, state, { id: order.id, ...rest, amountMinor: amount, shippingMinor: shipping }),
      );
      const amountMinor = refund.transactions.reduce((sum, one) => sum + one.amountMinor, 0n);
      return { id: gid("Refund", refund.id), amount: formatMoney(amountMinor, order.currency) };
    }),
  );
  router.post(
    "/orders/:n/cancel",
    answering(201, (request) => {
      const { state, order } = orderOf(store, request);
      const cancelled = accept(
        cancelOrder(store, state, { id: order.id, ...readBody(cancelSchema, request) }),
      );
      return { id: gid("Order", cancelled.id) };
    }),
  );
  router.delete(
    "/orders/:n",
    answering(200, (request) => {
      const { state, order } = orderOf(store, request);
      return { id: gid("Order", accept(deleteOrder(store, state, { id: order.id }))) };
    }),
  );
  return router;
}
