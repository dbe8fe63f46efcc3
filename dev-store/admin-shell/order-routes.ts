import { Router } from "express";
import type { Request, Response } from "express";
import type { Outcome } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { parseMoney } from "#dev-store/state/money.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { fulfillOrder } from "#dev-store/state/operations/fulfillments.ts";
import { createOrder, deleteOrder, markPaid } from "#dev-store/state/operations/orders.ts";
import type { OrderInput } from "#dev-store/state/operations/orders.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { lineDiscountMinor, orderTotals } from "#dev-store/state/operations/totals.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { formText } from "#dev-store/storefront/visit.ts";
import { orderRow, price, shopTime } from "./rows.ts";
import { adminText, sendAdminPage } from "./view.ts";
import type { AdminVisit, OnAdminPage } from "./view.ts";

type Action = (store: Store, state: ShopState, order: Order, request: Request) => Outcome<unknown>;

/** What the buttons of an order's page do: the same operations as the control API's. */
const actions: Record<string, Action> = {
  paid: (store, state, { id }) => markPaid(store, state, { id }),
  fulfill: (store, state, { id }) => fulfillOrder(store, state, { id }),
  cancel: (store, state, { id }, request) =>
    cancelOrder(store, state, { id, refund: formText(request, "refund") !== "" }),
  refund: refundFromForm,
  edit: editFromForm,
};

/** An order's page with its buttons, and the form that places one. */
export function orderRoutes(store: Store, onPage: OnAdminPage): Router {
  const router = Router();

  router.post(
    "/admin/:shopHandle/orders",
    onPage(async (visit, request, response) => {
      const input = orderFromForm(visit.state, request);
      const placed = input.ok ? createOrder(store, visit.state, input.value) : input;
      if (placed.ok) return response.redirect(303, `${visit.adminPath}/orders/${placed.value.id}`);
      await sendRefusal(store, response, visit, placed.detail, `${visit.adminPath}/orders`);
    }),
  );

  router.get(
    "/admin/:shopHandle/orders/:id",
    onPage(async (visit, request, response, next) => {
      const order = visit.state.get("order", request.params.id ?? "");
      if (!order) return next();
      await sendAdminPage(store, response, visit, {
        template: "order",
        title: order.name,
        section: "orders",
        values: { order: orderDetail(visit, order) },
      });
    }),
  );

  router.post(
    "/admin/:shopHandle/orders/:id/:action",
    onPage(async (visit, request, response, next) => {
      const { id = "", action = "" } = request.params;
      const order = visit.state.get("order", id);
      const act = actions[action];
      if (!order || (!act && action !== "delete")) return next();
      const done = act ? act(store, visit.state, order, request) : deleteOrder(store, visit.state, { id });
      const back = action === "delete" ? `${visit.adminPath}/orders` : `${visit.adminPath}/orders/${id}`;
      if (done.ok) return response.redirect(303, back);
      await sendRefusal(store, response, visit, done.detail, `${visit.adminPath}/orders/${id}`);
    }),
  );

  return router;
}

async function sendRefusal(
  store: Store,
  response: Response,
  visit: AdminVisit,
  detail: string,
  back: string,
) {
  await sendAdminPage(store, response, visit, {
    template: "refusal",
    title: adminText(visit.locale, "refusal.title"),
    section: "orders",
    values: { detail, back },
    status: 422,
  });
}

function orderFromForm(state: ShopState, request: Request): Outcome<OrderInput> {
  const variantId = formText(request, "variant");
  for (const product of state.all("product").values()) {
    const variant = product.variants.find((one) => one.id === variantId);
    if (!variant) continue;
    const line = {
      title: product.title,
      variantTitle: product.variants.length > 1 ? variant.title : null,
      priceMinor: variant.priceMinor,
      quantity: wholeNumber(formText(request, "quantity")),
      productId: product.id,
      variantId,
      vendor: product.vendor,
      sku: variant.sku,
      productTags: product.tags,
      giftCard: product.giftCard,
    };
    if (line.quantity < 1)
      return { ok: false, code: "bad-quantity", detail: "The quantity must be at least 1." };
    const codes = formText(request, "codes")
      .split(",")
      .map((code) => code.trim());
    return {
      ok: true,
      value: {
        email: formText(request, "email").trim() || null,
        lines: [line],
        discountCodes: codes.filter((code) => code !== ""),
        financialStatus: formText(request, "unpaid") === "" ? "paid" : "pending",
        test: formText(request, "test") !== "",
      },
    };
  }
  return { ok: false, code: "unknown", detail: "Choose a product." };
}

