import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, order } from "#test/support/factories.ts";
import { randomProgram } from "#test/support/random-program.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";
import { deliveriesOf, orderHistory, partsAndWhole } from "#test/support/order-histories.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

/** What people see, without ids and without the steps that led there. */
async function stateOf(shopId: string) {
  const query = async (sql: string) => (await test.database.pool.query(sql, [shopId])).rows;
  return {
    members: await query(
      `SELECT customer_id, email, participation, joined_on::text, balance, pending, deficit, orders_count, spent_minor, last_order_on::text
       FROM members WHERE shop_id = $1 ORDER BY customer_id`,
    ),
    orders: await query(
      `SELECT order_id, is_purchase, goods_left_minor, refunded_minor, fully_refunded_at, cancelled_at, program_version, fulfilled_at, earned_by,
         earned_points, kept_points
       FROM orders WHERE shop_id = $1 ORDER BY order_id`,
    ),
    lines: await query(
      `SELECT order_id, line_id, net_minor, tax_minor, discount_minor, product_tags, collection_ids, on_sale, refunded_minor, earned_net_minor, earned_points, kept_points
       FROM order_lines WHERE shop_id = $1 ORDER BY order_id, line_id`,
    ),
    lots: await query(
      `SELECT m.customer_id, l.order_id, l.matures_at, l.expires_at, l.slide_months, l.slide_round_up, sum(l.remaining) AS remaining
       FROM lots l JOIN members m ON m.shop_id = l.shop_id AND m.member_id = l.member_id
       WHERE l.shop_id = $1 AND l.remaining > 0 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4`,
    ),
    points: await query(
      `SELECT m.customer_id, sum(e.points + e.pending_points) AS points FROM entries e JOIN members m ON m.shop_id = e.shop_id AND m.member_id = e.member_id
       WHERE e.shop_id = $1 GROUP BY 1 ORDER BY 1`,
    ),
  };
}

/** That, and every entry: what replaying must leave alone. */
async function everythingOf(shopId: string) {
  const { rows } = await test.database.pool.query(
    "SELECT * FROM entries WHERE shop_id = $1 ORDER BY member_id, seq",
    [shopId],
  );
  return { ...(await stateOf(shopId)), entries: rows };
}

const store = fc
  .tuple(
    orderHistory(1, { customer: ADA }),
    orderHistory(2, { customer: BEN }),
    orderHistory(3, { customer: null, email: " ada@EXAMPLE.com" }),
  )
  .chain((histories) => {
    const states = histories.flat();
    return fc.record({
      program: randomProgram(),
      states: fc.constant(states),
      deliveries: fc.tuple(...histories.map(deliveriesOf)),
      sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
    });
  });

/** In groups of the given sizes, as the inbox hands them over. */
async function deliver(shopId: string, deliveries: readonly OrderFacts[], sizes: readonly number[]) {
  let start = 0;
  for (const size of sizes) {
    const group = deliveries.slice(start, start + size);
    if (group.length > 0) await recordOrders(test, shopId, group);
    start += size;
  }
  await recordOrders(test, shopId, deliveries.slice(start));
}

