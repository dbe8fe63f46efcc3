import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { accept, type Outcome } from "#app/domain/shared/outcome.ts";
import type { ShopifyOrders } from "#app/usecases/ports.ts";
import type { AdminOutcome, Gateway } from "./gateway.server.ts";
import { mapOrder } from "./order-mapping.ts";
import type { OrderParts } from "./operations/order-fragments.ts";
import { orderLines } from "./operations/order-lines.ts";
import { ordersByIds } from "./operations/orders-by-ids.ts";
import { refundLines } from "./operations/refund-lines.ts";

/** Sizes that keep one query under Shopify's 1,000 points; most orders fit their first page. */
const ORDERS_A_QUERY = 9;
const FIRST_LINES = 10;
const FIRST_REFUND_LINES = 10;
const FURTHER_LINES = 100;

/** Orders of any size in full, in as few queries as their cost allows. */
export function createShopifyOrders(gateway: Gateway): ShopifyOrders {
  return { fetchOrders: (shopId, orderIds) => fetchOrders(gateway, shopId, orderIds) };
}

async function fetchOrders(
  gateway: Gateway,
  shopId: string,
  orderIds: readonly string[],
): Promise<Outcome<Map<string, OrderFacts>>> {
  const found = new Map<string, OrderFacts>();
  // Halved when Shopify finds a query too large, for orders with unusually many refunds.
  let size = ORDERS_A_QUERY;
  const rest = [...orderIds];
  while (rest.length > 0) {
    const ids = rest.slice(0, size);
    const answer = await gateway.run(shopId, ordersByIds, {
      ids,
      lines: FIRST_LINES,
      refundLines: FIRST_REFUND_LINES,
    });
    if (!answer.ok) {
      if (answer.refusals[0].code !== "query-too-large" || size === 1) return answer;
      size = Math.ceil(size / 2);
      continue;
    }
    rest.splice(0, ids.length);
    for (const order of answer.value.nodes) {
      if (order === null) continue;
      const complete = await withAllPages(gateway, shopId, order);
      if (!complete.ok) return complete;
      found.set(order.id, mapOrder(complete.value, answer.value.shop.currencyCode));
    }
  }
  return accept(found);
}

async function withAllPages(
  gateway: Gateway,
  shopId: string,
  order: OrderParts,
): Promise<AdminOutcome<OrderParts>> {
  const lines = await allPages(order.lineItems, async (after) => {
    const page = await gateway.run(shopId, orderLines, { id: order.id, first: FURTHER_LINES, after });
    return page.ok ? accept(page.value.order?.lineItems ?? LAST_PAGE) : page;
  });
  if (!lines.ok) return lines;
  const refunds: OrderParts["refunds"] = [];
  for (const refund of order.refunds) {
    const further = await allPages(refund.refundLineItems, async (after) => {
      const page = await gateway.run(shopId, refundLines, { id: refund.id, first: FURTHER_LINES, after });
      return page.ok ? accept(page.value.node?.refundLineItems ?? LAST_PAGE) : page;
    });
    if (!further.ok) return further;
    refunds.push({ ...refund, refundLineItems: further.value });
  }
  return accept({ ...order, lineItems: lines.value, refunds });
}

type Page<T> = { nodes: T[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

/** The order went away between two pages: what was read of it stands until orders/delete says so. */
const LAST_PAGE = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

async function allPages<T>(
  first: Page<T>,
  next: (after: string) => Promise<AdminOutcome<Page<T>>>,
): Promise<AdminOutcome<Page<T>>> {
  const nodes = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const page = await next(pageInfo.endCursor);
    if (!page.ok) return page;
    nodes.push(...page.value.nodes);
    pageInfo = page.value.pageInfo;
  }
  return accept({ nodes, pageInfo });
}
