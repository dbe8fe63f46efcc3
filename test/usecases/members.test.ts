import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { deleteCustomer } from "#app/usecases/members/delete-customer.ts";
import { eraseMember } from "#app/usecases/members/erase-member.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { recordCustomers } from "#app/usecases/members/record-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-04-01T12:00:00Z"));

async function open(input: ShopInput = {}): Promise<void> {
  shopId = await installTestShop(test, { program: program(), ...input });
}

type Row = {
  memberId: string;
  customerId: string | null;
  email: string | null;
  name: string | null;
  participation: string;
  balance: number;
  orders: number;
  joinedOn: string;
};

async function rows(): Promise<Row[]> {
  const found = await test.database.pool.query<Row>(
    `SELECT member_id AS "memberId", customer_id AS "customerId", email, name, participation, balance::int, orders_count AS orders,
            joined_on::text AS "joinedOn"
     FROM members WHERE shop_id = $1 ORDER BY member_id`,
    [shopId],
  );
  return found.rows;
}

describe("a customer", () => {
  it("without orders is known and does not take part, until the first order", async () => {
    await open();
    await recordCustomers(test, shopId, [BEN]);
    expect(await rows()).toMatchObject([{ participation: "outside", email: "ben@example.com" }]);
    await recordOrders(test, shopId, [order(1, { customer: BEN })]);
    expect(await rows()).toMatchObject([{ participation: "member", joinedOn: "2026-03-02", balance: 19 }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("who makes an account with the e-mail of guest orders becomes their member", async () => {
    await open();
    await recordOrders(test, shopId, [order(1, { customer: null, email: "Ada@Example.com" })]);
    await recordCustomers(test, shopId, [ADA]);
    expect(await rows()).toMatchObject([{ customerId: ADA.customerId, balance: 19, orders: 1 }]);
  });

  it("whose e-mail comes to be that of a guest takes the guest's orders over, entry by entry", async () => {
    await open();
    await recordCustomers(test, shopId, [{ ...ADA, email: "old@example.com" }]);
    await recordOrders(test, shopId, [order(1, { customer: null, email: "ada@example.com" })]);
    await recordCustomers(test, shopId, [ADA]);
    const [kept, ...gone] = (await rows()).sort(
      (a, b) => Number(a.participation === "merged") - Number(b.participation === "merged"),
    );
    expect(kept).toMatchObject({ participation: "member", balance: 19, orders: 1 });
    expect(gone).toMatchObject([{ participation: "merged", balance: 0, orders: 0 }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("with the excluded tag stays out; without it their later orders earn", async () => {
    await open({ excludedTag: "staff" });
    await recordOrders(test, shopId, [order(1, { customer: { ...ADA, tags: ["staff"] } })]);
    expect(await rows()).toMatchObject([{ participation: "excluded", balance: 0 }]);
    await recordCustomers(test, shopId, [ADA]);
    await recordOrders(test, shopId, [later(order(1), 500, {}), order(2, { day: "2026-04-02" })]);
    expect(await rows()).toMatchObject([{ participation: "member", balance: 19 }]);
  });

  it("with the excluded tag in other letters stays out as well, also from wishing to join", async () => {
    await open({ excludedTag: "Staff" });
    await recordOrders(test, shopId, [order(1, { customer: { ...ADA, tags: ["STAFF"] } })]);
    const [ada] = await rows();
    expect(ada).toMatchObject({ participation: "excluded", balance: 0 });
    const wish = { memberId: ada!.memberId, takesPart: true, by: null };
    expect(await changeParticipation(test, shopId, wish)).toMatchObject({
      ok: false,
      refusals: [{ code: "excluded" }],
    });
  });

  it("with an account takes part where accounts do, from then on", async () => {
    await open({ participation: "account" });
    await recordOrders(test, shopId, [order(1)]);
    expect(await rows()).toMatchObject([{ participation: "outside", balance: 0 }]);
    await recordCustomers(test, shopId, [{ ...ADA, hasAccount: true }]);
    await recordOrders(test, shopId, [order(2, { day: "2026-04-01" })]);
    expect(await rows()).toMatchObject([{ participation: "member", joinedOn: "2026-04-01", balance: 19 }]);
  });

  it("who leaves keeps the points, earns nothing while away, and earns again after coming back", async () => {
    await open();
    await recordOrders(test, shopId, [order(1)]);
    const [ada] = await rows();
    const wish = (takesPart: boolean) =>
      changeParticipation(test, shopId, { memberId: ada!.memberId, takesPart, by: null });
    await wish(false);
    await recordOrders(test, shopId, [order(2, { day: "2026-04-02" })]);
    expect(await rows()).toMatchObject([{ participation: "left", balance: 19 }]);
    test.clock.set("2026-04-05T12:00:00Z");
    await wish(true);
    await recordOrders(test, shopId, [
      later(order(2, { day: "2026-04-02" }), 9999, {}),
      order(3, { day: "2026-04-06" }),
    ]);
    expect(await rows()).toMatchObject([{ participation: "member", balance: 38, joinedOn: "2026-04-05" }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("an order's older word on a customer never overwrites what is known since", async () => {
    await open();
    await recordCustomers(test, shopId, [{ ...ADA, name: "Ada King" }]);
    await recordOrders(test, shopId, [order(1)]);
    expect(await rows()).toMatchObject([{ name: "Ada King" }]);
  });

  it("deleted without orders leaves nothing; with orders keeps the history and stops taking part", async () => {
    await open();
    await recordCustomers(test, shopId, [BEN]);
    await recordOrders(test, shopId, [order(1)]);
    await deleteCustomer(test, shopId, BEN.customerId);
    await deleteCustomer(test, shopId, ADA.customerId);
    expect(await rows()).toMatchObject([{ participation: "left", balance: 19 }]);
  });
});

describe("two customers that Shopify merged", () => {
  const merge = () => mergeCustomers(test, shopId, { keptId: ADA.customerId, deletedId: BEN.customerId });
  const benOrder = order(2, { customer: BEN, day: "2026-02-01" });

  it.each([
    ["before anything else is told", ["merge", "ada", "ben"]],
    ["between their orders", ["ben", "merge", "ada"]],
    ["after everything", ["ben", "ada", "merge", "merge"]],
  ])("end as one member, told %s", async (_, steps) => {
    await open();
    for (const step of steps) {
      if (step === "merge") await merge();
      else await recordOrders(test, shopId, [step === "ada" ? order(1) : benOrder]);
    }
    const [kept, gone] = (await rows()).sort(
      (a, b) => Number(a.participation === "merged") - Number(b.participation === "merged"),
    );
    expect(kept).toMatchObject({
      customerId: ADA.customerId,
      balance: 38,
      orders: 2,
      participation: "member",
    });
    expect(gone).toMatchObject({
      customerId: BEN.customerId,
      balance: 0,
      orders: 0,
      participation: "merged",
    });
    await recordOrders(test, shopId, [
      later(benOrder, 60, {
        financialStatus: "refunded",
        refunds: [refund(9, { at: "2026-04-01T00:00:00Z", lines: [[2000, "19.99"]] })],
      }),
    ]);
    expect((await rows()).find(({ participation }) => participation === "member")).toMatchObject({
      balance: 19,
      orders: 1,
    });
    await expectCoherentLedger(test.database, shopId);
  });

  it("a chain of merges leads to the last one", async () => {
    await open();
    const eve = { ...ADA, customerId: "gid://shopify/Customer/7000000000003", email: "eve@example.com" };
    await recordOrders(test, shopId, [benOrder, order(1), order(3, { customer: eve })]);
    await merge();
    await mergeCustomers(test, shopId, { keptId: eve.customerId, deletedId: ADA.customerId });
    await recordOrders(test, shopId, [order(4, { customer: BEN, day: "2026-03-20" })]);
    expect((await rows()).find(({ participation }) => participation === "member")).toMatchObject({
      balance: 76,
      orders: 4,
    });
    await expectCoherentLedger(test.database, shopId);
  });

  it("a deficit follows", async () => {
    await open();
    await recordOrders(test, shopId, [benOrder, order(1)]);
    const ben = (await rows()).find(({ customerId }) => customerId === BEN.customerId)!;
    await adjustPoints(test, shopId, {
      memberId: ben.memberId,
      points: -19,
      reason: "spent",
      idempotencyKey: "s",
    });
    await recordOrders(test, shopId, [
      later(benOrder, 60, { cancelledAt: new Date("2026-04-01T00:00:00Z") }),
    ]);
    await merge();
    expect((await rows()).find(({ participation }) => participation === "member")).toMatchObject({
      balance: 0,
    });
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("a person erased", () => {
  it("leaves entries and orders without a trace of who it was, merged rows included", async () => {
    await open();
    await recordOrders(test, shopId, [order(2, { customer: BEN }), order(1)]);
    await mergeCustomers(test, shopId, { keptId: ADA.customerId, deletedId: BEN.customerId });
    expect(await eraseMember(test, shopId, { customerId: ADA.customerId, email: ADA.email })).toBe(2);
    const { rows: text } = await test.database.pool.query<{ text: string }>(
      `SELECT concat((SELECT jsonb_agg(m) FROM members m WHERE m.shop_id = $1), (SELECT jsonb_agg(o) FROM orders o WHERE o.shop_id = $1),
              (SELECT jsonb_agg(e) FROM entries e WHERE e.shop_id = $1)) AS text`,
      [shopId],
    );
    expect(text[0]?.text).not.toMatch(/@example|okri|lovelace|shopify.Customer/i);
    await expectCoherentLedger(test.database, shopId);
    expect(await eraseMember(test, shopId, { customerId: ADA.customerId, email: ADA.email })).toBe(0);
  });
});
