import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eraseMember } from "#app/usecases/members/erase-member.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { recordCustomers } from "#app/usecases/members/record-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

type Row = {
  memberId: string;
  customerId: string | null;
  email: string | null;
  name: string | null;
  participation: string;
  balance: number;
  orders: number;
};

async function members(shopId: string): Promise<Row[]> {
  const { rows } = await test.database.pool.query<Row>(
    `SELECT member_id::text AS "memberId", customer_id AS "customerId", email, name, participation, balance::int, orders_count AS orders
     FROM members WHERE shop_id = $1 ORDER BY customer_id DESC NULLS FIRST`,
    [shopId],
  );
  return rows;
}

/** Until so many transactions of this database wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await test.database.pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0]!.waiting >= count) return;
  }
}

/** Begins the works one after another while `shopId`'s members are held, so that they meet at the same rows in this order. */
async function meeting(shopId: string, ...works: (() => Promise<unknown>)[]): Promise<void> {
  const holder = await test.database.pool.connect();
  const begun: Promise<unknown>[] = [];
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM members WHERE shop_id = $1 ORDER BY member_id FOR UPDATE", [shopId]);
    for (const work of works) {
      begun.push(work());
      await waiting(begun.length);
    }
    await holder.query("COMMIT");
  } finally {
    holder.release();
  }
  await Promise.all(begun);
}

describe("a merge that commits while somebody waits for the deleted customer's row", () => {
  const merge = (shopId: string) =>
    mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });

  it("an order of the deleted customer earns for the one who stays", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await recordOrders(test, shopId, [order(1), order(2, { customer: BEN })]);
    await meeting(
      shopId,
      () => merge(shopId),
      () => recordOrders(test, shopId, [order(3)]),
    );
    const stays = (await members(shopId)).find(({ customerId }) => customerId === BEN.customerId);
    expect(stays).toMatchObject({ participation: "member", balance: 57, orders: 3 });
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("a customer who was merged into another", () => {
  it("is nobody's to join, leave or correct: the one who stays keeps their own wish", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await recordOrders(test, shopId, [order(1, { customer: BEN }), order(2)]);
    const [ben, ada] = await members(shopId);
    const taken = await adjustPoints(test, shopId, {
      memberId: ada!.memberId,
      points: -5,
      reason: "a mistake",
      idempotencyKey: "k1",
    });
    await mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });
    const left = await changeParticipation(test, shopId, {
      memberId: ada!.memberId,
      takesPart: false,
      by: null,
    });
    expect(left).toMatchObject({ ok: false, refusals: [{ code: "not-found" }] });
    const undone = await undoAdjustment(test, shopId, {
      memberId: ada!.memberId,
      seq: taken.ok ? taken.value.entry.seq : 0,
      by: "Zoe",
    });
    expect(undone).toMatchObject({ ok: false, refusals: [{ code: "not-found" }] });
    expect(await members(shopId)).toMatchObject([
      { memberId: ben!.memberId, participation: "member", balance: 33 },
      { memberId: ada!.memberId, participation: "merged", balance: 0 },
    ]);
  });
});

describe("an erased customer", () => {
  const erase = (shopId: string) =>
    eraseMember(test, shopId, { customerId: ADA.customerId, email: ADA.email });

  it("stays erased when Shopify tells one of their old orders again", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await recordOrders(test, shopId, [order(1)]);
    await erase(shopId);
    await recordOrders(test, shopId, [later(order(1), 60, { financialStatus: "paid", source: "pos" })]);
    expect(await members(shopId)).toMatchObject([
      { customerId: null, email: null, name: null, participation: "erased", balance: 19 },
    ]);
    const { rows } = await test.database.pool.query("SELECT customer_id FROM orders WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([{ customer_id: null }]);
  });

  it("who buys again is somebody new; what was erased never becomes theirs", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await recordOrders(test, shopId, [order(1)]);
    await erase(shopId);
    await recordOrders(test, shopId, [order(2)]);
    await recordOrders(test, shopId, [later(order(1), 60, {}), later(order(2), 60, {})]);
    expect(await members(shopId)).toMatchObject([
      { customerId: null, email: null, participation: "erased", balance: 19, orders: 1 },
      { customerId: ADA.customerId, participation: "member", balance: 19, orders: 1 },
    ]);
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("where accounts take part", () => {
  it("the order in which a history is told changes nothing", async () => {
    const history = [
      order(1, { customer: BEN, day: "2026-03-02" }),
      order(2, { customer: BEN, day: "2026-03-09" }),
      order(3, { customer: BEN, day: "2026-03-16" }),
    ];
    for (const told of [history, [...history].reverse()]) {
      const shopId = await installTestShop(test, { program: program(), participation: "account" });
      for (const one of told) await recordOrders(test, shopId, [one]);
      expect(await members(shopId)).toMatchObject([{ balance: 57, orders: 3 }]);
    }
  });
});

describe("what customers are", () => {
  it("is what was so last, in whatever order it is told", async () => {
    const shopId = await installTestShop(test, { program: program() });
    const married = {
      ...ADA,
      name: "Ada King",
      email: "ada@king.example",
      at: new Date("2026-03-20T10:00:00Z"),
    };
    const before = { ...ADA, at: new Date("2026-03-20T09:00:00Z") };
    await recordCustomers(test, shopId, [married]);
    await recordCustomers(test, shopId, [before]);
    expect(await members(shopId)).toMatchObject([{ name: "Ada King", email: "ada@king.example" }]);
  });

  it("is learnt of somebody whom a merge named first", async () => {
    const shopId = await installTestShop(test, { program: program(), participation: "account" });
    await mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });
    await recordCustomers(test, shopId, [{ ...BEN, at: new Date("2026-03-20T09:00:00Z") }]);
    const stays = (await members(shopId)).find(({ customerId }) => customerId === BEN.customerId);
    expect(stays).toMatchObject({ name: "Ben Okri", participation: "member" });
  });
});
