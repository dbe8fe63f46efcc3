import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStore, tail, type Answer, type TestStore } from "./support/test-store.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.close());

async function place(body: object): Promise<Answer["body"]> {
  const answer = await store.control("POST", "/orders", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

async function refused(pathAndQuery: string, body: unknown, status = 422): Promise<string> {
  const answer = await store.control("POST", pathAndQuery, body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return answer.body.code;
}

async function read(order: { id: string }): Promise<Answer["body"]> {
  return (await store.control("GET", `/orders/${tail(order.id)}`)).body;
}

const xyz = [
  { title: "X", price: "40.00" },
  { title: "Y", price: "20.00", quantity: 3 },
  { title: "Z", price: "20.00" },
];

describe("an order", () => {
  it("adds up goods, tax and shipping; tax in the price is not added", async () => {
    const lines = [{ title: "Mug", price: "19.99", quantity: 2, tax: "3.20" }];
    expect(await place({ lines, shipping: "5.00" })).toMatchObject({ subtotal: "39.98", total: "48.18" });
    expect(await place({ lines, shipping: "5.00", taxesIncluded: true })).toMatchObject({
      subtotal: "39.98",
      total: "44.98",
    });
  });

  it("has the decimals of its currency", async () => {
    expect(await place({ currency: "JPY", lines: [{ title: "Fan", price: "1200" }] })).toMatchObject({
      total: "1200",
    });
    expect(await place({ currency: "KWD", lines: [{ title: "Fan", price: "1.234" }] })).toMatchObject({
      total: "1.234",
    });
    expect(await refused("/orders", { currency: "JPY", lines: [{ title: "Fan", price: "12.5" }] })).toBe(
      "invalid-amount",
    );
  });

  it("is paid with store credit, which a customer who lacks it was given before", async () => {
    const placed = await place({ email: "credit@example.com", storeCredit: "30.00", lines: xyz });
    expect(placed).toMatchObject({ total: "120.00", financialStatus: "paid" });
    const customer = await store.control("GET", `/customers/${tail(placed.customerId)}`);
    expect(customer.body.storeCredit).toBe("0.00");
    await store.control("POST", `/customers/${tail(placed.customerId)}/store-credit`, { amount: "50.00" });
    await place({ customerId: placed.customerId, storeCredit: "20.00", lines: xyz });
    const after = await store.control("GET", `/customers/${tail(placed.customerId)}`);
    expect(after.body.storeCredit).toBe("30.00");
    const over = { email: "credit@example.com", storeCredit: "120.01", lines: xyz };
    expect(await refused("/orders", over)).toBe("insufficient-store-credit");
    expect(await refused("/orders", { storeCredit: "10.00", lines: xyz })).toBe("insufficient-store-credit");
  });

  it("makes a customer for an address it does not know, and finds the one it knows whatever the case", async () => {
    const first = await place({ email: "new@example.com", lines: xyz });
    const second = await place({ email: " NEW@Example.com ", lines: xyz });
    expect(second.customerId).toBe(first.customerId);
    expect((await place({ lines: xyz })).customerId).toBeNull();
  });

  it("may have 500 lines", async () => {
    const lines = Array.from({ length: 500 }, (_, n) => ({ title: `Item ${n}`, price: "1.00" }));
    expect(await place({ lines })).toMatchObject({ total: "500.00" });
  });

  it("counts names up", async () => {
    const [first, second] = [await place({ lines: xyz }), await place({ lines: xyz })];
    expect(Number(second.name.slice(1))).toBe(Number(first.name.slice(1)) + 1);
  });

  it.each([
    ["no lines", { lines: [] }],
    ["a price that is no amount", { lines: [{ title: "X", price: "ten" }] }],
    ["a negative price", { lines: [{ title: "X", price: "-1.00" }] }],
    ["half a unit", { lines: [{ title: "X", price: "1.00", quantity: 0.5 }] }],
    ["no title", { lines: [{ price: "1.00" }] }],
    ["a date that is none", { processedAt: "yesterday", lines: xyz }],
    ["a customer that is not there", { customerId: "gid://shopify/Customer/1", lines: xyz }],
    ["an address that is none", { email: "nobody", lines: xyz }],
  ])("is refused with %s", async (_what, body) => {
    await refused("/orders", body);
  });

  it("is refused as malformed when the body is no JSON, and 404 when unknown", async () => {
    expect(await refused("/orders", "{")).toBe("malformed-json");
    expect(await refused("/orders/99/paid", {}, 404)).toBe("not-found");
  });
});

describe("codes are refused as at checkout", () => {
  const cart = (price: string, ...discountCodes: string[]): object => ({
    email: "buyer@example.com",
    discountCodes,
    lines: [{ title: "X", price }],
  });

  it("unknown, below the minimum, used up, someone else's, ended", async () => {
    const owner = (await store.control("POST", "/customers", { email: "owner@example.com" })).body;
    await store.control("POST", "/discounts", { code: "MIN30", value: "5.00", minimumSubtotal: "30.00" });
    await store.control("POST", "/discounts", { code: "ONCE", value: "5.00", usageLimit: 1 });
    await store.control("POST", "/discounts", { code: "OWNERS", value: "5.00", customers: [owner.id] });
    await store.control("POST", "/discounts", {
      code: "ENDED",
      value: "5.00",
      startsAt: "2020-01-01T00:00:00Z",
      endsAt: "2021-01-01T00:00:00Z",
    });
    expect(await refused("/orders", cart("50.00", "NOSUCH"))).toBe("unknown");
    expect(await refused("/orders", cart("29.99", "MIN30"))).toBe("minimum");
    expect(await refused("/orders", cart("50.00", "OWNERS"))).toBe("not-eligible");
    expect(await refused("/orders", cart("50.00", "ENDED"))).toBe("expired");
    await place({ email: "owner@example.com", discountCodes: ["owners"], lines: xyz });
    await place(cart("50.00", "once"));
    expect(await refused("/orders", cart("50.00", "ONCE"))).toBe("used");
    const [once] = (await store.control("GET", "/discounts?code=Once")).body.items;
    expect(once).toMatchObject({
      code: "ONCE",
      kind: "amount-off",
      value: "5.00",
      used: 1,
      usageLimit: 1,
      status: "active",
    });
  });

  it("which don't combine, unless each allows the other's class", async () => {
    const combinesWith = { orderDiscounts: true, shippingDiscounts: true };
    await store.control("POST", "/discounts", { code: "ALONE", value: "5.00" });
    await store.control("POST", "/discounts", { code: "FRIENDLY", value: "5.00", combinesWith });
    await store.control("POST", "/discounts", {
      code: "SOCIAL",
      kind: "percentage-off",
      value: "10",
      combinesWith,
    });
    expect(await refused("/orders", cart("50.00", "ALONE", "FRIENDLY"))).toBe("does-not-combine");
    expect((await place(cart("50.00", "FRIENDLY", "SOCIAL"))).discounts).toEqual([
      { code: "FRIENDLY", amount: "5.00" },
      { code: "SOCIAL", amount: "4.50" },
    ]);
  });

  it("and never take more than the goods, nor anything from gift cards", async () => {
    await store.control("POST", "/discounts", { code: "HUNDRED", value: "100.00" });
    const lines = [
      { title: "X", price: "30.00" },
      { title: "Gift card", price: "50.00", giftCard: true },
    ];
    expect(await place({ discountCodes: ["HUNDRED"], lines })).toMatchObject({
      subtotal: "50.00",
      discounts: [{ code: "HUNDRED", amount: "30.00" }],
    });
  });

  it("a code that the merchant deleted is unknown", async () => {
    await store.control("POST", "/discounts", { code: "GONE", value: "5.00" });
    expect((await store.control("DELETE", "/discounts/gone")).status).toBe(200);
    expect(await refused("/orders", cart("50.00", "GONE"))).toBe("unknown");
    expect((await store.control("DELETE", "/discounts/gone")).status).toBe(404);
  });
});

describe("a refund", () => {
  it("of lines takes their units and their share of the discount", async () => {
    await store.control("POST", "/discounts", { code: "TENTH", kind: "percentage-off", value: "10" });
    const order = await place({ discountCodes: ["TENTH"], lines: xyz });
    const y = order.lines[1].id;
    expect(
      (
        await store.control("POST", `/orders/${tail(order.id)}/refunds`, {
          lines: [{ lineId: y, quantity: 1 }],
        })
      ).body.amount,
    ).toBe("18.00");
    expect(await read(order)).toMatchObject({
      financialStatus: "partially_refunded",
      currentSubtotal: "90.00",
      refunded: "18.00",
    });
  });

  it("of everything, at once or piece by piece, ends at nothing", async () => {
    const [whole, pieces] = [
      await place({ lines: xyz, shipping: "5.00" }),
      await place({ lines: xyz, shipping: "5.00" }),
    ];
    await store.control("POST", `/orders/${tail(whole.id)}/refunds`, {});
    for (const line of pieces.lines)
      await store.control("POST", `/orders/${tail(pieces.id)}/refunds`, {
        lines: [{ lineId: line.id, quantity: line.quantity }],
      });
    await store.control("POST", `/orders/${tail(pieces.id)}/refunds`, { shipping: "5.00" });
    for (const order of [whole, pieces])
      expect(await read(order)).toMatchObject({
        financialStatus: "refunded",
        currentSubtotal: "0.00",
        currentTotal: "0.00",
        refunded: "125.00",
      });
  });

  it("of an amount leaves the lines, a restock leaves the money", async () => {
    const order = await place({ lines: xyz });
    await store.control("POST", `/orders/${tail(order.id)}/refunds`, { amount: "10.00" });
    expect(await read(order)).toMatchObject({
      currentSubtotal: "120.00",
      currentTotal: "110.00",
      refunded: "10.00",
    });
    await store.control("POST", `/orders/${tail(order.id)}/refunds`, {
      lines: [{ lineId: order.lines[0].id, quantity: 1 }],
      restockOnly: true,
    });
    expect(await read(order)).toMatchObject({
      currentSubtotal: "80.00",
      currentTotal: "110.00",
      refunded: "10.00",
    });
  });

  it("is refused beyond what is left", async () => {
    const order = await place({ lines: xyz });
    const path = `/orders/${tail(order.id)}/refunds`;
    const [x] = order.lines;
    expect(await refused(path, { amount: "120.01" })).toBe("amount-too-large");
    expect(await refused(path, { shipping: "1.00" })).toBe("shipping-too-large");
    expect(await refused(path, { lines: [{ lineId: x.id, quantity: 2 }] })).toBe("quantity-too-large");
    expect(await refused(path, { lines: [{ lineId: "gid://shopify/LineItem/1", quantity: 1 }] })).toBe(
      "unknown-line",
    );
    expect(await refused(path, { lines: [{ lineId: x.id, quantity: 0 }] })).toBe("bad-quantity");
  });
});

describe("payment, edit, fulfilment and cancellation", () => {
  it("a pending order is paid once", async () => {
    const order = await place({ financialStatus: "pending", lines: xyz });
    const path = `/orders/${tail(order.id)}/paid`;
    expect((await store.control("POST", path, {})).status).toBe(201);
    expect(await read(order)).toMatchObject({ financialStatus: "paid" });
    expect(await refused(path, {})).toBe("already-paid");
  });

  it("an edit upward owes the difference until it is paid; one downward lowers the goods", async () => {
    const order = await place({ lines: xyz });
    const path = `/orders/${tail(order.id)}`;
    const edit = await store.control("POST", `${path}/edits`, { add: [{ title: "W", price: "7.00" }] });
    expect(edit.body.lines).toHaveLength(4);
    expect(await read(order)).toMatchObject({
      financialStatus: "partially_paid",
      currentTotal: "127.00",
      total: "120.00",
    });
    await store.control("POST", `${path}/paid`, {});
    expect(await read(order)).toMatchObject({ financialStatus: "paid" });
    await store.control("POST", `${path}/edits`, {
      quantities: [{ lineId: order.lines[1].id, quantity: 1 }],
    });
    expect(await read(order)).toMatchObject({ currentTotal: "87.00", financialStatus: "paid" });
  });

  it("a cancelled order is voided when unpaid, refunded on request, and can't be cancelled twice", async () => {
    const pending = await place({ financialStatus: "pending", lines: xyz });
    const paid = await place({ lines: xyz });
    await store.control("POST", `/orders/${tail(pending.id)}/cancel`, {});
    await store.control("POST", `/orders/${tail(paid.id)}/cancel`, { refund: true });
    expect(await read(pending)).toMatchObject({ financialStatus: "voided", cancelledAt: expect.any(String) });
    expect(await read(paid)).toMatchObject({ financialStatus: "refunded", currentTotal: "0.00" });
    expect(await refused(`/orders/${tail(paid.id)}/cancel`, {})).toBe("already-cancelled");
    expect(await refused(`/orders/${tail(paid.id)}/fulfillments`, {})).toBe("cancelled");
  });

  it("an order is fulfilled in part, then in whole, then no more", async () => {
    const order = await place({ lines: xyz });
    const path = `/orders/${tail(order.id)}/fulfillments`;
    await store.control("POST", path, { lines: [{ lineId: order.lines[0].id, quantity: 1 }] });
    expect(await read(order)).toMatchObject({ fulfillmentStatus: "partially_fulfilled" });
    await store.control("POST", path, {});
    expect(await read(order)).toMatchObject({ fulfillmentStatus: "fulfilled" });
    expect(await refused(path, {})).toBe("nothing-to-fulfil");
  });

  it("a deleted order is gone", async () => {
    const order = await place({ lines: xyz });
    expect((await store.control("DELETE", `/orders/${tail(order.id)}`)).status).toBe(200);
    expect((await store.control("GET", `/orders/${tail(order.id)}`)).status).toBe(404);
  });
});

describe("a customer", () => {
  it("is taken once per address, whatever the case", async () => {
    expect((await store.control("POST", "/customers", { email: "Twice@example.com" })).status).toBe(201);
    expect(await refused("/customers", { email: " twice@EXAMPLE.com" })).toBe("taken");
  });

  it("merged into another takes orders and tags along; a failed merge changes nothing", async () => {
    const order = await place({ email: "goes@example.com", lines: xyz });
    const kept = (await store.control("POST", "/customers", { email: "stays@example.com", tags: ["vip"] }))
      .body;
    await store.control("PATCH", `/customers/${tail(order.customerId)}`, { tags: ["old"] });
    const path = `/customers/${tail(order.customerId)}/merge`;
    expect((await store.control("POST", path, { into: tail(kept.id), fail: true })).body.status).toBe(
      "failed",
    );
    expect(await read(order)).toMatchObject({ customerId: order.customerId });
    expect((await store.control("POST", path, { into: tail(kept.id) })).status).toBe(201);
    expect(await read(order)).toMatchObject({ customerId: kept.id });
    expect((await store.control("GET", `/customers/${tail(kept.id)}`)).body).toMatchObject({
      tags: ["old", "vip"],
      orders: 1,
    });
    expect((await store.control("GET", `/customers/${tail(order.customerId)}`)).status).toBe(404);
  });

  it("deleted leaves orders without customer; erased leaves nothing that names them", async () => {
    const deleted = await place({ email: "deleted@example.com", lines: xyz });
    await store.control("DELETE", `/customers/${tail(deleted.customerId)}`);
    expect(await read(deleted)).toMatchObject({ customerId: null });
    const erased = await place({ email: "erased@example.com", lines: xyz });
    await store.control("POST", "/privacy", { topic: "customers/redact", customerId: erased.customerId });
    expect((await store.control("GET", `/customers/${tail(erased.customerId)}`)).body).toMatchObject({
      email: null,
    });
    expect(await refused("/privacy", { topic: "customers/redact" })).toBe("customer-required");
    await refused("/privacy", { topic: "customers/forget" });
  });

  it("logs in at the storefront", async () => {
    const order = await place({ email: "login@example.com", lines: xyz });
    const answer = await store.control("POST", "/login", { customerId: order.customerId });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toContain("dev_store_customer=");
    expect(await refused("/login", { customerId: "gid://shopify/Customer/1" })).toBe("unknown-customer");
  });
});
