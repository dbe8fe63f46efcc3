/** One order of the local store as the app learns of it: told by a webhook, and fetched from the Admin API. */
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import { readWebhook } from "#app/shopify/read-webhook.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { createOrder, customerOf, type OrderInput } from "#dev-store/state/operations/orders.ts";
import { orderPayload } from "#dev-store/webhooks/order-payload.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo } from "./gateway-to-store.ts";

export type BothRoads = Awaited<ReturnType<typeof openBothRoads>>;

export async function openBothRoads() {
  const fixture = await openFixture();
  const { store, state } = fixture;
  const customer = { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" };
  const customerId = done(createCustomer(store, state, customer)).id;
  return {
    fixture,
    /** Who buys, unless said otherwise. */
    customerId,
    /** A mug for 19.99, unless said otherwise. */
    place: (input: Partial<OrderInput>): Order =>
      done(
        createOrder(store, state, {
          customerId,
          lines: [{ title: "Mug", priceMinor: 1999n, quantity: 1 }],
          ...input,
        }),
      ),
    bothRoads: (orderId: Id, topic = "orders/updated") => bothRoads(fixture, orderId, topic),
  };
}

export function done<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

/** The state of an order as it stands, by webhook and by the Admin API. */
async function bothRoads(
  fixture: Fixture,
  orderId: Id,
  topic: string,
): Promise<{ told: OrderFacts; untold: string[]; fetched: OrderFacts }> {
  const { store, state } = fixture;
  const order = state.get("order", orderId);
  if (!order) throw new Error(`no order ${orderId}`);
  const meaning = readWebhook(
    topic,
    JSON.stringify(orderPayload(state.shop, order, customerOf(state, order))),
    state.shop.currency,
  );
  if (meaning.kind !== "order-state") throw new Error(JSON.stringify(meaning));
  const answer = await createShopifyOrders(gatewayTo(fixture)).fetchOrders(state.shop.domain, [
    gid("Order", orderId),
  ]);
  if (!answer.ok) throw new Error(answer.refusals[0].detail);
  const fetched = answer.value.get(gid("Order", orderId));
  if (!fetched) throw new Error(`${store.config.ownUrl} does not know order ${orderId}`);
  return { told: meaning.state.facts, untold: [...meaning.state.untold], fetched };
}
