import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { readWebhook } from "#app/shopify/read-webhook.ts";
import { digestOfOrder } from "#app/usecases/orders/digest-order.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { fulfillOrder } from "#dev-store/state/operations/fulfillments.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { type BothRoads, done, openBothRoads } from "./both-roads.ts";

let roads: BothRoads;
let fixture: BothRoads["fixture"];
let place: BothRoads["place"];
let bothRoads: BothRoads["bothRoads"];

beforeAll(async () => {
  roads = await openBothRoads();
  ({ fixture, place, bothRoads } = roads);
});
afterAll(() => fixture.close());

/** What a webhook can tell of it: never tags, and not always when it was paid. */
function tellable(facts: OrderFacts, untold: readonly string[]): OrderFacts {
  return {
    ...facts,
    customer: facts.customer && { ...facts.customer, tags: null },
    paidAt: untold.includes("paid-at") ? null : facts.paidAt,
  };
}

describe("a webhook and the Admin API tell the same facts of one order", () => {
  const cases: [string, () => Id][] = [
    ["paid in full", () => place({}).id],
    ["unpaid", () => place({ financialStatus: "pending" }).id],
    [
      "with tax on top, shipping and two lines",
      () =>
        place({
          shippingMinor: 500n,
          lines: [
            { title: "Tea", priceMinor: 1000n, quantity: 3, taxMinor: 240n },
            { title: "Pot", priceMinor: 4500n, quantity: 1, taxMinor: 360n },
          ],
        }).id,
    ],
    [
      "with prices that include tax",
      () =>
        place({
          taxesIncluded: true,
          lines: [{ title: "Tea", priceMinor: 1190n, quantity: 2, taxMinor: 380n }],
        }).id,
    ],
    [
      "with a gift card among the goods",
      () =>
        place({
          lines: [
            { title: "Gift card", priceMinor: 2500n, quantity: 1, giftCard: true },
            { title: "Tea", priceMinor: 900n, quantity: 1 },
          ],
        }).id,
    ],
    ["a test order from another channel", () => place({ test: true, sourceName: "pos" }).id],
    [
      "without a customer",
      () =>
        done(
          createOrder(fixture.store, fixture.state, {
            lines: [{ title: "Tea", priceMinor: 900n, quantity: 1 }],
          }),
        ).id,
    ],
    [
      "of yen, which have no decimals",
      () =>
        place({ currency: "JPY", lines: [{ title: "Tea", priceMinor: 1200n, quantity: 2, taxMinor: 240n }] })
          .id,
    ],
    [
      "of dinars, which have three decimals",
      () =>
        place({ currency: "KWD", lines: [{ title: "Tea", priceMinor: 12_345n, quantity: 2, taxMinor: 5n }] })
          .id,
    ],
    [
      "partly refunded with shipping",
      () => {
        const order = place({
          shippingMinor: 500n,
          lines: [{ title: "Tea", priceMinor: 1001n, quantity: 3, taxMinor: 100n }],
        });
        done(
          refundOrder(fixture.store, fixture.state, {
            id: order.id,
            lines: [{ lineId: order.lines[0]!.id, quantity: 2 }],
            shippingMinor: 500n,
          }),
        );
        return order.id;
      },
    ],
    [
      "refunded by an amount without lines, a negative adjustment",
      () => {
        const order = place({ lines: [{ title: "Tea", priceMinor: 5000n, quantity: 1 }] });
        done(refundOrder(fixture.store, fixture.state, { id: order.id, amountMinor: 1234n }));
        return order.id;
      },
    ],
    [
      "restocked without money, a positive adjustment",
      () => {
        const order = place({ lines: [{ title: "Tea", priceMinor: 5000n, quantity: 2 }] });
        done(
          refundOrder(fixture.store, fixture.state, {
            id: order.id,
            lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
            restockOnly: true,
          }),
        );
        return order.id;
      },
    ],
    [
      "edited down and up, then partly refunded",
      () => {
        const order = place({
          lines: [
            { title: "Tea", priceMinor: 1003n, quantity: 3, taxMinor: 31n },
            { title: "Pot", priceMinor: 4000n, quantity: 1 },
          ],
        });
        done(
          editOrder(fixture.store, fixture.state, {
            id: order.id,
            quantities: [{ lineId: order.lines[0]!.id, quantity: 2 }],
            add: [{ title: "Cup", priceMinor: 700n, quantity: 2 }],
          }),
        );
        done(
          refundOrder(fixture.store, fixture.state, {
            id: order.id,
            lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
          }),
        );
        return order.id;
      },
    ],
    [
      "fulfilled in two parcels",
      () => {
        const order = place({ lines: [{ title: "Tea", priceMinor: 1001n, quantity: 3 }] });
        const lineId = order.lines[0]!.id;
        done(fulfillOrder(fixture.store, fixture.state, { id: order.id, lines: [{ lineId, quantity: 1 }] }));
        done(fulfillOrder(fixture.store, fixture.state, { id: order.id, lines: [{ lineId, quantity: 2 }] }));
        return order.id;
      },
    ],
    [
      "fulfilled in part",
      () => {
        const order = place({ lines: [{ title: "Tea", priceMinor: 1001n, quantity: 3 }] });
        const lineId = order.lines[0]!.id;
        done(fulfillOrder(fixture.store, fixture.state, { id: order.id, lines: [{ lineId, quantity: 1 }] }));
        return order.id;
      },
    ],
    [
      "cancelled with its money back",
      () => {
        const order = place({});
        done(cancelOrder(fixture.store, fixture.state, { id: order.id, refund: true }));
        return order.id;
      },
    ],
  ];
  test.each(cases)("%s", async (_, make) => {
    const { told, fetched, untold } = await bothRoads(make());
    expect(tellable(told, [])).toEqual(tellable(fetched, untold));
    expect(digestOfOrder(told)).toBe(digestOfOrder(fetched));
  });

  test("an order whose customer was deleted has none", async () => {
    const gone = done(createCustomer(fixture.store, fixture.state, { email: "gone@example.com" }));
    const order = place({ customerId: gone.id });
    fixture.store.write(fixture.state, (change) => change.remove("customer", gone.id));
    const { told, fetched } = await bothRoads(order.id);
    expect(fetched.customer).toBeNull();
    expect(told).toEqual(fetched);
  });
});

