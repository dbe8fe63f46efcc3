import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { completeProducts } from "#app/usecases/orders/complete-products.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { multiplier } from "#test/support/earning.ts";
import { later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

function withEarning(change: Partial<ProgramBody["earning"]>, more: Partial<ProgramBody> = {}): ProgramBody {
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, ...change }, ...more };
}

const install = (body: ProgramBody, input: ShopInput = {}) =>
  installTestShop(test, { ...input, program: body, timeZone: "UTC" });

async function record(shopId: string, at: string, ...facts: OrderFacts[]): Promise<void> {
  test.clock.set(at);
  await recordOrders(test, shopId, facts);
  await expectCoherentLedger(test.database, shopId);
}

async function rows(shopId: string, sql: string): Promise<unknown[]> {
  return (await test.database.pool.query(sql, [shopId])).rows;
}

const keysOf = async (shopId: string) =>
  (
    await rows(
      shopId,
      `SELECT key, points + pending_points AS points FROM entries WHERE shop_id = $1 ORDER BY member_id, seq`,
    )
  ).map((row) => Object.values(row as object).join(" "));

const lotsOf = (shopId: string) =>
  rows(
    shopId,
    `SELECT remaining::int, matures_at::date::text AS matures, expires_at::date::text AS expires
     FROM lots WHERE shop_id = $1 AND remaining > 0 ORDER BY seq, n`,
  );

const totals = async (shopId: string) =>
  (await rows(shopId, `SELECT balance::int, pending::int FROM members WHERE shop_id = $1`))[0];

describe("points that are held", () => {
  const held = withEarning(
    { pendingDays: 14 },
    {
      expiry: { mode: "per-lot", months: 1, roundUpTo: null, dates: [] },
    },
  );

  it("are pending until the day that lies so many days after the payment; their life begins then", async () => {
    const shopId = await install(held);
    await record(shopId, "2026-03-02T13:00:00Z", order(1));
    expect(await totals(shopId)).toEqual({ balance: 0, pending: 19 });
    expect(await lotsOf(shopId)).toEqual([{ remaining: 19, matures: "2026-03-16", expires: "2026-04-17" }]);
    await record(shopId, "2026-03-16T00:00:00Z", order(2, { day: "2026-03-15" }));
    expect(await totals(shopId)).toEqual({ balance: 19, pending: 19 });
  });

  it("that are told of after their day are entered mature, and expired where that has passed too", async () => {
    const shopId = await install(held);
    await record(shopId, "2026-03-20T13:00:00Z", order(1));
    expect(await totals(shopId)).toEqual({ balance: 19, pending: 0 });
    const late = await install(held);
    await record(late, "2026-05-20T13:00:00Z", order(1));
    expect((await keysOf(late)).map((key) => key.split("/").at(-1))).toEqual(["earn 19", "expire -19"]);
  });

  it("mature and expire in the order of their days when nobody looked for long", async () => {
    const shopId = await install(held);
    await record(shopId, "2026-03-02T13:00:00Z", order(1));
    await record(shopId, "2026-06-01T13:00:00Z", order(2, { day: "2026-06-01" }));
    expect((await keysOf(shopId)).map((key) => key.split("/").at(-1))).toEqual([
      "earn 19",
      "mature 0",
      "expire -19",
      "earn 19",
    ]);
  });

  it("are taken first when the order is refunded", async () => {
    const shopId = await install(held);
    const bought = order(1);
    const lines = [[1000, "10.00"]] as const;
    const refunds = [refund(1, { at: "2026-03-03T00:00:00Z", lines })];
    await record(shopId, "2026-03-02T13:00:00Z", bought);
    await record(shopId, "2026-03-03T13:00:00Z", later(bought, 60, { refunds }));
    expect(await totals(shopId)).toEqual({ balance: 0, pending: 9 });
    await record(
      shopId,
      "2026-03-04T13:00:00Z",
      later(bought, 90, { refunds, cancelledAt: new Date("2026-03-04T12:00:00Z") }),
    );
    expect(await totals(shopId)).toEqual({ balance: 0, pending: 0 });
  });
});