function refundFromForm(store: Store, state: ShopState, order: Order, request: Request): Outcome<unknown> {
  const lines = order.lines
    .map((line) => ({ lineId: line.id, quantity: wholeNumber(formText(request, `quantity_${line.id}`)) }))
    .filter((line) => line.quantity > 0);
  const entered = formText(request, "amount").trim();
  const amountMinor = entered === "" ? undefined : parseMoney(entered, order.currency);
  if (amountMinor === null) {
    return {
      ok: false,
      code: "bad-amount",
      detail: `"${entered}" is not an amount of ${order.currency}, such as 9.50.`,
    };
  }
  const everything = formText(request, "everything") !== "";
  return refundOrder(store, state, everything ? { id: order.id } : { id: order.id, lines, amountMinor });
}

function editFromForm(store: Store, state: ShopState, order: Order, request: Request): Outcome<unknown> {
  const quantities = order.lines.flatMap((line) => {
    const entered = formText(request, `quantity_${line.id}`);
    return entered === "" || wholeNumber(entered) === line.currentQuantity
      ? []
      : [{ lineId: line.id, quantity: wholeNumber(entered) }];
  });
  const title = formText(request, "add_title").trim();
  const priceMinor = parseMoney(formText(request, "add_price") || "0", order.currency);
  if (title !== "" && priceMinor === null) {
    return {
      ok: false,
      code: "bad-amount",
      detail: `The price must be an amount of ${order.currency}, such as 9.50.`,
    };
  }
  const add = title === "" || priceMinor === null ? [] : [{ title, priceMinor, quantity: 1 }];
  return editOrder(store, state, { id: order.id, quantities, add });
}

/** What was typed, as a whole number; anything else becomes -1, which every operation refuses. */
function wholeNumber(text: string): number {
  if (text.trim() === "") return 0;
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : -1;
}

function orderDetail(visit: AdminVisit, order: Order) {
  const { state, adminPath, locale } = visit;
  const totals = orderTotals(order);
  const show = (minor: bigint) => price(minor, order.currency, locale);
  return {
    ...orderRow(visit, order),
    customer_url: order.customerId ? `${adminPath}/customers/${order.customerId}` : null,
    discounts: order.discountApplications.map((one) => one.code).join(", "),
    lines: order.lines.map((line) => ({
      id: line.id,
      title: line.variantTitle ? `${line.title} – ${line.variantTitle}` : line.title,
      price: show(line.unitPriceMinor),
      discount: lineDiscountMinor(line) === 0n ? "–" : `−${show(lineDiscountMinor(line))}`,
      quantity: line.quantity,
      current_quantity: line.currentQuantity,
    })),
    sums: [
      ["subtotal", totals.currentSubtotalMinor],
      ["shipping", totals.currentShippingMinor],
      ["tax", totals.currentTaxMinor],
      ["total", totals.currentTotalMinor],
      ["received", totals.receivedMinor],
      ["refunded", totals.refundedMinor],
      ["outstanding", totals.outstandingMinor],
    ].map(([key, minor]) => ({
      name: adminText(locale, `order.${String(key)}`),
      value: show(minor as bigint),
    })),
    refunds: order.refunds.map((refund) => ({
      at: shopTime(state, refund.createdAt, locale),
      amount: show(refund.transactions.reduce((sum, one) => sum + one.amountMinor, 0n)),
    })),
    can_pay: totals.outstandingMinor > 0n && !order.cancelledAt,
    can_cancel: !order.cancelledAt,
    can_fulfill: totals.fulfillmentStatus !== "fulfilled" && !order.cancelledAt,
    can_refund: totals.netPaymentMinor > 0n || order.lines.some((line) => line.currentQuantity > 0),
  };
}
