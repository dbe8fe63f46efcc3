import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { expirePoints } from "#app/usecases/points/expire-points.ts";
import { extendPoints } from "#app/usecases/points/extend-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { later, order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
let memberId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(async () => {
  test.clock.set("2026-04-01T12:00:00Z");
  shopId = await installTestShop(test, { program: program({ months: 12 }) });
  await recordOrders(test, shopId, [order(1)]);
  memberId = (await memberNow()).memberId;
});

async function memberNow() {
  const page = { email: "ada@example.com", customerId: null, after: null, limit: 1 };
  const [member] = await test.reads.listMembers(shopId, page, test.clock.now());
  if (member === undefined) throw new Error("ada is no member");
  return member;
}

const extend = (lastDay: string, change: object = {}) =>
  extendPoints(test, shopId, {
    ...{ memberId, lastDay, reason: "a long illness", idempotencyKey: "e", by: "Zoe", ...change },
  });

describe("a merchant gives points more time", () => {
  it("by one entry that sums to 0, through the day chosen, in the shop's zone", async () => {
    const extended = await extend("2028-06-30");
    expect(extended).toMatchObject({ ok: true, value: { entry: { kind: "adjust", points: 0 } } });
    expect(await memberNow()).toMatchObject({
      balance: 19,
      expiring: [{ points: 19, expiresAt: "2028-07-01T04:00:00+00:00" }],
    });
    test.clock.set("2028-06-30T12:00:00Z");
    await expirePoints(test, shopId);
    expect(await memberNow()).toMatchObject({ balance: 19, spendable: 19 });
    test.clock.set("2028-07-01T12:00:00Z");
    await expirePoints(test, shopId);
    expect((await memberNow()).balance).toBe(0);
    await expectCoherentLedger(test.database, shopId);
  });

  it("and never less: points that last longer keep their date", async () => {
    await adjustPoints(test, shopId, {
      ...{ memberId, points: 5, reason: "for ever", idempotencyKey: "n", expiresAt: null },
    });
    expect(await extend("2026-12-31")).toMatchObject({
      ok: false,
      refusals: [{ code: "nothing-to-extend" }],
    });
  });

  it("a refund still takes from the order's own points, wherever they have moved", async () => {
    await extend("2028-06-30");
    await adjustPoints(test, shopId, { memberId, points: 5, reason: "kind", idempotencyKey: "k" });
    await recordOrders(test, shopId, [
      later(order(1), 60, { cancelledAt: new Date("2026-04-01T13:00:00Z") }),
    ]);
    expect(await memberNow()).toMatchObject({ balance: 5, expiring: [{ points: 5 }] });
    await expectCoherentLedger(test.database, shopId);
  });

  it("asked twice with one key is done once, and with another day refused", async () => {
    await extend("2028-06-30");
    expect(await extend("2028-06-30")).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await extend("2029-06-30")).toMatchObject({
      ok: false,
      refusals: [{ code: "idempotency-conflict" }],
    });
  });

  it.each([
    ["2026-02-30", {}, "day-invalid"],
    ["2026-03-31", {}, "day-in-the-past"],
    ["2028-06-30", { reason: " " }, "reason-required"],
    ["2028-06-30", { memberId: "01890000-0000-7000-8000-00000000dead" }, "not-found"],
  ])("%s %o is refused: %s", async (lastDay, change, code) => {
    expect(await extend(lastDay, change)).toMatchObject({ ok: false, refusals: [{ code }] });
  });

  it("is no adjustment of points that could be undone into new ones", async () => {
    const extended = await extend("2028-06-30");
    if (!extended.ok) throw new Error("extended");
    const seq = extended.value.entry.seq;
    expect(await undoAdjustment(test, shopId, { memberId, seq, by: "Zoe" })).toMatchObject({
      ok: false,
      refusals: [{ code: "not-an-adjustment" }],
    });
  });

  it("and the audit log says who, what and until when", async () => {
    await extend("2028-06-30");
    const rows = await test.database.prisma.$queryRaw<object[]>`
      SELECT actor, action, subject, detail FROM audit_log WHERE shop_id = ${shopId}`;
    expect(rows).toEqual([
      {
        ...{ actor: "Zoe", action: "points-extended", subject: `member:${memberId}` },
        detail: { entry: 2, lastDay: "2028-06-30" },
      },
    ]);
  });
});
