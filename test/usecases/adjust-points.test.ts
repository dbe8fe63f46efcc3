import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order, program } from "#test/support/factories.ts";
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

const adjust = (points: number, idempotencyKey: string, change: object = {}) =>
  adjustPoints(test, shopId, { memberId, points, reason: "a kind word", idempotencyKey, ...change });

describe("points by hand", () => {
  it("are added with the merchant's reason, expire as the program says, or never when asked", async () => {
    const dated = await adjust(10, "a");
    const never = await adjust(5, "b", { expiresAt: null });
    expect(dated).toMatchObject({
      ok: true,
      value: { isNew: true, entry: { kind: "adjust", points: 10, balanceAfter: 29, reason: "a kind word" } },
    });
    expect(dated.ok && dated.value.entry.movements[0]?.expiresAt).toEqual(new Date("2027-04-02T04:00:00Z"));
    expect(never.ok && never.value.entry.movements[0]?.expiresAt).toBeNull();
    await expectCoherentLedger(test.database, shopId);
  });

  it("the same key and request again gives the first result; with another request it is refused", async () => {
    const first = await adjust(10, "a");
    const again = await adjust(10, "a");
    expect(again).toMatchObject({ ok: true, value: { isNew: false } });
    expect(again.ok && first.ok && again.value.entry).toEqual(first.ok && first.value.entry);
    expect(await adjust(11, "a")).toMatchObject({ ok: false, refusals: [{ code: "idempotency-conflict" }] });
    expect(await adjust(10, "a", { reason: "other" })).toMatchObject({
      ok: false,
      refusals: [{ code: "idempotency-conflict" }],
    });
    expect((await memberNow()).balance).toBe(29);
  });

  it("twenty parallel requests to take 19 of 19: one wins, the others are refused, nothing is lost", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, number) => adjust(-19, `take-${number}`)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await memberNow()).balance).toBe(0);
    await expectCoherentLedger(test.database, shopId);
  });

  it("one key sent eight times at once is done once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => adjust(7, "once")));
    expect(outcomes.filter((one) => one.ok && one.value.isNew)).toHaveLength(1);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect((await memberNow()).balance).toBe(26);
  });

  it("points past their expiry can't be taken, even before the sweep", async () => {
    test.clock.set("2027-03-03T12:00:00Z");
    expect(await memberNow()).toMatchObject({ balance: 19, spendable: 0 });
    expect(await adjust(-1, "late")).toMatchObject({
      ok: false,
      refusals: [{ code: "insufficient-points" }],
    });
    await expectCoherentLedger(test.database, shopId);
  });

  it.each([
    ["more than there is", { points: -20 }, "insufficient-points"],
    ["half a point", { points: 0.5 }, "points-not-whole"],
    ["no point", { points: 0 }, "points-not-whole"],
    ["without a reason", { reason: " " }, "reason-required"],
    ["expiring before they are given", { expiresAt: new Date("2026-04-01T12:00:00Z") }, "expiry-in-the-past"],
    ["of a stranger", { memberId: "01890000-0000-7000-8000-000000000000" }, "not-found"],
    ["of an id that is none", { memberId: "7" }, "not-found"],
  ])("%s are refused and change nothing", async (_, change, code) => {
    expect(await adjust(1, "x", change)).toMatchObject({ ok: false, refusals: [{ code }] });
    expect((await memberNow()).balance).toBe(19);
  });
});

describe("an undo", () => {
  it("is an opposite entry that points to the one it corrects, and happens once", async () => {
    const given = await adjust(10, "a");
    if (!given.ok) throw new Error("refused");
    const undone = await undoAdjustment(test, shopId, { memberId, seq: given.value.entry.seq, by: "Zoe" });
    expect(undone).toMatchObject({
      ok: true,
      value: { isNew: true, entry: { kind: "adjust", points: -10, correctsSeq: given.value.entry.seq } },
    });
    const again = await undoAdjustment(test, shopId, { memberId, seq: given.value.entry.seq, by: "Zoe" });
    expect(again).toMatchObject({ ok: true, value: { isNew: false } });
    expect((await memberNow()).balance).toBe(19);
    await expectCoherentLedger(test.database, shopId);
  });

  it("brings taken points back with the expiry they had", async () => {
    const before = (await memberNow()).expiring;
    const taken = await adjust(-12, "a");
    if (!taken.ok) throw new Error("refused");
    await undoAdjustment(test, shopId, { memberId, seq: taken.value.entry.seq, by: "Zoe" });
    const member = await memberNow();
    expect(member.balance).toBe(19);
    expect(new Set(member.expiring.map(({ expiresAt }) => expiresAt))).toEqual(
      new Set(before.map(({ expiresAt }) => expiresAt)),
    );
    await expectCoherentLedger(test.database, shopId);
  });

  it("of points that are spent, of an earning, and of an undo is refused", async () => {
    const given = await adjust(10, "a");
    if (!given.ok) throw new Error("refused");
    await adjust(-25, "b");
    const undo = (seq: number) => undoAdjustment(test, shopId, { memberId, seq, by: "Zoe" });
    expect(await undo(given.value.entry.seq)).toMatchObject({
      ok: false,
      refusals: [{ code: "insufficient-points" }],
    });
    expect(await undo(1)).toMatchObject({ ok: false, refusals: [{ code: "not-an-adjustment" }] });
    expect(await undo(99)).toMatchObject({ ok: false, refusals: [{ code: "not-found" }] });
  });
});
