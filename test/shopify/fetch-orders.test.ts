import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createShopifyCustomers } from "#app/shopify/fetch-customers.server.ts";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import { gid } from "#dev-store/state/ids.ts";
import { openFixture, putOrder, SHOP, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo, storeFetch } from "./gateway-to-store.ts";

let fixture: Fixture;
let orderIds: string[];

beforeAll(async () => {
  fixture = await openFixture();
  orderIds = Array.from({ length: 25 }, () => gid("Order", putOrder(fixture.store, fixture.state).id));
});
afterEach(() => fixture.store.setFaults({}));
afterAll(() => fixture.close());

const fetchAll = (ids: readonly string[], overrides?: Parameters<typeof gatewayTo>[1]) =>
  createShopifyOrders(gatewayTo(fixture, overrides)).fetchOrders(SHOP, ids);

test("more orders than one query may ask for come in several", async () => {
  const answer = await fetchAll(orderIds);
  expect(answer.ok && [...answer.value.keys()].sort()).toEqual([...orderIds].sort());
});

test("an order that Shopify does not know is absent, the others are there", async () => {
  const answer = await fetchAll([gid("Order", "404404404404"), ...orderIds.slice(0, 2)]);
  expect(answer.ok && answer.value.size).toBe(2);
});

test.each([
  { adminErrors: 0.4, seed: 3 },
  { adminAnswersLost: 0.4, seed: 5 },
])("nothing is missing with the fault %j", async (faults) => {
  fixture.store.setFaults(faults);
  const answer = await fetchAll(orderIds);
  expect(answer.ok && answer.value.size).toBe(25);
});

test("a query that Shopify finds too dear is asked in halves", async () => {
  const asked: number[] = [];
  const stingy: typeof fetch = (input, init) => {
    const { variables } = JSON.parse(String(init?.body)) as { variables: { ids: string[] } };
    asked.push(variables.ids.length);
    if (variables.ids.length <= 3) return storeFetch(fixture.url)(input, init);
    const errors = [
      { message: "Query cost is 1200, which exceeds the limit.", extensions: { code: "MAX_COST_EXCEEDED" } },
    ];
    return Promise.resolve(Response.json({ errors }));
  };
  const answer = await fetchAll(orderIds.slice(0, 10), { fetch: stingy });
  expect(answer.ok && answer.value.size).toBe(10);
  expect(asked).toEqual([9, 5, 3, 3, 3, 1]);
});

describe("protected customer data", () => {
  test("without level 2 the order comes without its e-mail", async () => {
    const shy = await openFixture({ protectedData: "level-1" });
    const order = putOrder(shy.store, shy.state, { email: "ada@example.com" });
    const answer = await createShopifyOrders(gatewayTo(shy)).fetchOrders(SHOP, [gid("Order", order.id)]);
    await shy.close();
    expect(answer.ok && answer.value.get(gid("Order", order.id))?.email).toBeNull();
  });

  test("without level 1 the refusal says what is missing", async () => {
    const closed = await openFixture({ protectedData: "none" });
    const order = putOrder(closed.store, closed.state);
    const answer = await createShopifyOrders(gatewayTo(closed)).fetchOrders(SHOP, [gid("Order", order.id)]);
    await closed.close();
    expect(answer).toMatchObject({
      refusals: [{ code: "access-denied", detail: expect.stringContaining("Order object") as string }],
    });
  });

  test("without the scope the refusal names it", async () => {
    const narrow = await openFixture({ scopes: ["read_products"] });
    const customers = await createShopifyCustomers(gatewayTo(narrow)).fetchCustomers(SHOP, [
      gid("Customer", "1"),
    ]);
    const orders = await createShopifyOrders(gatewayTo(narrow)).fetchOrders(SHOP, [
      gid("Order", putOrder(narrow.store, narrow.state).id),
    ]);
    await narrow.close();
    expect(customers).toMatchObject({ refusals: [{ code: "access-denied" }] });
    expect(orders).toMatchObject({
      refusals: [{ code: "access-denied", detail: expect.stringContaining("read_orders") as string }],
    });
  });
});