test("a 19-digit id arrives with every digit by both roads", async () => {
  const order = place({});
  expect(order.id).toHaveLength(19);
  const { told, fetched } = await bothRoads(order.id);
  expect([told.orderId, told.lines[0]!.lineId, told.customer?.customerId]).toEqual([
    gid("Order", order.id),
    gid("LineItem", order.lines[0]!.id),
    gid("Customer", roads.customerId),
  ]);
  expect(fetched.orderId).toBe(told.orderId);
});

test("an order of 500 lines is fetched in full, page by page", async () => {
  const lines = Array.from({ length: 500 }, (_, index) => ({
    title: `Line ${index}`,
    priceMinor: 100n,
    quantity: 1,
  }));
  const order = place({ lines });
  done(
    refundOrder(fixture.store, fixture.state, {
      id: order.id,
      lines: order.lines.slice(0, 300).map((line) => ({ lineId: line.id, quantity: 1 })),
    }),
  );
  const { told, untold, fetched } = await bothRoads(order.id);
  expect(fetched.lines).toHaveLength(500);
  expect(fetched.refunds[0]?.lines).toHaveLength(300);
  expect(tellable(told, [])).toEqual(tellable(fetched, untold));
});

describe("bodies that are not what the topic promises", () => {
  test("an order we can't read in full is fetched by its id", () => {
    expect(readWebhook("orders/updated", '{"id":7100000000000000123,"name":17}', "USD")).toEqual({
      kind: "order-changed",
      orderId: "gid://shopify/Order/7100000000000000123",
    });
  });
  test.each([
    ["orders/create", "{"],
    ["orders/create", "[]"],
    ["orders/delete", '{"id":1.5}'],
    ["customers/merge", "null"],
    ["products/update", "{}"],
  ])("%s with the body %s is unreadable", (topic, body) => {
    expect(readWebhook(topic, body, "USD").kind).toBe("unreadable");
  });
});