describe("points that wait for the fulfilment", () => {
  const body = withEarning(
    { pendingDays: 3, pendingFrom: "fulfilled" },
    {
      expiry: { mode: "per-lot", months: 1, roundUpTo: null, dates: [] },
    },
  );

  it("stay pending without an end until all of the order was fulfilled; then both are set without an entry", async () => {
    const shopId = await install(body);
    const bought = order(1);
    await record(shopId, "2026-03-02T13:00:00Z", bought);
    expect(await lotsOf(shopId)).toEqual([{ remaining: 19, matures: "9000-01-01", expires: null }]);
    await record(
      shopId,
      "2026-04-10T13:00:00Z",
      later(bought, 60, { fulfilledAt: new Date("2026-04-10T12:00:00Z") }),
    );
    expect(await lotsOf(shopId)).toEqual([{ remaining: 19, matures: "2026-04-13", expires: "2026-05-14" }]);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19"]);
    const undone = later(bought, 120, { fulfilledAt: null });
    await record(shopId, "2026-04-13T00:00:00Z", undone, order(2, { day: "2026-04-12" }));
    expect(await totals(shopId)).toEqual({ balance: 19, pending: 19 });
  });

  it("mature at once where the fulfilment is told of late, and never while it does not come", async () => {
    const shopId = await install(body);
    const bought = order(1);
    await record(shopId, "2026-03-02T13:00:00Z", bought, order(2, { day: "2026-03-02" }));
    await record(
      shopId,
      "2026-04-10T13:00:00Z",
      later(bought, 60, { fulfilledAt: new Date("2026-04-01T12:00:00Z") }),
    );
    expect(await totals(shopId)).toEqual({ balance: 19, pending: 19 });
    const cancelled = later(order(2), 90, { cancelledAt: new Date("2026-04-11T12:00:00Z") });
    await record(shopId, "2026-04-11T13:00:00Z", cancelled);
    expect(await totals(shopId)).toEqual({ balance: 19, pending: 0 });
  });
});

