import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { BASE_RULE, type EarningRule } from "#app/domain/program/program-body.ts";
import { deleteOrder } from "#app/usecases/orders/delete-order.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

const first = (points: number, change: Partial<EarningRule> = {}): EarningRule => ({
  ...{ ...BASE_RULE, id: "first", kind: "first-order", points, per: null, ...change },
});
const every = (n: number, points: number): EarningRule => ({
  ...{ ...BASE_RULE, id: "card", kind: "nth-order", every: n, points, per: null },
});

function withRules(...rules: EarningRule[]) {
  const base = program();
  return { ...base, earning: { ...base.earning, rules: [...base.earning.rules, ...rules] } };
}

async function open(rules: EarningRule[], input: ShopInput = {}): Promise<string> {
  return installTestShop(test, { program: withRules(...rules), ...input });
}

async function bonuses(shopId: string): Promise<Record<string, number>> {
  const { rows } = await test.database.pool.query<{ name: string; points: number }>(
    "SELECT name, bonus_points::int AS points FROM orders WHERE shop_id = $1 AND bonus_points > 0 ORDER BY order_id",
    [shopId],
  );
  return Object.fromEntries(rows.map(({ name, points }) => [name, points]));
}

async function keys(shopId: string): Promise<string[]> {
  const { rows } = await test.database.pool.query<{ key: string }>(
    "SELECT key FROM entries WHERE shop_id = $1 AND key LIKE '%/bonus:%' ORDER BY seq",
    [shopId],
  );
  return rows.map(({ key }) => key);
}

const cancelled = (facts: OrderFacts) => later(facts, 60, { cancelledAt: new Date("2026-03-20T12:00:00Z") });

