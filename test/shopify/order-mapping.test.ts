import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import { readWebhook } from "#app/shopify/read-webhook.ts";
import { digestOfOrder } from "#app/usecases/orders/digest-order.ts";
import { gid } from "#dev-store/state/ids.ts";
import type { Id } from "#dev-store/state/model.ts";
import type { Order } from "#dev-store/state/model/order.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { saveDiscount } from "#dev-store/state/operations/discounts.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder, customerOf, markPaid, type OrderInput } from "#dev-store/state/operations/orders.ts";
import { fulfillOrder } from "#dev-store/state/operations/fulfillments.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { creditStoreCredit } from "#dev-store/state/operations/credit.ts";
import { orderPayload } from "#dev-store/webhooks/order-payload.ts";
import { openFixture, type Fixture } from "../dev-store/admin-api/support.ts";
import { gatewayTo } from "./gateway-to-store.ts";

let fixture: Fixture;
let customerId: Id;

beforeAll(async () => {
  fixture = await openFixture();
  customerId = done(
    createCustomer(fixture.store, fixture.state, {
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
    }),
  ).id;
});
afterAll(() => fixture.close());

function done<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

function place(input: Partial<OrderInput>): Order {
  return done(
    createOrder(fixture.store, fixture.state, {
      customerId,
      lines: [{ title: "Mug", priceMinor: 1999n, quantity: 1 }],
      ...input,
    }),
  );
}

/** The state of an order as it stands, by webhook and by the Admin API. */
async function bothRoads(
  orderId: Id,
  topic = "orders/updated",
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

/** Tags are not told by webhooks. */
function withoutTags(facts: OrderFacts): OrderFacts {
  return { ...facts, customer: facts.customer && { ...facts.customer, tags: null } };
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
    expect(withoutTags(told)).toEqual(
      withoutTags({ ...fetched, paidAt: untold.includes("paid-at") ? null : fetched.paidAt }),
    );
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
    gid("Customer", customerId),
  ]);
  expect(fetched.orderId).toBe(told.orderId);
});

describe("what a line is worth", () => {
  test("goods are counted after discounts, without tax, after edits and before refunds", async () => {
    const order = place({
      taxesIncluded: true,
      lines: [{ title: "Tea", priceMinor: 1190n, quantity: 3, taxMinor: 570n }],
    });
    const lineId = order.lines[0]!.id;
    done(editOrder(fixture.store, fixture.state, { id: order.id, quantities: [{ lineId, quantity: 2 }] }));
    done(refundOrder(fixture.store, fixture.state, { id: order.id, lines: [{ lineId, quantity: 1 }] }));
    const { fetched } = await bothRoads(order.id);
    expect(fetched.lines).toMatchObject([{ quantity: 2, netMinor: 2000n, taxMinor: 380n }]);
    expect(fetched.refunds).toMatchObject([
      { lines: [{ quantity: 1, netMinor: 1000n }], taxMinor: 190n, paidBackMinor: 1190n },
    ]);
  });
});

test("shipping that a code made free was not bought", async () => {
  done(
    saveDiscount(fixture.store, fixture.state, {
      ...{ automatic: false, title: "FREESHIP", codes: ["FREESHIP"], createdByApp: false },
      value: { kind: "free-shipping", maximumShippingPriceMinor: null },
      discountClass: "shipping",
      items: { all: true, productIds: [], variantIds: [], collectionIds: [] },
      ...{ customerIds: null, minimum: { kind: "none" }, usageLimit: null, appliesOncePerCustomer: false },
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      ...{ startsAt: "2026-01-01T00:00:00Z", endsAt: null },
    }),
  );
  const { told, fetched } = await bothRoads(place({ shippingMinor: 1500n, discountCodes: ["FREESHIP"] }).id);
  expect([told.shippingMinor, fetched.shippingMinor]).toEqual([0n, 0n]);
  const full = await bothRoads(place({ shippingMinor: 1500n }).id);
  expect([full.told.shippingMinor, full.fetched.shippingMinor]).toEqual([1500n, 1500n]);
});