describe("campaigns on the road of orders", () => {
  const ladder = {
    ...{ kind: "ladder", audience: null, lifetime: { kind: "days", days: 10 } },
    steps: [
      { from: "50.00", points: 200 },
      { from: "100.00", points: 500 },
    ],
  };

  async function start(shopId: string, terms: object, budget: number | null = null): Promise<void> {
    await test.database.pool.query(
      `INSERT INTO campaigns (shop_id, campaign_id, name, status, terms, runs, budget_points, created_at, created_by)
       VALUES ($1, 'spring', 'Spring', 'running', $2, '[{"from":"2026-03-01T00:00:00.000Z","until":null}]', $3, '2026-02-28', 'Ada')`,
      [shopId, JSON.stringify(terms), budget],
    );
  }

  it("give points with a life of their own as an entry and a lot of their own; an edit adds what it reaches", async () => {
    const shopId = await install(program());
    await start(shopId, ladder);
    const bought = order(1, { lines: [line(1, { net: "60.00" })] });
    await record(shopId, "2026-03-02T13:00:00Z", bought);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 60", "order:1/campaign:spring 200"]);
    expect(await lotsOf(shopId)).toEqual([
      { remaining: 60, matures: null, expires: null },
      { remaining: 200, matures: null, expires: "2026-03-13" },
    ]);
    const more = later(bought, 60, { lines: [line(1, { net: "60.00" }), line(2, { net: "50.00" })] });
    await record(shopId, "2026-03-02T15:00:00Z", more);
    expect((await keysOf(shopId)).slice(2)).toEqual([
      "order:1/edit:1 50",
      "order:1/edit:1/campaign:spring 300",
    ]);
    const [order1] = await rows(shopId, `SELECT earned_by FROM orders WHERE shop_id = $1`);
    expect(order1).toMatchObject({
      earned_by: [
        { source: "rule:base", points: 110, counts: true },
        { source: "campaign:spring", points: 500 },
      ],
    });
    const [{ given }] = (await rows(
      shopId,
      "SELECT given_points::int AS given FROM campaigns WHERE shop_id = $1",
    )) as [{ given: number }];
    expect(given).toBe(500);
  });

  it("wait for the fulfilment like the order's other points; their days are counted from then", async () => {
    const shopId = await install(withEarning({ pendingDays: 0, pendingFrom: "fulfilled" }));
    await start(shopId, ladder);
    const bought = order(1, { lines: [line(1, { net: "60.00" })] });
    await record(shopId, "2026-03-02T13:00:00Z", bought);
    const [, entry] = await rows(shopId, "SELECT movements FROM entries WHERE shop_id = $1 ORDER BY seq");
    expect(entry).toEqual({ movements: [{ lot: "2.1", points: 200, expiresAt: null }] });
    await record(
      shopId,
      "2026-03-20T13:00:00Z",
      later(bought, 60, { fulfilledAt: new Date("2026-03-20T12:00:00Z") }),
    );
    expect(await lotsOf(shopId)).toEqual([
      { remaining: 60, matures: null, expires: null },
      { remaining: 200, matures: null, expires: "2026-03-31" },
    ]);
  });

  it("give no more than their budget, however many orders come at once", async () => {
    const shopId = await install(program());
    await start(shopId, ladder, 450);
    test.clock.set("2026-03-02T13:00:00Z");
    const orders = [1, 2, 3, 4].map((number) => order(number, { lines: [line(number, { net: "60.00" })] }));
    await Promise.all(orders.map((one) => recordOrders(test, shopId, [one])));
    const given = await rows(
      shopId,
      "SELECT points::int FROM entries WHERE shop_id = $1 AND key LIKE '%campaign%' ORDER BY points DESC",
    );
    expect(given).toEqual([{ points: 200 }, { points: 200 }, { points: 50 }]);
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("caps of a day and a month", () => {
  const capped = withEarning({ rules: [{ ...BASE_RULE, capPerDay: 30, capPerMonth: 45 }] });

  it("count over a member's orders by the day that dates them; a reversal gives no room back", async () => {
    const shopId = await install(capped);
    const first = order(1, { day: "2026-03-02" });
    await record(shopId, "2026-03-02T13:00:00Z", first);
    await record(shopId, "2026-03-02T14:00:00Z", order(2, { day: "2026-03-02" }));
    await record(
      shopId,
      "2026-03-02T15:00:00Z",
      later(first, 90, { cancelledAt: new Date("2026-03-02T14:30:00Z") }),
    );
    await record(shopId, "2026-03-02T16:00:00Z", order(3, { day: "2026-03-02" }));
    await record(shopId, "2026-03-31T16:00:00Z", order(4, { day: "2026-03-31" }));
    await record(shopId, "2026-04-01T16:00:00Z", order(5, { day: "2026-04-01" }));
    expect(await keysOf(shopId)).toEqual([
      "order:1/earn 19",
      "order:2/earn 11",
      "order:1/cancel -19",
      "order:4/earn 15",
      "order:5/earn 19",
    ]);
  });

  it("go to whom is told first: an older order of that day that is told later gets what is left", async () => {
    const shopId = await install(capped);
    await record(shopId, "2026-03-02T14:00:00Z", order(2, { day: "2026-03-02" }));
    const earlier = new Date("2026-03-02T08:00:00Z");
    await record(shopId, "2026-03-02T15:00:00Z", order(1, { processedAt: earlier, paidAt: earlier }));
    expect(await keysOf(shopId)).toEqual(["order:2/earn 19", "order:1/earn 11"]);
  });

  it("leave an order that is edited upwards the room that it took itself", async () => {
    const shopId = await install(capped);
    const bought = order(1);
    await record(shopId, "2026-03-02T13:00:00Z", bought);
    const more = later(bought, 60, { lines: [line(1000, { net: "19.99" }), line(2, { net: "50.00" })] });
    await record(shopId, "2026-03-02T15:00:00Z", more);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 19", "order:1/edit:1 11"]);
  });
});

describe("what products are", () => {
  const MUG = "gid://shopify/Product/1";
  const doubling = withEarning({ multipliers: [multiplier("2", { include: { tags: ["new"] } })] });
  const mugs = (number: number, net = "10.00") =>
    line(number, { net, productId: MUG, variantId: "gid://shopify/ProductVariant/1" });

  /** As the inbox does it. */
  async function tell(shopId: string, at: string, ...facts: OrderFacts[]): Promise<void> {
    test.clock.set(at);
    const ports = { ...test, programs: createProgramStore(test.database.prisma) };
    const complete = await completeProducts(ports, shopId, facts);
    if (!complete.ok) throw new Error(complete.refusals[0].detail);
    await record(shopId, at, ...complete.value);
  }

  it("is asked once a batch and an hour, and stays as it was when the order was recorded", async () => {
    test.shopifyProducts.put({
      productId: MUG,
      tags: ["New"],
      saleVariantIds: ["gid://shopify/ProductVariant/1"],
    });
    const shopId = await install(doubling);
    const asked = test.shopifyProducts.asked.length;
    const bought = order(1, { lines: [mugs(1)] });
    await tell(shopId, "2026-03-02T13:00:00Z", bought, order(2, { lines: [mugs(2)] }));
    await tell(shopId, "2026-03-02T13:59:00Z", order(3, { lines: [mugs(3)] }));
    expect(test.shopifyProducts.asked.slice(asked)).toEqual([[MUG]]);

    test.shopifyProducts.put({ productId: MUG, tags: [] });
    await tell(shopId, "2026-03-02T15:00:00Z", order(4, { lines: [mugs(4)] }));
    await tell(shopId, "2026-03-02T15:01:00Z", later(bought, 120, { lines: [mugs(1, "15.00")] }));
    expect(await keysOf(shopId)).toEqual([
      "order:1/earn 20",
      "order:2/earn 20",
      "order:3/earn 20",
      "order:4/earn 10",
      "order:1/edit:1 10",
    ]);
  });

  it("is not known of a product that is gone: its lines meet no condition on it", async () => {
    test.shopifyProducts.remove(MUG);
    const shopId = await install(doubling);
    await tell(shopId, "2026-03-02T13:00:00Z", order(1, { lines: [mugs(1)] }));
    expect(await keysOf(shopId)).toEqual(["order:1/earn 10"]);
    expect(await rows(shopId, "SELECT product_tags, on_sale FROM order_lines WHERE shop_id = $1")).toEqual([
      { product_tags: null, on_sale: null },
    ]);
  });

  it("is never asked where no rule wants to know", async () => {
    const shopId = await install(program());
    const asked = test.shopifyProducts.asked.length;
    await tell(shopId, "2026-03-02T13:00:00Z", order(1, { lines: [mugs(1)] }));
    expect(test.shopifyProducts.asked.length).toBe(asked);
  });

  it("is looked up for history too, when the first program asks for it", async () => {
    test.shopifyProducts.put({ productId: MUG, tags: ["New"] });
    const shopId = await installTestShop(test, { timeZone: "UTC" });
    await record(shopId, "2026-03-02T13:00:00Z", order(1, { lines: [mugs(1)] }));
    const published = await publishProgram(test, shopId, { body: doubling, by: "Ada" });
    expect(published.ok).toBe(true);
    expect(await keysOf(shopId)).toEqual(["order:1/earn 20"]);
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("history under an expiry by inactivity", () => {
  const body = withEarning({}, { expiry: { mode: "inactivity", months: 12, roundUpTo: null, dates: [] } });
  const days = ["2022-01-10", "2024-01-10", "2024-09-10", "2025-06-10", "2026-01-10"];

  it.each([
    ["in the order of time", [0, 1, 2, 3, 4]],
    ["the newest first", [4, 3, 2, 1, 0]],
    ["in any order", [2, 0, 4, 1, 3]],
  ])("keeps alive what later orders kept alive, told one by one %s", async (_, permutation) => {
    const shopId = await install(body, { publishedAt: "2026-03-01T00:00:00Z" });
    for (const place of permutation)
      await record(shopId, "2026-03-02T13:00:00Z", order(place + 1, { day: days[place]! }));
    const usable = await rows(
      shopId,
      "SELECT sum(remaining)::int AS points FROM lots WHERE shop_id = $1 AND expires_at > '2026-03-02'",
    );
    expect(usable).toEqual([{ points: 4 * 19 }]);
  });
});
