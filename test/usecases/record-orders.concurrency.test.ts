import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { recordCustomers } from "#app/usecases/members/record-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

const open = () => installTestShop(test, { program: program() });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

async function totals(shopId: string) {
  const { rows } = await test.database.pool.query(
    `SELECT (SELECT count(*)::int FROM members WHERE shop_id = $1 AND participation = 'member') AS members,
            (SELECT count(*)::int FROM entries WHERE shop_id = $1) AS entries,
            (SELECT sum(balance)::int FROM members WHERE shop_id = $1) AS balance`,
    [shopId],
  );
  return rows[0];
}

describe("many at once", () => {
  it("one order told by eight transactions is one order, one member, one entry", async () => {
    const shopId = await open();
    await Promise.all(times(8, () => recordOrders(test, shopId, [order(1)])));
    expect(await totals(shopId)).toEqual({ members: 1, entries: 1, balance: 19 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("eight new orders of one new customer make one member with all points", async () => {
    const shopId = await open();
    await Promise.all(times(8, (index) => recordOrders(test, shopId, [order(index + 1)])));
    expect(await totals(shopId)).toEqual({ members: 1, entries: 8, balance: 152 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("an e-mail alone and its customer at once end as one member", async () => {
    for (let round = 0; round < 5; round++) {
      const shopId = await open();
      await Promise.all([
        recordOrders(test, shopId, [order(1, { customer: null, email: "ada@example.com" })]),
        recordOrders(test, shopId, [order(2)]),
        recordCustomers(test, shopId, [ADA]),
        recordOrders(test, shopId, [order(3, { customer: null, email: "ADA@example.com" })]),
      ]);
      expect(await totals(shopId)).toMatchObject({ members: 1, balance: 57 });
      await expectCoherentLedger(test.database, shopId);
    }
  });

  it("parallel refunds of one order take each its part, once", async () => {
    const shopId = await open();
    const bought = order(1, { lines: times(4, (index) => line(index + 1, { net: "10.00" })) });
    const refunds = times(4, (index) =>
      refund(index + 1, { at: `2026-03-0${index + 3}T00:00:00Z`, lines: [[index + 1, "10.00"]] }),
    );
    await recordOrders(test, shopId, [bought]);
    await Promise.all(
      times(4, (index) =>
        recordOrders(test, shopId, [
          later(bought, index + 1, {
            financialStatus: "partially-refunded",
            refunds: refunds.slice(0, index + 1),
          }),
        ]),
      ),
    );
    const { rows } = await test.database.pool.query(
      "SELECT sum(points)::int AS points FROM entries WHERE shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ points: 0 }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("groups that share members and orders in opposite order finish, and lose nothing", async () => {
    const shopId = await open();
    const orders = times(40, (index) => order(index + 1, { customer: index % 2 === 0 ? ADA : BEN }));
    await Promise.all([
      recordOrders(test, shopId, orders),
      recordOrders(test, shopId, [...orders].reverse()),
      recordOrders(test, shopId, orders.slice(10, 30)),
      mergeCustomers(test, shopId, { keptId: ADA.customerId, deletedId: BEN.customerId }),
    ]);
    expect(await totals(shopId)).toMatchObject({ members: 1, balance: 40 * 19 });
    await expectCoherentLedger(test.database, shopId);
  });
});