describe("the bonus for the first order", () => {
  it("is held by the first purchase, whichever is told first", async () => {
    const shopId = await open([first(50)]);
    await recordOrders(test, shopId, [order(2, { day: "2026-03-05" })]);
    expect(await bonuses(shopId)).toEqual({ "#2": 50 });
    await recordOrders(test, shopId, [order(1, { day: "2026-03-01" })]);
    expect(await bonuses(shopId)).toEqual({ "#1": 50 });
    expect(await keys(shopId)).toEqual([
      "order:2/bonus:first",
      expect.stringMatching(/^order:[12]\/bonus:first/),
      expect.stringMatching(/^order:[12]\/bonus:first/),
    ]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("moves to the next one when the first is cancelled or fully refunded, and stays when a part is refunded", async () => {
    const shopId = await open([first(50)]);
    const [one, two, three] = [1, 2, 3].map((number) => order(number, { day: `2026-03-0${number}` }));
    await recordOrders(test, shopId, [one!, two!, three!]);
    await recordOrders(test, shopId, [cancelled(one!)]);
    expect(await bonuses(shopId)).toEqual({ "#2": 50 });
    const part = refund(1, { at: "2026-03-10T12:00:00Z", lines: [[2000, "5.00"]] });
    await recordOrders(test, shopId, [
      later(two!, 60, { financialStatus: "partially-refunded", refunds: [part] }),
    ]);
    expect(await bonuses(shopId)).toEqual({ "#2": 50 });
    const all = refund(2, { at: "2026-03-11T12:00:00Z", lines: [[2000, "14.99"]] });
    await recordOrders(test, shopId, [
      later(two!, 90, { financialStatus: "refunded", refunds: [part, all] }),
    ]);
    expect(await bonuses(shopId)).toEqual({ "#3": 50 });
    await deleteOrder(test, shopId, three!.orderId, new Date("2026-03-21T12:00:00Z"));
    expect(await bonuses(shopId)).toEqual({});
    await expectCoherentLedger(test.database, shopId);
  });

  it("is one for two customers who turn out to be one", async () => {
    const shopId = await open([first(50)]);
    await recordOrders(test, shopId, [order(1), order(2, { customer: BEN, day: "2026-03-05" })]);
    expect(await bonuses(shopId)).toEqual({ "#1": 50, "#2": 50 });
    await mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });
    expect(await bonuses(shopId)).toEqual({ "#1": 50 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("asks for its minimum, and goes to nobody when the first order does not reach it", async () => {
    const shopId = await open([first(50, { minimumOrder: "30.00" })]);
    await recordOrders(test, shopId, [
      order(1),
      order(2, { day: "2026-03-05", lines: [line(2, { net: "40.00" })] }),
    ]);
    expect(await bonuses(shopId)).toEqual({});
  });

  it("goes by the version that rules the order, and by no later one", async () => {
    const shopId = await open([first(50)]);
    test.clock.set("2026-03-03T00:00:00Z");
    await publishProgram(test, shopId, { body: withRules(first(500)), by: "ada" });
    await recordOrders(test, shopId, [
      order(1, { day: "2026-03-02" }),
      order(2, { customer: BEN, day: "2026-03-04" }),
    ]);
    expect(await bonuses(shopId)).toEqual({ "#1": 50, "#2": 500 });
  });

  it("is given when the first program is published, to orders that have waited for it", async () => {
    const shopId = await installTestShop(test);
    await recordOrders(test, shopId, [order(1), order(2, { day: "2026-03-05" })]);
    test.clock.set("2026-04-01T12:00:00Z");
    await publishProgram(test, shopId, { body: withRules(first(50)), by: "ada" });
    expect(await bonuses(shopId)).toEqual({ "#1": 50 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("follows an order that a file told of to its true id", async () => {
    const shopId = await open([first(50)]);
    const told = order(1, { orderId: "csv:#1", origin: "csv" });
    await recordOrders(test, shopId, [told]);
    await recordOrders(test, shopId, [order(1, { updatedAt: new Date("2026-03-03T12:00:00Z") })]);
    expect(await bonuses(shopId)).toEqual({ "#1": 50 });
    expect(await keys(shopId)).toEqual(["order:csv:#1/bonus:first"]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("is pending as long as the order's own points are", async () => {
    const base = withRules(first(50));
    const shopId = await installTestShop(test, {
      program: { ...base, earning: { ...base.earning, pendingDays: 14 } },
    });
    test.clock.set("2026-03-03T12:00:00Z");
    await recordOrders(test, shopId, [order(1)]);
    const member = await test.reads.getMemberOfCustomer(shopId, ADA.customerId, test.clock.now());
    expect(member).toMatchObject({ balance: 0, pending: 69 });
    await recordOrders(test, shopId, [cancelled(order(1))]);
    const after = await test.reads.getMemberOfCustomer(shopId, ADA.customerId, test.clock.now());
    expect(after).toMatchObject({ balance: 0, pending: 0 });
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("a punch card", () => {
  it("rewards every second purchase", async () => {
    const shopId = await open([every(2, 30)]);
    await recordOrders(
      test,
      shopId,
      [1, 2, 3, 4, 5].map((number) => order(number, { day: `2026-03-0${number}` })),
    );
    expect(await bonuses(shopId)).toEqual({ "#2": 30, "#4": 30 });
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("however the news of the orders comes", () => {
  const states = [1, 2, 3, 4, 5].flatMap((number) => {
    const placed = order(number, {
      day: `2026-03-0${number}`,
      customer: number === 3 ? null : ADA,
      email: "ada@example.com",
    });
    return number % 2 === 1 ? [placed, cancelled(placed)] : [placed];
  });
  const deliveries = fc.shuffledSubarray([...states, ...states], { minLength: states.length * 2 });

  it("the same orders hold the same bonuses, and the member has the same points", async () => {
    test.clock.set("2026-04-01T12:00:00Z");
    await fc.assert(
      fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 4 }), async (told, size) => {
        const shopId = await open([first(50), every(2, 30)]);
        for (let start = 0; start < told.length; start += size)
          await recordOrders(test, shopId, told.slice(start, start + size));
        expect(await bonuses(shopId)).toEqual({ "#2": 50, "#4": 30 });
        const member = await test.reads.getMemberOfCustomer(shopId, ADA.customerId, test.clock.now());
        expect(member?.balance).toBe(19 * 2 + 80);
        await expectCoherentLedger(test.database, shopId);
      }),
      { numRuns: 25, seed: Number(process.env["FAST_CHECK_SEED"] ?? 7) },
    );
  });
});
