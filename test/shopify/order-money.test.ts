import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createShopifyOrders } from "#app/shopify/fetch-orders.server.ts";
import { readWebhook } from "#app/shopify/read-webhook.ts";
import { gid } from "#dev-store/state/ids.ts";
import { saveDiscount } from "#dev-store/state/operations/discounts.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder, markPaid } from "#dev-store/state/operations/orders.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { creditStoreCredit } from "#dev-store/state/operations/credit.ts";
import { orderPayload } from "#dev-store/webhooks/order-payload.ts";
import { openFixture } from "../dev-store/admin-api/support.ts";
import { type BothRoads, done, openBothRoads } from "./both-roads.ts";
import { gatewayTo } from "./gateway-to-store.ts";

let roads: BothRoads;
let fixture: BothRoads["fixture"];
let place: BothRoads["place"];
let bothRoads: BothRoads["bothRoads"];

beforeAll(async () => {
  roads = await openBothRoads();
  ({ fixture, place, bothRoads } = roads);
});
afterAll(() => fixture.close());

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
  done(
    creditStoreCredit(fixture.store, fixture.state, {
      customerId: roads.customerId,
      amountMinor: 1000n,
      currency: "USD",
    }),
  );
  const order = place({ storeCreditMinor: 1000n });
  const { untold, fetched } = await bothRoads(order.id);
  expect(untold).toEqual(["store-credit"]);
  expect(fetched.storeCreditMinor).toBe(1000n);
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