describe("the moment of payment", () => {
  test("an order placed as paid was paid when it was placed", async () => {
    const { told, untold, fetched } = await bothRoads(place({}).id);
    expect(untold).toEqual([]);
    expect(told.paidAt).toEqual(told.processedAt);
    expect(fetched.paidAt).toEqual(fetched.processedAt);
  });

  test("paid later, a webhook can't tell when, and the Admin API can", async () => {
    const order = place({ financialStatus: "pending", processedAt: "2026-05-01T10:00:00Z" });
    done(markPaid(fixture.store, fixture.state, { id: order.id, at: "2026-05-03T08:00:00Z" }));
    const { told, untold, fetched } = await bothRoads(order.id);
    expect([told.paidAt, untold]).toEqual([null, ["paid-at"]]);
    expect(fetched.paidAt).toEqual(new Date("2026-05-03T08:00:00Z"));
  });

  test("a payment minutes after the order was placed is dated by itself, never by the order", async () => {
    const order = place({ financialStatus: "pending", processedAt: "2026-05-01T10:00:00Z" });
    done(markPaid(fixture.store, fixture.state, { id: order.id, at: "2026-05-01T10:05:00Z" }));
    const { told, untold, fetched } = await bothRoads(order.id);
    expect([told.paidAt, untold]).toEqual([null, ["paid-at"]]);
    expect(fetched.paidAt).toEqual(new Date("2026-05-01T10:05:00Z"));
  });

  test("orders/create of a paid order that was placed long ago means paid when placed", async () => {
    const order = place({ processedAt: "2026-05-01T10:00:00Z" });
    const { told, untold } = await bothRoads(order.id, "orders/create");
    expect([told.paidAt, untold]).toEqual([new Date("2026-05-01T10:00:00Z"), []]);
  });

  test("an unpaid order has none", async () => {
    const { told, fetched } = await bothRoads(place({ financialStatus: "pending" }).id);
    expect([told.paidAt, fetched.paidAt]).toEqual([null, null]);
  });
});

test("store credit is told by the Admin API alone", async () => {
  done(creditStoreCredit(fixture.store, fixture.state, { customerId, amountMinor: 1000n, currency: "USD" }));
  const order = place({ storeCreditMinor: 1000n });
  const { untold, fetched } = await bothRoads(order.id);
  expect(untold).toEqual(["store-credit"]);
  expect(fetched.storeCreditMinor).toBe(1000n);
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
  const { told, fetched } = await bothRoads(order.id);
  expect(fetched.lines).toHaveLength(500);
  expect(fetched.refunds[0]?.lines).toHaveLength(300);
  expect(withoutTags(told)).toEqual(withoutTags(fetched));
});

describe("two currencies", () => {
  test.each([
    ["JPY", 1500n, 150_000n],
    ["KWD", 12_345n, 1235n],
    ["EUR", 2000n, 2000n],
  ])(
    "an order kept in %s, from before the shop counted in dollars, counts at face value",
    async (currency, priceMinor, netMinor) => {
      const order = place({ currency, lines: [{ title: "Tea", priceMinor, quantity: 1 }] });
      const { told, fetched } = await bothRoads(order.id);
      expect([told.lines[0]?.netMinor, fetched.lines[0]?.netMinor]).toEqual([netMinor, netMinor]);
    },
  );

  test.each([
    ["JPY", 1500n],
    ["KWD", 12_345n],
  ])("a shop that counts in %s has its own smallest unit", async (currency, minor) => {
    const other = await openFixture({ currency });
    const order = done(
      createOrder(other.store, other.state, { lines: [{ title: "Tea", priceMinor: minor, quantity: 2 }] }),
    );
    const answer = await createShopifyOrders(gatewayTo(other)).fetchOrders(other.state.shop.domain, [
      gid("Order", order.id),
    ]);
    await other.close();
    expect(answer.ok && answer.value.get(gid("Order", order.id))?.lines[0]?.netMinor).toBe(2n * minor);
  });

  test("shop money counts, whatever the shopper paid in", () => {
    const { state } = fixture;
    const order = place({ lines: [{ title: "Tea", priceMinor: 1000n, quantity: 1 }] });
    const payload = JSON.parse(
      JSON.stringify(orderPayload(state.shop, order, null)),
      (key, value: unknown) =>
        key === "presentment_money" ? { amount: "920", currency_code: "JPY" } : value,
    ) as Record<string, unknown>;
    payload.presentment_currency = "JPY";
    const meaning = readWebhook("orders/create", JSON.stringify(payload), "USD");
    expect(meaning).toMatchObject({
      kind: "order-state",
      state: { facts: { totalMinor: 1000n, lines: [{ netMinor: 1000n }] } },
    });
  });

  test("a refund in the shopper's currency is not told in the shop's, so the order is fetched", () => {
    const { state } = fixture;
    const order = place({ lines: [{ title: "Tea", priceMinor: 1000n, quantity: 1 }] });
    done(refundOrder(fixture.store, state, { id: order.id, amountMinor: 100n }));
    const payload = {
      ...orderPayload(state.shop, state.get("order", order.id)!, null),
      presentment_currency: "EUR",
    };
    const meaning = readWebhook("orders/updated", JSON.stringify(payload), "USD");
    expect(meaning.kind === "order-state" && meaning.state.untold.has("shop-money")).toBe(true);
  });
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
