import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { createPastOrdersStore } from "#app/persistence/past-orders-store.ts";
import { statementsOn } from "#app/persistence/statements.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { simulateProgram } from "#app/usecases/program/simulate-program.ts";
import { multiplier, programOf, rule } from "#test/support/earning.ts";
import { ADA, BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

async function simulate(
  shopId: string,
  body: ProgramBody,
  window: { from?: string; to?: string } = {},
  limit?: number,
) {
  const store = createPastOrdersStore(statementsOn(test.database.pool));
  const pastOrders = limit === undefined ? store : { ...store, listPastOrders: inBatchesOf(limit) };
  function inBatchesOf(rows: number): typeof store.listPastOrders {
    return (shop, what) => store.listPastOrders(shop, { ...what, limit: rows });
  }
  const shop = { shopId, currency: "USD", timeZone: "America/New_York" };
  const simulated = await simulateProgram({ pastOrders }, shop, { body, ...window }, test.clock.now());
  if (!simulated.ok) throw new Error(`refused: ${simulated.refusals[0].detail}`);
  return simulated.value;
}

/** An order of one article, on a day of March 2026 unless said. */
function bought(number: number, net: string, change: Partial<OrderFacts> & { day?: string } = {}) {
  return order(number, { lines: [line(number * 1000, { net, vendor: "Acme" })], ...change });
}

async function shopWith(orders: readonly OrderFacts[], body: ProgramBody = program()): Promise<string> {
  const shopId = await installTestShop(test, { program: body });
  await recordOrders(test, shopId, orders);
  return shopId;
}

const TWO_MEMBERS = [
  bought(1, "19.99", { day: "2026-03-01" }),
  bought(2, "40.00", { day: "2026-03-02", source: "pos" }),
  bought(3, "10.50", { day: "2026-03-03", customer: BEN }),
  bought(4, "7.00", { day: "2026-03-04" }),
];

describe("a program tried on past orders", () => {
  it("as it is, gives what it gave", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    expect(await simulate(shopId, program())).toEqual({
      ...{ orders: 4, members: 2 },
      points: { now: 76, then: 76 },
    });
  });

  it("with other rules gives what they would have given", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    const inTheStore = multiplier("2", { include: { channels: ["pos"] } });
    expect((await simulate(shopId, programOf([rule({ points: 3 })]))).points).toEqual({
      now: 76,
      then: 231,
    });
    expect((await simulate(shopId, programOf([rule()], [inTheStore]))).points.then).toBe(116);
    expect((await simulate(shopId, programOf([]))).points).toEqual({ now: 76, then: 0 });
  });

  it("changes nothing", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    const books = async () => {
      const { rows } = await test.database.pool.query(
        `SELECT (SELECT jsonb_agg(o ORDER BY order_id) FROM orders o WHERE shop_id = $1) AS orders,
           (SELECT jsonb_agg(m ORDER BY member_id) FROM members m WHERE shop_id = $1) AS members,
           (SELECT jsonb_agg(e ORDER BY member_id, seq) FROM entries e WHERE shop_id = $1) AS entries,
           (SELECT count(*) FROM program_versions WHERE shop_id = $1) AS versions`,
        [shopId],
      );
      return rows;
    };
    const before = await books();
    await simulate(shopId, programOf([rule({ points: 5, capPerDay: 10 })]));
    expect(await books()).toEqual(before);
  });

  it("counts days of purchase from … to, both included", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    expect(await simulate(shopId, program(), { from: "2026-03-02", to: "2026-03-03" })).toEqual({
      ...{ orders: 2, members: 2 },
      points: { now: 50, then: 50 },
    });
    expect((await simulate(shopId, program(), { from: "2026-03-05" })).orders).toBe(0);
  });

  it("leaves out who is no member's, what was cancelled, and what has not earned", async () => {
    const shopId = await shopWith([
      bought(1, "19.99"),
      bought(2, "30.00", { customer: null }),
      bought(3, "40.00", { test: true }),
      bought(4, "50.00", { financialStatus: "pending", paidAt: null }),
    ]);
    const cancelled = bought(5, "60.00");
    await recordOrders(test, shopId, [cancelled]);
    await recordOrders(test, shopId, [
      later(cancelled, 60, { cancelledAt: new Date("2026-03-03T00:00:00Z") }),
    ]);
    expect(await simulate(shopId, program())).toMatchObject({ orders: 1, points: { now: 19, then: 19 } });
  });

  it("an order refunded in part counts as it was bought, on both sides", async () => {
    const bare = bought(1, "20.00");
    const shopId = await shopWith([bare]);
    await recordOrders(test, shopId, [
      later(bare, 60, {
        financialStatus: "partially-refunded",
        refunds: [refund(1, { at: "2026-03-05T00:00:00Z", lines: [[1000, "10.00"]] })],
      }),
    ]);
    expect((await simulate(shopId, program())).points).toEqual({ now: 20, then: 20 });
  });

  it("each order earns at its own moment: a rule counts while it ran", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    const spring = rule({ from: "2026-03-02T00:00:00Z", until: "2026-03-03T12:00:00Z" });
    expect((await simulate(shopId, programOf([spring]))).points.then).toBe(40);
  });

  it("caps of a day and a month run on from order to order, and from before the window", async () => {
    const body = programOf([rule({ capPerDay: 30, capPerMonth: 50 })]);
    const orders = [
      bought(1, "20.00", { processedAt: new Date("2026-03-02T15:00:00Z") }),
      bought(2, "20.00", { processedAt: new Date("2026-03-02T16:00:00Z") }), // the day leaves 10
      bought(3, "29.00", { day: "2026-03-20" }), // the month leaves 20
      bought(4, "29.00", { day: "2026-04-01" }),
      bought(5, "29.00", { day: "2026-03-21", customer: BEN }),
    ];
    const shopId = await shopWith(orders, body);
    const all = { orders: 5, members: 2, points: { now: 108, then: 108 } };
    expect(await simulate(shopId, body)).toEqual(all);
    expect(await simulate(shopId, body, {}, 1)).toEqual(all);
    expect(await simulate(shopId, body, { from: "2026-03-20", to: "2026-03-31" })).toMatchObject({
      points: { now: 49, then: 49 },
    });
    expect((await simulate(shopId, program())).points.then).toBe(127);
  });

  it("points for the first and the n-th order count, by the place among all purchases of the member", async () => {
    const body = programOf([
      rule(),
      rule({ id: "welcome", kind: "first-order", per: null, points: 100 }),
      rule({ id: "punch", kind: "nth-order", per: null, points: 50, every: 2 }),
    ]);
    const shopId = await shopWith(TWO_MEMBERS, body);
    const { points } = await simulate(shopId, body);
    // 76 for goods; two first orders; Ada's second.
    expect(points).toEqual({ now: 326, then: 326 });
    const window = { from: "2026-03-02" };
    expect((await simulate(shopId, body, window)).points).toEqual({ now: 57 + 150, then: 57 + 150 });
    expect((await simulate(shopId, program(), window)).points).toEqual({ now: 57 + 150, then: 57 });
  });

  it("sees customer tags as they are", async () => {
    const shopId = await shopWith([
      bought(1, "10.00", { customer: { ...ADA, tags: ["VIP"] } }),
      bought(2, "10.00", { customer: BEN }),
    ]);
    const forVips = programOf([rule({ include: { customerTags: ["vip"] } })]);
    expect((await simulate(shopId, forVips)).points).toEqual({ now: 20, then: 10 });
  });

  it("another shop's orders are not seen", async () => {
    await shopWith(TWO_MEMBERS);
    expect(await simulate(await shopWith([]), program())).toMatchObject({ orders: 0, members: 0 });
  });

  it("batches of any size come to the same", async () => {
    const shopId = await shopWith(TWO_MEMBERS);
    const body = programOf([rule({ points: 7, capPerDay: 100 })]);
    const whole = await simulate(shopId, body);
    for (const limit of [1, 2, 3, 4]) expect(await simulate(shopId, body, {}, limit)).toEqual(whole);
  });

  it("one that can't work, or a window turned round, is refused", async () => {
    const shop = { shopId: await shopWith([]), currency: "USD", timeZone: "America/New_York" };
    const pastOrders = createPastOrdersStore(statementsOn(test.database.pool));
    const refused = await simulateProgram(
      { pastOrders },
      shop,
      { body: programOf([rule({ per: "0" })]) },
      test.clock.now(),
    );
    expect(refused).toMatchObject({
      ok: false,
      refusals: [{ code: "divisor-not-positive", pointer: "/earning/rules/0/per" }],
    });
    const window = { from: "2026-03-02", to: "2026-03-01" };
    expect(
      await simulateProgram({ pastOrders }, shop, { body: DEFAULT_PROGRAM, ...window }, test.clock.now()),
    ).toMatchObject({ ok: false, refusals: [{ code: "window-reversed" }] });
  });
});
