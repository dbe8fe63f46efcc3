import { gid } from "#dev-store/state/ids.ts";
import type { Customer } from "#dev-store/state/model/customer.ts";
import type { Discount } from "#dev-store/state/model/discount.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { discountStatus, usedCount } from "#dev-store/state/operations/discounts.ts";
import { orderTotals } from "#dev-store/state/operations/totals.ts";
import type { ShopState } from "#dev-store/state/shop-state.ts";
import type { Store } from "#dev-store/state/store.ts";
import { formatPrice, liquidPrice } from "#dev-store/storefront/liquid/prices.ts";
import { spendableCreditMinor } from "#dev-store/storefront/store-credit.ts";
import { adminText } from "./view.ts";
import type { AdminVisit } from "./view.ts";

/** Entities as the admin's tables show them: texts, ready to print. */

export function price(minor: bigint, currency: string, locale: string): string {
  return formatPrice(liquidPrice(minor, currency), currency, locale);
}

/** An instant in the shop's time zone, to the minute. */
export function shopTime(state: ShopState, instant: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: state.shop.timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  });
  return format.format(new Date(instant));
}

export function orderStatus(order: Order, locale: string): string {
  const status = adminText(locale, `financial.${order.financialStatus}`);
  return order.cancelledAt ? `${adminText(locale, "financial.cancelled")} · ${status}` : status;
}

export function orderRow({ state, adminPath, locale }: AdminVisit, order: Order) {
  const totals = orderTotals(order);
  const customer = order.customerId ? state.get("customer", order.customerId) : null;
  return {
    name: order.name,
    url: `${adminPath}/orders/${order.id}`,
    at: shopTime(state, order.processedAt, locale),
    customer: customer ? customerName(customer) : (order.email ?? "–"),
    status: orderStatus(order, locale),
    shipped: adminText(locale, `fulfillment.${totals.fulfillmentStatus}`),
    total: price(totals.currentTotalMinor, order.currency, locale),
  };
}

export function customerName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.id;
}

export function customerRow(store: Store, { state, adminPath, locale }: AdminVisit, customer: Customer) {
  return {
    name: customerName(customer),
    email: customer.email ?? "–",
    url: `${adminPath}/customers/${customer.id}`,
    orders: state.ordersOfCustomer(customer.id).length,
    tags: customer.tags.join(", "),
    credit: price(spendableCreditMinor(store, state, customer), state.shop.currency, locale),
    metafields: state.metafieldsOf(gid("Customer", customer.id)),
  };
}

export function discountRow(store: Store, { state, locale }: AdminVisit, discount: Discount) {
  const { value, customerIds } = discount;
  const customers = customerIds?.map((id) => {
    const customer = state.get("customer", id);
    return customer ? customerName(customer) : id;
  });
  return {
    code: discount.codes.map((one) => one.code).join(", ") || discount.title,
    value: valueText(value, state.shop.currency, locale),
    customers: customers ? customers.join(", ") : adminText(locale, "discounts.everyone"),
    used:
      discount.usageLimit === null
        ? String(usedCount(discount))
        : `${usedCount(discount)} / ${discount.usageLimit}`,
    status: adminText(locale, `discounts.${discountStatus(discount, store.nowInstant())}`),
    ends: discount.endsAt === null ? "–" : shopTime(state, discount.endsAt, locale),
  };
}

function valueText(value: Discount["value"], currency: string, locale: string): string {
  switch (value.kind) {
    case "amount-off":
      return `−${price(value.amountMinor, currency, locale)}`;
    case "percentage-off":
      return `−${Number((value.percentage * 100).toFixed(4))} %`;
    case "free-shipping":
      return adminText(locale, "discounts.free_shipping");
    case "buy-x-get-y":
      return adminText(locale, "discounts.buy_x_get_y");
  }
}
