import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { BEN, later, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-03-10T12:00:00Z"));

/** Ada with three lots, one of them partly spent, Ben with one. */
async function shopWithLots(): Promise<string> {
  const shopId = await installTestShop(test, { program: program({ months: 1 }) });
  await recordOrders(test, shopId, [
    order(1, { day: "2026-03-02" }),
    order(2, { day: "2026-03-03" }),
    order(3, { day: "2026-03-05" }),
    order(4, { day: "2026-03-02", customer: BEN }),
  ]);
  const { rows } = await test.database.pool.query(
    "SELECT member_id FROM members WHERE shop_id = $1 AND name LIKE 'Ada%'",
    [shopId],
  );
  await adjustPoints(test, shopId, {
    memberId: rows[0].member_id,
    points: -5,
    reason: "spent",
    idempotencyKey: "s",
  });
  return shopId;
}

/** Everything that the books say, without the ids that differ from shop to shop. */
async function booksOf(shopId: string) {
  const { rows } = await test.database.pool.query(
    `SELECT m.name, m.balance, m.last_seq, e.seq, e.kind, e.points, e.balance_after, e.at, e.reason, e.source_type,
       replace(e.key, m.member_id::text, 'member') AS key, replace(e.source_id, m.member_id::text, 'member') AS source, e.movements
     FROM members m JOIN entries e ON e.shop_id = m.shop_id AND e.member_id = m.member_id
     WHERE m.shop_id = $1 ORDER BY m.name, e.seq`,
    [shopId],
  );
  const lots = await test.database.pool.query(
    `SELECT m.name, l.seq, l.remaining, l.expired FROM lots l JOIN members m ON m.shop_id = l.shop_id AND m.member_id = l.member_id
     WHERE l.shop_id = $1 ORDER BY m.name, l.seq, l.n`,
    [shopId],
  );
  return { entries: rows, lots: lots.rows };
}

describe("the expiry sweep", () => {
  it("writes just what the domain would write when somebody touches the books", async () => {
    const swept = await shopWithLots();
    const touched = await shopWithLots();
    test.clock.set("2026-04-04T12:00:00Z");
    await expirePoints(test, swept);
    for (const shopId of [swept, touched]) {
      await recordOrders(test, shopId, [
        order(8, { day: "2026-04-04" }),
        order(9, { day: "2026-04-04", customer: BEN }),
      ]);
      await expectCoherentLedger(test.database, shopId);
    }
    const books = await booksOf(swept);
    expect(books).toEqual(await booksOf(touched));
    expect(
      books.entries.filter(({ kind }) => kind === "expire").map(({ name, points }) => `${name} ${points}`),
    ).toEqual(["Ada Lovelace -14", "Ada Lovelace -19", "Ben Okri -19"]);
  });

  it("changes nothing the second time, and nothing of another shop", async () => {
    const shopId = await shopWithLots();
    const other = await shopWithLots();
    test.clock.set("2026-04-30T12:00:00Z");
    await expirePoints(test, shopId);
    const once = await booksOf(shopId);
    await expirePoints(test, shopId);
    expect(await booksOf(shopId)).toEqual(once);
    expect((await booksOf(other)).entries.filter(({ kind }) => kind === "expire")).toEqual([]);
  });

  it("run eight times at once expires once", async () => {
    const shopId = await shopWithLots();
    test.clock.set("2026-04-30T12:00:00Z");
    await Promise.all(Array.from({ length: 8 }, () => expirePoints(test, shopId)));
    await expectCoherentLedger(test.database, shopId);
  });

  it("a refund after the expiry takes nothing again", async () => {
    const shopId = await shopWithLots();
    test.clock.set("2026-04-30T12:00:00Z");
    await expirePoints(test, shopId);
    await recordOrders(test, shopId, [
      later(order(4, { day: "2026-03-02", customer: BEN }), 60, {
        financialStatus: "refunded",
        refunds: [refund(1, { at: "2026-04-29T00:00:00Z", lines: [[4000, "19.99"]] })],
      }),
    ]);
    const { rows } = await test.database.pool.query(
      "SELECT points::int, already_expired::int FROM entries WHERE shop_id = $1 AND kind = 'reverse'",
      [shopId],
    );
    expect(rows).toEqual([{ points: 0, already_expired: 19 }]);
    await expectCoherentLedger(test.database, shopId);
  });
});
