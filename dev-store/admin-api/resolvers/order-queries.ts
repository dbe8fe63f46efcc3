import { idOf } from "../../state/ids.ts";
import type { Order } from "../../state/model/order.ts";
import { paginate, type PageArguments } from "../connection.ts";
import type { ApiContext, TypeResolvers } from "../context.ts";
import { compareInstant, parseSearch, type SearchFields } from "../search.ts";
import { idMatches, sameText } from "../search-terms.ts";
import { customerName, sortedBy, type Sort } from "../sorted.ts";
import { totals } from "./orders.ts";

/** Without `read_all_orders` an app sees the orders of this many days. */
export const RECENT_ORDER_DAYS = 60;
const DAY_MS = 86_400_000;
/** Shopify counts no further without being asked to. */
const DEFAULT_COUNT_LIMIT = 10_000;

/** The test that hides old orders; null where the app may see all. */
export function orderWindow(context: ApiContext): ((order: Order) => boolean) | null {
  if (context.access.scopes.has("read_all_orders")) return null;
  const oldest = new Date(context.now.getTime() - RECENT_ORDER_DAYS * DAY_MS).toISOString();
  return (order) => order.createdAt >= oldest;
}

export function visibleOrder(context: ApiContext, id: string): Order | null {
  const order = context.state.get("order", id);
  const isVisible = orderWindow(context);
  return order && (!isVisible || isVisible(order)) ? order : null;
}

function amountOf(minor: bigint): string {
  return minor.toString().padStart(24, "0");
}

const SORTS: Readonly<Record<string, Sort<Order>>> = {
  CREATED_AT: (order) => order.createdAt,
  PROCESSED_AT: (order) => order.processedAt,
  UPDATED_AT: (order) => order.updatedAt,
  ORDER_NUMBER: (order) => String(order.number).padStart(12, "0"),
  FINANCIAL_STATUS: (order) => order.financialStatus,
  FULFILLMENT_STATUS: (order) => totals(order).fulfillmentStatus,
  TOTAL_PRICE: (order) => amountOf(totals(order).totalMinor),
  CURRENT_TOTAL_PRICE: (order) => amountOf(totals(order).currentTotalMinor),
  TOTAL_ITEMS_QUANTITY: (order) =>
    String(order.lines.reduce((sum, line) => sum + line.quantity, 0)).padStart(12, "0"),
  CUSTOMER_NAME: (order, state) =>
    customerName(order.customerId === null ? null : state.get("customer", order.customerId)),
  ID: () => "",
  RELEVANCE: () => "",
};

function hasStatus(order: Order, wanted: string): boolean {
  switch (wanted.toLowerCase()) {
    case "any":
      return true;
    case "open":
      return order.closedAt === null && order.cancelledAt === null;
    case "closed":
      return order.closedAt !== null;
    case "cancelled":
      return order.cancelledAt !== null;
    case "not_closed":
      return order.closedAt === null;
    default:
      return false;
  }
}

function orderSearch(context: ApiContext): SearchFields<Order> {
  const { timeZone } = context.state.shop;
  const emailOf = (order: Order): string | null =>
    context.access.protectedData === "level-2" ? order.email : null;
  return {
    fields: {
      id: (order, operator, value) => idMatches(order.id, operator, value),
      name: (order, operator, value) =>
        sameText(order.name, operator, value) || sameText(order.name, operator, `#${value}`),
      email: (order, operator, value) => sameText(emailOf(order), operator, value),
      customer_id: (order, operator, value) =>
        order.customerId !== null && idMatches(order.customerId, operator, value),
      tag: (order, operator, value) => order.tags.some((tag) => sameText(tag, operator, value)),
      tag_not: (order, operator, value) => !order.tags.some((tag) => sameText(tag, operator, value)),
      status: (order, _, value) => hasStatus(order, value),
      financial_status: (order, operator, value) =>
        value.toLowerCase() === "any" || sameText(order.financialStatus, operator, value),
      fulfillment_status: (order, operator, value) => {
        const status = totals(order).fulfillmentStatus;
        return (
          sameText(status === "fulfilled" ? "shipped" : status, operator, value) ||
          sameText(status, operator, value)
        );
      },
      discount_code: (order, operator, value) =>
        order.discountApplications.some((one) => one.kind === "code" && sameText(one.code, operator, value)),
      source_name: (order, operator, value) => sameText(order.sourceName, operator, value),
      sku: (order, operator, value) => order.lines.some((line) => sameText(line.sku, operator, value)),
      test: (order, _, value) => String(order.test) === value.toLowerCase(),
      created_at: (order, operator, value) => compareInstant(order.createdAt, operator, value, timeZone),
      processed_at: (order, operator, value) => compareInstant(order.processedAt, operator, value, timeZone),
      updated_at: (order, operator, value) => compareInstant(order.updatedAt, operator, value, timeZone),
    },
    text: (order, word) =>
      [order.name, emailOf(order) ?? ""].some((text) => text.toLowerCase().includes(word.toLowerCase())),
  };
}

/** The filter of an orders query and of the 60 days together; null: every order. */
export function orderFilter(
  context: ApiContext,
  query: string | null | undefined,
  path: string,
): ((order: Order) => boolean) | null {
  const isVisible = orderWindow(context);
  if (!query || query.trim() === "") return isVisible;
  const search = parseSearch(query, orderSearch(context));
  for (const field of search.unknownFields) context.searchWarnings.push({ path, query, field });
  return isVisible ? (order) => isVisible(order) && search.matches(order) : search.matches;
}

type OrdersArguments = PageArguments & { query?: string | null; sortKey?: string | null };

/** `of`: these orders instead of all (one customer's). */
export function listOrders(context: ApiContext, args: OrdersArguments, of?: readonly Order[]) {
  const key = args.sortKey ?? "PROCESSED_AT";
  return {
    ...sortedBy(context.state, "order", key, SORTS[key] ?? SORTS.ID!, of),
    matches: orderFilter(context, args.query, "orders"),
  };
}

export function pageOfOrders(context: ApiContext, args: OrdersArguments, of?: readonly Order[]) {
  return paginate(listOrders(context, args, of), args);
}

export function countOf<T>(
  items: Iterable<T>,
  matches: ((item: T) => boolean) | null,
  limit: number | null | undefined,
) {
  const most = limit ?? (limit === null ? Number.POSITIVE_INFINITY : DEFAULT_COUNT_LIMIT);
  let count = 0;
  for (const item of items) {
    if (matches && !matches(item)) continue;
    if (count >= most) return { count, precision: "AT_LEAST" };
    count++;
  }
  return { count, precision: "EXACT" };
}

export const orderQueries: TypeResolvers = {
  order: (_, args, context) => {
    const id = idOf("Order", args.id);
    return id === null ? null : visibleOrder(context, id);
  },
  orders: (_, args, context) => pageOfOrders(context, args),
  ordersCount: (_, args, context) =>
    countOf(context.state.all("order").values(), orderFilter(context, args.query, "ordersCount"), args.limit),
};