describe("the laws of the ledger, on PostgreSQL", () => {
  it("deliveries in any order and grouping, repeated, and lost but for the last, end in the same store; law 3 holds throughout", async () => {
    await fc.assert(
      fc.asyncProperty(store, async ({ program, states, deliveries, sizes }) => {
        const inOrder = await installTestShop(test, { program });
        const shuffled = await installTestShop(test, { program });
        await deliver(inOrder, states, [1]);
        await deliver(shuffled, deliveries.flat(), sizes);
        expect(await stateOf(shuffled)).toEqual(await stateOf(inOrder));
        await expectCoherentLedger(test.database, inOrder);
        await expectCoherentLedger(test.database, shuffled);
      }),
      { numRuns: 25, seed: 20260302 },
    );
  }, 120_000);

  it("replaying any prefix, or everything backwards, changes nothing at all", async () => {
    await fc.assert(
      fc.asyncProperty(store, fc.nat(), async ({ program, states }, cut) => {
        const shopId = await installTestShop(test, { program });
        const prefix = states.slice(0, 1 + (cut % states.length));
        await recordOrders(test, shopId, prefix);
        const early = await everythingOf(shopId);
        await recordOrders(test, shopId, prefix);
        expect(await everythingOf(shopId)).toEqual(early);
        await recordOrders(test, shopId, states);
        const late = await everythingOf(shopId);
        await recordOrders(test, shopId, prefix);
        await recordOrders(test, shopId, [...states].reverse());
        expect(await everythingOf(shopId)).toEqual(late);
      }),
      { numRuns: 15, seed: 20260302 },
    );
  }, 60_000);

  it("k partial refunds, in any order, end exactly where one full refund ends", async () => {
    await fc.assert(
      fc.asyncProperty(partsAndWhole(), randomProgram(), async ({ bought, parts, whole }, program) => {
        const inParts = await installTestShop(test, { program });
        const atOnce = await installTestShop(test, { program });
        await deliver(inParts, [bought, ...parts], [1, 1, 1, 1, 1, 1]);
        await deliver(atOnce, [bought, whole], [1, 1]);
        const undated = async (shopId: string) => {
          const { orders, ...rest } = await stateOf(shopId);
          return { ...rest, orders: orders.map((row) => ({ ...row, fully_refunded_at: null })) };
        };
        expect(await undated(inParts)).toEqual(await undated(atOnce));
        await expectCoherentLedger(test.database, inParts);
        const { rows } = await test.database.pool.query(
          `SELECT coalesce(sum(points + pending_points), 0)::int AS left FROM entries WHERE shop_id = $1`,
          [inParts],
        );
        expect(rows).toEqual([{ left: 0 }]);
      }),
      { numRuns: 15, seed: 20260302 },
    );
  }, 60_000);

  it("one key is one effect: asked again as it was it gives the first result, asked otherwise it is refused", async () => {
    const shopId = await installTestShop(test, { program: DEFAULT_PROGRAM });
    await recordOrders(test, shopId, [order(1)]);
    const [ada] = (
      await test.database.pool.query("SELECT member_id AS id FROM members WHERE shop_id = $1", [shopId])
    ).rows as { id: string }[];
    let keys = 0;
    const points = fc.integer({ min: -30, max: 30 }).filter((some) => some !== 0);
    const reason = fc.constantFrom("a kind word", "an apology");
    const request = fc.record({ points, reason });
    await fc.assert(
      fc.asyncProperty(request, request, async (first, second) => {
        const idempotencyKey = `key-${++keys}`;
        const ask = (asked: typeof first) =>
          adjustPoints(test, shopId, { memberId: ada!.id, ...asked, idempotencyKey });
        const done = await ask(first);
        const before = await everythingOf(shopId);
        const again = await ask(second);
        const isSame = first.points === second.points && first.reason === second.reason;
        if (!done.ok) return;
        expect(await everythingOf(shopId)).toEqual(before);
        expect(again).toMatchObject(
          isSame
            ? { ok: true, value: { isNew: false, entry: done.value.entry } }
            : { ok: false, refusals: [{ code: "idempotency-conflict" }] },
        );
      }),
      { numRuns: 60, seed: 20260302 },
    );
    await expectCoherentLedger(test.database, shopId);
  }, 60_000);

  it("two shops with the same ids never see each other", async () => {
    await fc.assert(
      fc.asyncProperty(store, store, async (one, other) => {
        const alone = await installTestShop(test, { program: one.program });
        const left = await installTestShop(test, { program: one.program });
        const right = await installTestShop(test, { program: other.program });
        await recordOrders(test, alone, one.states);
        await Promise.all([recordOrders(test, left, one.states), recordOrders(test, right, other.states)]);
        expect(await stateOf(left)).toEqual(await stateOf(alone));
        await expectCoherentLedger(test.database, right);
      }),
      { numRuns: 8, seed: 20260302 },
    );
  }, 60_000);
});
