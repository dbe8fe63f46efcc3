import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, line, order, program, refund, usd } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

async function shopWith(facts: readonly OrderFacts[], input: ShopInput = {}): Promise<string> {
  const shopId = await installTestShop(test, { program: program(), ...input });
  for (const one of facts) await recordOrders(test, shopId, [one]);
  await expectCoherentLedger(test.database, shopId);
  return shopId;
}

async function memberOf(shopId: string, email: string) {
  const [member] = await test.reads.listMembers(
    shopId,
    { email, customerId: null, after: null, limit: 2 },
    test.clock.now(),
  );
  if (member === undefined) throw new Error(`${email} is no member`);
  return member;
}

async function keysOf(shopId: string): Promise<string[]> {
  const { rows } = await test.database.pool.query<{ text: string }>(
    "SELECT key || ' ' || points AS text FROM entries WHERE shop_id = $1 ORDER BY member_id, seq",
    [shopId],
  );
  return rows.map((row) => row.text);
}

describe("an order becomes points", () => {
  it("1 point per 1.00 on 19.99 gives 19, dated by the payment, explained by its version", async () => {
    const shopId = await shopWith([order(1)]);
    expect(await memberOf(shopId, "ada@example.com")).toMatchObject({
      balance: 19,
      spendable: 19,
      earnedTotal: 19,
      ordersCount: 1,
      spentMinor: 1999n,
      joinedOn: "2026-03-02",
      lastOrderOn: "2026-03-02",
    });
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19"]);
  });

  it("the same state twice, and an older state afterwards, change nothing", async () => {
    const bought = order(1);
    const refunded = later(bought, 60, {
      financialStatus: "partially-refunded",
      refunds: [refund(1, { at: "2026-03-03T00:00:00Z", lines: [[1000, "10.00"]] })],
    });
    const shopId = await shopWith([bought, bought, refunded, refunded, bought]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19", "refund:1/reverse -10"]);
  });

  it("a refunded state that comes before the paid one ends in the same books", async () => {
    const bought = order(1);
    const refunded = later(bought, 60, {
      financialStatus: "refunded",
      refunds: [refund(1, { at: "2026-03-03T00:00:00Z", lines: [[1000, "19.99"]] })],
    });
    const shopId = await shopWith([refunded, bought]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19", "refund:1/reverse -19"]);
    expect(await memberOf(shopId, "ada@example.com")).toMatchObject({
      balance: 0,
      ordersCount: 0,
      lastOrderOn: null,
    });
  });

  it("an order edited upward earns the difference once it is paid in full again", async () => {
    const bought = order(1, { lines: [line(1, { net: "20.00" })] });
    const added = [line(1, { net: "20.00" }), line(2, { net: "15.50" })];
    const unpaid = later(bought, 10, { lines: added, financialStatus: "partially-paid" });
    const paid = later(bought, 20, { lines: added });
    const before = await shopWith([bought, unpaid]);
    expect(await keysOf(before)).toEqual(["order:1/earn 20"]);
    const after = await shopWith([bought, unpaid, paid, paid]);
    expect(await keysOf(after)).toEqual(["order:1/earn 20", "order:1/edit:2 15"]);
  });

  it("goods that an edit removed and a refund then pays back count once", async () => {
    const bought = order(1, { lines: [line(1, { net: "20.00" }), line(2, { net: "30.00" })] });
    const edited = later(bought, 10, {
      lines: [line(1, { net: "20.00" }), line(2, { net: "0.00", quantity: 0 })],
    });
    const paidBack = later(edited, 10, {
      refunds: [refund(1, { at: "2026-03-03T00:00:00Z", paidBack: "30.00" })],
    });
    const shopId = await shopWith([bought, edited, paidBack]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 50", "order:1/edit:1 -30"]);
    expect(await memberOf(shopId, "ada@example.com")).toMatchObject({
      balance: 20,
      spentMinor: usd("20.00"),
    });
  });

  it("a cancelled order loses what it kept, once; a refund told later takes nothing more", async () => {
    const bought = order(1);
    const cancelled = later(bought, 10, { cancelledAt: new Date("2026-03-03T00:00:00Z") });
    const refunded = later(cancelled, 10, {
      financialStatus: "refunded",
      refunds: [refund(1, { at: "2026-03-03T00:00:00Z", lines: [[1000, "19.99"]] })],
    });
    const shopId = await shopWith([bought, cancelled, refunded]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19", "order:1/cancel -19"]);
  });

  it.each([
    ["an unpaid order", { paidAt: null, financialStatus: "pending" as const }],
    ["a test order", { test: true }],
    ["an order of gift cards", { lines: [line(1, { net: "50.00", giftCard: true })] }],
    ["a zero order", { lines: [line(1, { net: "0.00" })] }],
  ])("%s earns nothing", async (_, change) => {
    expect(await keysOf(await shopWith([order(1, change)]))).toEqual([]);
  });

  it("an order of nobody is recorded and earns nothing", async () => {
    const shopId = await shopWith([order(1, { customer: null })]);
    expect(await keysOf(shopId)).toEqual([]);
    const { rows } = await test.database.pool.query("SELECT is_purchase FROM orders WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([{ is_purchase: true }]);
  });
});

describe("whose order it is", () => {
  it("an order by e-mail alone is the customer's with that e-mail, whichever comes first", async () => {
    const guest = order(1, { customer: null, email: " ADA@example.com " });
    for (const facts of [
      [guest, order(2)],
      [order(2), guest],
    ]) {
      const shopId = await shopWith(facts);
      expect(await memberOf(shopId, "ada@example.com")).toMatchObject({
        balance: 38,
        ordersCount: 2,
        customerId: ADA.customerId,
      });
    }
  });

  it("dots and plus tags make another e-mail", async () => {
    const shopId = await shopWith([order(1), order(2, { customer: null, email: "ada+x@example.com" })]);
    expect(await memberOf(shopId, "ada+x@example.com")).toMatchObject({ balance: 19 });
  });

  it("a customer with the excluded tag is recorded and earns nothing", async () => {
    const shopId = await shopWith([order(1, { customer: { ...BEN, tags: ["wholesale"] } })], {
      excludedTag: "wholesale",
    });
    expect(await keysOf(shopId)).toEqual([]);
  });
});

describe("a row of a file", () => {
  const row = order(1, { orderId: "csv:#1", origin: "csv", customer: null, email: "ada@example.com" });

  it("is taken over by what Shopify says about the same order, without doubled points", async () => {
    const shopId = await shopWith([row, order(1), row]);
    expect(await keysOf(shopId)).toEqual(["order:csv:#1/earn 19"]);
    const { rows } = await test.database.pool.query(
      "SELECT order_id, origin FROM orders WHERE shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ order_id: "gid://shopify/Order/1", origin: "shopify" }]);
    const refunded = later(order(1), 5, {
      financialStatus: "refunded",
      refunds: [refund(1, { at: "2026-03-03T00:00:00Z", lines: [[1000, "19.99"]] })],
    });
    await recordOrders(test, shopId, [refunded]);
    expect(await memberOf(shopId, "ada@example.com")).toMatchObject({ balance: 0 });
  });
});

describe("what stores really send", () => {
  const read = async (shopId: string, sql: string) => (await test.database.pool.query(sql, [shopId])).rows;

  it("JPY has no decimals and KWD three", async () => {
    const yen = await shopWith([order(1, { lines: [line(1, { net: "1980", currency: "JPY" })] })], {
      currency: "JPY",
      timeZone: "Asia/Tokyo",
      program: program({ per: "100" }),
    });
    expect(await keysOf(yen)).toEqual(["order:1/earn 19"]);
    const dinar = await shopWith([order(1, { lines: [line(1, { net: "19.999", currency: "KWD" })] })], {
      currency: "KWD",
    });
    expect(await keysOf(dinar)).toEqual(["order:1/earn 19"]);
  });

  it("ids of 20 digits survive, and so do names and e-mails in any script", async () => {
    const orderId = "gid://shopify/Order/18446744073709551615";
    const customer = {
      ...ADA,
      customerId: "gid://shopify/Customer/18446744073709551614",
      name: "Юлия 李 أمل 🌻 O'Neil",
      email: "юлия@пример.рф",
    };
    const shopId = await shopWith([order(1, { orderId, customer })]);
    expect(await keysOf(shopId)).toEqual(["order:18446744073709551615/earn 19"]);
    expect(await memberOf(shopId, "ЮЛИЯ@пример.рф ")).toMatchObject({
      name: customer.name,
      customerId: customer.customerId,
    });
  });

  it("an order of 500 lines is shared to the point, and gives back line by line", async () => {
    const lines = Array.from({ length: 500 }, (_, index) => line(index + 1, { net: "1.01" }));
    const bought = order(1, { lines });
    const shopId = await shopWith([bought]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 505"]);
    const half = lines.slice(0, 250).map((_, index) => [index + 1, "1.01"] as const);
    await recordOrders(test, shopId, [
      later(bought, 5, {
        financialStatus: "partially-refunded",
        refunds: [refund(1, { at: "2026-03-03T00:00:00Z", lines: half })],
      }),
    ]);
    await expectCoherentLedger(test.database, shopId);
    expect(
      await read(
        shopId,
        "SELECT sum(kept_points)::int AS kept FROM order_lines WHERE shop_id = $1 AND refunded_minor > 0",
      ),
    ).toEqual([{ kept: 0 }]);
  });

  it("amounts beyond a float are exact", async () => {
    const shopId = await shopWith([order(1, { lines: [line(1, { net: "90071992547409.93" })] })]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 90071992547409"]);
    expect(await read(shopId, "SELECT goods_minor FROM orders WHERE shop_id = $1")).toEqual([
      { goods_minor: "9007199254740993" },
    ]);
  });

  it("texts with what SQL and JSON hold dear are just texts", async () => {
    const title = `'; DROP TABLE entries; -- "\\ \u2028 {"a": 1}`;
    const shopId = await shopWith([order(1, { lines: [line(1, { net: "5.00", title })] })]);
    expect(await read(shopId, "SELECT title FROM order_lines WHERE shop_id = $1")).toEqual([{ title }]);
    const broken = await shopWith([order(1, { lines: [line(1, { net: "5.00", title: "a\0b\ud800" })] })]);
    expect(await read(broken, "SELECT title FROM order_lines WHERE shop_id = $1")).toEqual([
      { title: "ab\ufffd" },
    ]);
  });

  it("the shop's zone says which day it was", async () => {
    const late = order(1, { processedAt: new Date("2026-03-03T04:30:00Z") });
    const there = await shopWith([late]);
    const here = await shopWith([late], { timeZone: "Pacific/Auckland" });
    const day = "SELECT business_date::text AS day FROM orders WHERE shop_id = $1";
    expect([await read(there, day), await read(here, day)]).toEqual([
      [{ day: "2026-03-02" }],
      [{ day: "2026-03-03" }],
    ]);
  });

  it("an order deleted by the merchant loses its points, once, also when its deletion is heard of first", async () => {
    const at = new Date("2026-03-05T00:00:00Z");
    const shopId = await shopWith([order(1)]);
    await deleteOrder(test, shopId, order(1).orderId, at);
    await deleteOrder(test, shopId, order(1).orderId, at);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19", "order:1/cancel -19"]);
    const unheard = await installTestShop(test, { program: program() });
    await deleteOrder(test, unheard, order(2).orderId, at);
    await recordOrders(test, unheard, [order(2)]);
    expect(await memberOf(unheard, "ada@example.com")).toMatchObject({ balance: 0, ordersCount: 0 });
    for (const each of [shopId, unheard]) await expectCoherentLedger(test.database, each);
  });

  it("a customer in capitals is the same customer: e-mails are compared without case", async () => {
    const shopId = await shopWith([
      order(1, { customer: null, email: "ADA@EXAMPLE.COM" }),
      order(2, { customer: null, email: "ada@example.com" }),
    ]);
    expect(await memberOf(shopId, "Ada@Example.com")).toMatchObject({ ordersCount: 2, balance: 38 });
  });
});
