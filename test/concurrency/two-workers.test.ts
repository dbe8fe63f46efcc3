import { afterAll, beforeAll, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { type Fixture, openFixture } from "../dev-store/admin-api/support.ts";
import { type House, openHouse, recordWebhooks, SHOP } from "../usecases/inbox-house.ts";

let fixture: Fixture;
let house: House;
let test: TestLedger;
beforeAll(async () => {
  fixture = await openFixture();
  house = await openHouse(fixture);
  test = await createTestLedger();
});
afterAll(async () => {
  await house.close();
  await fixture.close();
  await test.drop();
});

it("two workers at one inbox, all events twice: each order earns and loses once", async () => {
  const sent = recordWebhooks(fixture);
  for (let number = 0; number < 12; number++) {
    const bought = createOrder(fixture.store, fixture.state, {
      email: `shopper-${number % 3}@example.com`,
      lines: [{ title: "Tea", priceMinor: 1000n, quantity: 2 }],
    });
    if (!bought.ok) throw new Error(bought.detail);
    const [line] = bought.value.lines;
    if (number % 2 === 0)
      refundOrder(fixture.store, fixture.state, {
        id: bought.value.id,
        lines: [{ lineId: line!.id, quantity: 1 }],
      });
  }
  await Promise.all([house.deliver(sent), house.deliver([...sent].reverse())]);
  await Promise.all([house.drain(), house.drain(), house.drain()]);
  const kept = await house.query("SELECT sum(balance)::int AS points FROM members WHERE shop_id = $1", [
    SHOP,
  ]);
  expect(kept).toEqual([{ points: 6 * 20 + 6 * 10 }]);
  const open = await house.query(
    "SELECT topic FROM inbox_events WHERE due_at IS NOT NULL OR failure IS NOT NULL",
  );
  expect(open).toEqual([]);
  await expectCoherentLedger(house.database, SHOP);
});

it("two sweeps at once expire each lot once, while points are taken from the same members", async () => {
  const shopId = await installTestShop(test, { program: program({ months: 1 }) });
  await recordOrders(
    test,
    shopId,
    Array.from({ length: 25 }, (_, index) => order(index + 1, { customer: { ...customer(index) } })),
  );
  const { rows } = await test.database.pool.query<{ id: string }>(
    "SELECT member_id AS id FROM members WHERE shop_id = $1",
    [shopId],
  );
  const given = rows.map(({ id }) => ({
    memberId: id,
    points: 50,
    reason: "stays",
    expiresAt: null,
    idempotencyKey: `give-${id}`,
  }));
  for (const gift of given) await adjustPoints(test, shopId, gift);
  test.clock.set("2026-04-03T12:00:00Z");
  await Promise.all([
    expirePoints(test, shopId),
    expirePoints(test, shopId),
    ...rows.map(({ id }) =>
      adjustPoints(test, shopId, {
        ...{ memberId: id, points: -60, reason: "too many by then", idempotencyKey: `take-${id}` },
      }),
    ),
  ]);
  const sums = await test.database.pool.query(
    `SELECT kind, count(*)::int AS entries, sum(points)::int AS points FROM entries WHERE shop_id = $1 GROUP BY kind ORDER BY kind`,
    [shopId],
  );
  expect(sums.rows).toEqual([
    { kind: "adjust", entries: 25, points: 25 * 50 },
    { kind: "earn", entries: 25, points: 25 * 19 },
    { kind: "expire", entries: 25, points: -25 * 19 },
  ]);
  await expectCoherentLedger(test.database, shopId);
});

function customer(index: number) {
  return {
    customerId: `gid://shopify/Customer/${9000 + index}`,
    email: `member-${index}@example.com`,
    name: null,
    tags: [],
    hasAccount: false,
  };
}
