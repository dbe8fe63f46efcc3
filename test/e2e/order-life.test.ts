/**
 * The life of an order, told through the local store and read in the public API: what it earns, what it gives back and
 * what it never earned. Numbers are those of the worked cases: 1 point for every whole unit of net goods.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";
import { type StackShop, tail } from "#test/support/stack-shop.ts";

let stack: Stack;
let shop: StackShop;

beforeAll(async () => {
  stack = await startStack({}, { demoShop: "empty" });
  await stack.ready();
  shop = await stack.openShop({ name: "Order lives" });
});
afterAll(() => stack.stop());
afterEach(async () => {
  await shop.settle();
  await shop.expectSoundBooks();
});

const buy = async (price: string, more: Record<string, unknown> = {}) => {
  const customerId = await shop.customer();
  return { customerId, order: await shop.order({ customerId, lines: [{ price }], ...more }) };
};

describe("an order earns", () => {
  it("the whole units of its net goods when it is paid, and the entry names order and version", async () => {
    const { customerId, order } = await buy("19.99");
    const [entry, ...others] = await shop.entries(customerId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      kind: "earn",
      points: 19,
      pendingPoints: 0,
      balanceAfter: 19,
      key: `order:${order.n}/earn`,
      source: { type: "order", id: order.id },
      programVersion: 1,
      corrects: null,
    });
  });

  it("nothing while it is unpaid, and once when it is paid later", async () => {
    const { customerId, order } = await buy("40.00", { financialStatus: "pending" });
    expect(await shop.story(customerId)).toEqual([]);
    await shop.done("POST", `/orders/${order.n}/paid`);
    expect(await shop.story(customerId)).toEqual([["earn", 40]]);
  });

  it("on goods after a discount code: 50.00 with 10.00 off earns 40", async () => {
    await shop.done("POST", "/discounts", { code: "TEN", value: "10.00" });
    const { customerId, order } = await buy("50.00", { discountCodes: ["TEN"] });
    expect(order.discounts).toEqual([{ code: "TEN", amount: "10.00" }]);
    expect(await shop.story(customerId)).toEqual([["earn", 40]]);
  });

  it("without tax, whether prices include it or not, and without shipping", async () => {
    const included = await shop.customer();
    await shop.order({
      customerId: included,
      taxesIncluded: true,
      lines: [
        { price: "50.00", tax: "10.00" },
        { price: "30.00", tax: "6.00" },
      ],
    });
    const added = await shop.customer();
    await shop.order({ customerId: added, shipping: "15.00", lines: [{ price: "64.00", tax: "16.00" }] });
    expect(await shop.story(included)).toEqual([["earn", 64]]);
    expect(await shop.story(added)).toEqual([["earn", 64]]);
  });

  it("on goods alone beside a gift card, and nothing for a gift card alone", async () => {
    const mixed = await shop.customer();
    await shop.order({ customerId: mixed, lines: [{ price: "25.00", giftCard: true }, { price: "30.50" }] });
    const { customerId: alone } = await buy("0", { lines: [{ price: "25.00", giftCard: true }] });
    expect(await shop.story(mixed)).toEqual([["earn", 30]]);
    expect(await shop.story(alone)).toEqual([]);
  });

  it("on the rest when store credit paid a part", async () => {
    const customerId = await shop.customer();
    await shop.done("POST", `/customers/${tail(customerId)}/store-credit`, { amount: "20.00" });
    await shop.order({ customerId, storeCredit: "20.00", lines: [{ price: "50.00" }] });
    expect(await shop.story(customerId)).toEqual([["earn", 30]]);
  });

  it("nothing as a test order, as a voided one or for 0.00", async () => {
    for (const [price, more] of [
      ["40.00", { test: true }],
      ["40.00", { financialStatus: "voided" }],
      ["0.00", {}],
    ] as const) {
      const { customerId } = await buy(price, more);
      expect(await shop.story(customerId), JSON.stringify(more)).toEqual([]);
    }
  });

  it("for the customer with the guest's e-mail, whatever its case", async () => {
    await shop.order({ email: "Guest@Example.com", lines: [{ price: "10.00" }] });
    await shop.order({ email: " guest@example.COM", lines: [{ price: "5.00" }] });
    await shop.settle();
    expect(await shop.findByEmail("GUEST@example.com")).toMatchObject({
      balance: 15,
      deficit: 0,
      pending: 0,
    });
  });

  it("for nobody without a customer, and is counted beside the customers", async () => {
    const before = await shop.overview();
    await shop.order({ lines: [{ price: "12.34" }] });
    await shop.settle();
    const after = await shop.overview();
    expect(after.withoutCustomer.purchases).toBe(before.withoutCustomer.purchases + 1);
    expect(after.points.issued).toBe(before.points.issued);
    expect(after.customers).toBe(before.customers);
  });

  it("once on 500 lines, and gives all of it back with them", async () => {
    const customerId = await shop.customer();
    const order = await shop.order({
      customerId,
      lines: Array.from({ length: 500 }, () => ({ price: "0.99" })),
    });
    expect(await shop.story(customerId)).toEqual([["earn", 495]]);
    await shop.refundLines(order, ...order.lines.slice(0, 250).keys());
    await shop.refundLines(order, ...Array.from({ length: 250 }, (_, index) => 250 + index));
    await shop.settle();
    expect((await shop.member(customerId)).balance).toBe(0);
  });

  it("under its 19-digit id, exactly", async () => {
    const { customerId, order } = await buy("7.00");
    expect(order.n).toMatch(/^\d{19}$/);
    expect(BigInt(order.n)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    const [entry] = await shop.entries(customerId);
    expect(entry!.key).toBe(`order:${order.n}/earn`);
    expect((await shop.member(customerId)).customerId).toBe(customerId);
  });
});

describe("a refund", () => {
  it("of every line ends at 0 in any order, and never takes more than a line earned", async () => {
    for (const places of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      const customerId = await shop.customer();
      const order = await shop.order({
        customerId,
        lines: [{ price: "40.00" }, { price: "60.00" }, { price: "20.00" }],
      });
      const worth = [40, 60, 20];
      for (const place of places) await shop.refundLines(order, place);
      const story = await shop.story(customerId);
      expect(story[0]).toEqual(["earn", 120]);
      expect(
        story
          .slice(1)
          .map(([, points]) => points)
          .sort(),
      ).toEqual(places.map((place) => -worth[place]!).sort());
      expect((await shop.member(customerId)).balance).toBe(0);
    }
  });

  it("of 10.00 from 19.99 without lines leaves 9 of 19 points", async () => {
    const { customerId, order } = await buy("19.99");
    const { id } = await shop.refund(order, { amount: "10.00" });
    const [, reversal] = await shop.entries(customerId);
    expect(reversal).toMatchObject({
      kind: "reverse",
      points: -10,
      balanceAfter: 9,
      key: `refund:${tail(id)}/reverse`,
    });
  });

  it("of 75.00 from 100.00 leaves 25", async () => {
    const { customerId, order } = await buy("100.00");
    await shop.refund(order, { amount: "75.00" });
    expect(await shop.story(customerId)).toEqual([
      ["earn", 100],
      ["reverse", -75],
    ]);
  });

  it("of shipping alone, or a restock without money, takes nothing", async () => {
    const { customerId, order } = await buy("30.00", { shipping: "5.00" });
    await shop.refund(order, { shipping: "5.00" });
    await shop.refund(order, { restockOnly: true, lines: [{ lineId: order.lines[0]!.id, quantity: 1 }] });
    expect(await shop.story(customerId)).toEqual([["earn", 30]]);
  });

  it("takes what was earned, not what today's rule would give", async () => {
    const { customerId, order } = await buy("50.00");
    await shop.settle();
    const { body: program } = await shop.api<{ earning: { rules: { points: number }[] } }>("GET", "/program");
    const doubled = structuredClone(program);
    doubled.earning.rules[0]!.points = 2;
    const put = async (body: object) => {
      const rest = Object.fromEntries(
        Object.entries(body).filter(([name]) => name !== "version" && name !== "publishedAt"),
      );
      expect((await shop.api("PUT", "/program", rest)).status).toBe(200);
    };
    await put(doubled);
    const later = await buy("10.00");
    await shop.refundLines(order, 0);
    expect(await shop.story(customerId)).toEqual([
      ["earn", 50],
      ["reverse", -50],
    ]);
    expect(await shop.entries(later.customerId)).toMatchObject([{ points: 20, programVersion: 2 }]);
    await put(program);
  });

  it("of points already taken by hand leaves a debt that the next order repays", async () => {
    const { customerId, order } = await buy("150.00");
    await shop.settle();
    const { id } = await shop.member(customerId);
    const taken = { points: -100, reason: "spent at the till", idempotencyKey: `till-${id}` };
    expect((await shop.api("POST", `/members/${id}/adjustments`, taken)).status).toBe(201);
    await shop.refundLines(order, 0);
    await shop.settle();
    expect(await shop.member(customerId)).toMatchObject({ balance: -100, deficit: 100, spendable: 0 });
    await shop.order({ customerId, lines: [{ price: "130.00" }] });
    await shop.settle();
    expect(await shop.member(customerId)).toMatchObject({ balance: 30, deficit: 0, spendable: 30 });
  });
});

describe("an edit", () => {
  it("upward earns the difference when it is paid", async () => {
    const { customerId, order } = await buy("40.00");
    await shop.settle();
    await shop.done("POST", `/orders/${order.n}/edits`, { add: [{ title: "One more", price: "15.00" }] });
    await shop.done("POST", `/orders/${order.n}/paid`);
    const entries = await shop.entries(customerId);
    expect(entries.map(({ points }) => points)).toEqual([40, 15]);
    expect(entries[1]!.key).toBe(`order:${order.n}/edit:1`);
    expect(entries[1]!.kind).toBe("earn");
  });

  it("downward takes the difference once, also when the money is then paid back", async () => {
    const customerId = await shop.customer();
    const order = await shop.order({ customerId, lines: [{ price: "40.00" }, { price: "60.00" }] });
    await shop.settle();
    await shop.done("POST", `/orders/${order.n}/edits`, {
      quantities: [{ lineId: order.lines[1]!.id, quantity: 0 }],
    });
    await shop.settle();
    await shop.refund(order, { amount: "60.00" });
    expect(await shop.story(customerId)).toEqual([
      ["earn", 100],
      ["reverse", -60],
    ]);
  });
});

describe("a cancelled or deleted order", () => {
  it.each([{ refund: true }, { refund: false }])("gives everything back once: %o", async (how) => {
    const { customerId, order } = await buy("45.50");
    await shop.settle();
    await shop.done("POST", `/orders/${order.n}/cancel`, how);
    await shop.settle();
    const story = await shop.story(customerId);
    expect(story.reduce((sum, [, points]) => sum + points, 0)).toBe(0);
    expect(story).toEqual([
      ["earn", 45],
      ["reverse", -45],
    ]);
  });

  it("gives back only what refunds before have left", async () => {
    const { customerId, order } = await buy("45.50");
    await shop.refund(order, { amount: "20.00" });
    await shop.settle();
    await shop.done("POST", `/orders/${order.n}/cancel`, { refund: true });
    expect(await shop.story(customerId)).toEqual([
      ["earn", 45],
      ["reverse", -20],
      ["reverse", -25],
    ]);
  });

  it("has nothing to give back when it never was paid", async () => {
    const { customerId, order } = await buy("45.50", { financialStatus: "pending" });
    await shop.done("POST", `/orders/${order.n}/cancel`, {});
    expect(await shop.story(customerId)).toEqual([]);
  });

  it("that was deleted gives everything back", async () => {
    const { customerId, order } = await buy("33.00");
    await shop.settle();
    await shop.done("DELETE", `/orders/${order.n}`);
    expect(await shop.story(customerId)).toEqual([
      ["earn", 33],
      ["reverse", -33],
    ]);
  });
});

describe("money", () => {
  it("in yen has no decimals, in Kuwaiti dinars three", async () => {
    const yen = await stack.openShop({ name: "Yen", currency: "JPY", timeZone: "Asia/Tokyo" });
    const dinar = await stack.openShop({ name: "Dinar", currency: "KWD", timeZone: "Asia/Kuwait" });
    const inYen = await yen.customer();
    await yen.order({ customerId: inYen, lines: [{ price: "1980" }] });
    const inDinars = await dinar.customer();
    const order = await dinar.order({ customerId: inDinars, lines: [{ price: "19.999" }] });
    expect(await yen.story(inYen)).toEqual([["earn", 1980]]);
    expect(await dinar.story(inDinars)).toEqual([["earn", 19]]);
    await dinar.refund(order, { amount: "10.000" });
    expect(await dinar.story(inDinars)).toEqual([
      ["earn", 19],
      ["reverse", -10],
    ]);
    expect((await yen.overview()).revenue).toBe("1980");
    expect((await dinar.overview()).revenue).toBe("9.999");
    await yen.expectSoundBooks();
    await dinar.expectSoundBooks();
  });
});
