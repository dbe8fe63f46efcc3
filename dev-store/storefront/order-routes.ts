import { timingSafeEqual } from "node:crypto";
import { Router } from "express";
import type { Order } from "#dev-store/state/model/order.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { sign } from "./cookies.ts";
import { formatPrice, liquidPrice } from "./liquid/prices.ts";
import { shopDay } from "./liquid/objects.ts";
import type { OnPage } from "./router.ts";
import type { Theme } from "./theme.ts";
import { queryText } from "./visit.ts";

/** The order status page: whoever holds its address may read it, as at Shopify. */
export function orderRoutes(store: Store, theme: Theme, onPage: OnPage): Router {
  const router = Router();

  router.get(
    "/orders/:id",
    onPage(async (visit, request, response, next) => {
      const order = visit.state.get("order", request.params.id ?? "");
      if (!order || !opens(queryText(request, "key"), keyOf(store, visit.state, order))) return next();
      const thanks = queryText(request, "thanks") !== null;
      await theme.send(response, visit, {
        template: "order",
        title: theme.text(visit, "order.title", { name: order.name }),
        type: "order",
        values: { thanks, order: orderObject(visit.state, order, visit.locale) },
      });
    }),
  );

  return router;
}

/** The secret address of an order's status page. */
export function orderStatusUrl(store: Store, state: ShopState, order: Order): string {
  const { domain } = state.shop;
  return `/orders/${order.id}?shop=${domain}&key=${keyOf(store, state, order)}`;
}

function keyOf(store: Store, state: ShopState, order: Order): string {
  return sign(store.config.apiSecret, `order-status:${state.shop.domain}:${order.id}`).slice(0, 32);
}

function opens(given: string | null, key: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function orderObject(state: ShopState, order: Order, locale: string) {
  const totals = orderTotals(order);
  const price = (minor: bigint) => formatPrice(liquidPrice(minor, order.currency), order.currency, locale);
  const discounts = order.discountApplications.map((application, index) => {
    const allocations = [...order.lines, ...order.shippingLines].flatMap((line) => line.discountAllocations);
    const amount = allocations
      .filter((one) => one.applicationIndex === index)
      .reduce((sum, one) => sum + one.amountMinor, 0n);
    return { code: application.code, amount: price(amount) };
  });
  return {
    name: order.name,
    created_at: shopDay(state, order.processedAt),
    financial_status: order.cancelledAt ? "cancelled" : order.financialStatus,
    lines: order.lines.map((line) => ({
      title: line.title,
      quantity: line.currentQuantity,
      price: price(line.unitPriceMinor * BigInt(line.currentQuantity)),
    })),
    discounts,
    shipping: price(totals.shippingMinor),
    tax: totals.currentTaxMinor > 0n ? price(totals.currentTaxMinor) : null,
    total_price: price(totals.currentTotalMinor),
  };
}
