import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BASE_RULE, type EarningRule } from "#app/domain/program/program-body.ts";
import { celebrateDays } from "#app/usecases/occasions/celebrate-days.ts";
import { changeParticipation } from "#app/usecases/members/change-participation.ts";
import { eraseMember } from "#app/usecases/members/erase-member.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { recordCustomers } from "#app/usecases/members/record-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { rewardMemberAction } from "#app/usecases/occasions/reward-member-action.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-04-01T12:00:00Z"));

function rule(kind: EarningRule["kind"], points: number, change: Partial<EarningRule> = {}): EarningRule {
  return { ...BASE_RULE, id: kind, kind, points, per: null, ...change };
}

/** A launched shop in New York whose program, of 1 January 2026, has these rules beside 1 point per 1.00. */
async function open(rules: readonly EarningRule[], input: ShopInput & { launchedAt?: string | null } = {}) {
  const base = program(input.program === undefined ? {} : {});
  const { launchedAt = "2026-01-01T00:00:00Z", ...rest } = input;
  shopId = await installTestShop(test, {
    program: { ...base, earning: { ...base.earning, rules: [...base.earning.rules, ...rules] } },
    ...rest,
  });
  await test.database.pool.query("UPDATE shops SET launched_at = $2 WHERE shop_id = $1", [
    shopId,
    launchedAt,
  ]);
}

type Row = { key: string; points: number; at: Date };
async function entries(like: string): Promise<Row[]> {
  const { rows } = await test.database.pool.query<Row>(
    "SELECT key, points::int, at FROM entries WHERE shop_id = $1 AND key LIKE $2 ORDER BY member_id, seq",
    [shopId, like],
  );
  return rows;
}

async function idOf(customerId: string): Promise<string> {
  const member = await test.reads.getMemberOfCustomer(shopId, customerId, test.clock.now());
  if (member === null) throw new Error(`${customerId} is not known`);
  return member.memberId;
}

const balanceOf = async (customerId: string) =>
  (await test.reads.getMemberOfCustomer(shopId, customerId, test.clock.now()))?.balance;

describe("points for joining", () => {
  it("are given with the first order, once, however many orders follow", async () => {
    await open([rule("sign-up", 50)]);
    await recordOrders(test, shopId, [order(1), order(2)]);
    await recordOrders(test, shopId, [order(3)]);
    expect(await entries("%/sign-up")).toMatchObject([
      { key: `member:${await idOf(ADA.customerId)}/sign-up`, points: 50 },
    ]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("are given when Shopify tells of an account, where accounts take part", async () => {
    await open([rule("sign-up", 50)], { participation: "account" });
    await recordCustomers(test, shopId, [ADA, BEN]);
    await recordCustomers(test, shopId, [BEN]);
    expect(await balanceOf(BEN.customerId)).toBe(50);
    expect(await balanceOf(ADA.customerId)).toBe(0);
  });

  it("are given to whoever joins on the storefront, and not again to whoever leaves and comes back", async () => {
    await open([rule("sign-up", 50)], { participation: "joined" });
    await recordCustomers(test, shopId, [BEN]);
    const memberId = await idOf(BEN.customerId);
    for (const takesPart of [true, false, true])
      await changeParticipation(test, shopId, { memberId, takesPart, by: null });
    expect(await entries("%/sign-up")).toHaveLength(1);
    expect(await balanceOf(BEN.customerId)).toBe(50);
  });

  it.each([
    ["before the launch", { launchedAt: null }, [order(1)]],
    ["by an order from before the launch", { launchedAt: "2026-03-10T00:00:00Z" }, [order(1)]],
    ["whose first order lies before the first version", {}, [order(1, { day: "2025-12-01" }), order(2)]],
    ["who come in by a file", {}, [order(1, { origin: "csv" })]],
  ])("are not given to those %s", async (_, input, orders) => {
    await open([rule("sign-up", 50)], input);
    await recordOrders(test, shopId, orders);
    expect(await entries("%/sign-up")).toEqual([]);
  });

  it("stay where an order from before the program is told only afterwards: nobody could know", async () => {
    await open([rule("sign-up", 50)]);
    await recordOrders(test, shopId, [order(2)]);
    await recordOrders(test, shopId, [order(1, { day: "2025-12-01" })]);
    expect(await entries("%/sign-up")).toMatchObject([{ points: 50 }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("are not given a second time when two customers become one", async () => {
    await open([rule("sign-up", 50)], { participation: "joined" });
    await recordCustomers(test, shopId, [ADA, BEN]);
    await changeParticipation(test, shopId, {
      ...{ memberId: await idOf(ADA.customerId), takesPart: true, by: null },
    });
    await changeParticipation(test, shopId, {
      ...{ memberId: await idOf(ADA.customerId), takesPart: false, by: null },
    });
    await mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });
    await changeParticipation(test, shopId, {
      ...{ memberId: await idOf(BEN.customerId), takesPart: true, by: null },
    });
    expect(await entries("%/sign-up")).toHaveLength(1);
    expect(await balanceOf(BEN.customerId)).toBe(50);
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("a birthday", () => {
  async function born(birthday: string, customer = ADA) {
    await recordOrders(test, shopId, [order(Number(customer.customerId.slice(-1)), { customer })]);
    return tellBirthday(test, shopId, { memberId: await idOf(customer.customerId), birthday, by: null });
  }
  const sweepOn = async (instant: string) => {
    test.clock.set(instant);
    await celebrateDays(test, shopId);
  };

  it("earns on the day in the shop's zone, once a year, however often the sweep runs", async () => {
    await open([rule("birthday", 100)]);
    await born("05-04");
    await sweepOn("2026-05-04T03:59:00Z"); // 23:59 of the day before in New York
    expect(await entries("%/birthday:%")).toEqual([]);
    await sweepOn("2026-05-04T04:00:00Z");
    await sweepOn("2026-05-04T12:00:00Z");
    await Promise.all([celebrateDays(test, shopId), celebrateDays(test, shopId)]);
    await sweepOn("2027-05-04T12:00:00Z");
    const memberId = await idOf(ADA.customerId);
    expect(await entries("%/birthday:%")).toMatchObject([
      { key: `member:${memberId}/birthday:2026`, points: 100 },
      { key: `member:${memberId}/birthday:2027`, points: 100 },
    ]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("on 29 February is kept on the 28th in common years", async () => {
    await open([rule("birthday", 100)]);
    await born("02-29");
    await sweepOn("2027-02-28T12:00:00Z");
    await sweepOn("2028-02-28T12:00:00Z");
    expect(await entries("%/birthday:%")).toHaveLength(1);
    await sweepOn("2028-02-29T12:00:00Z");
    expect((await entries("%/birthday:%")).map(({ key }) => key.slice(-4))).toEqual(["2027", "2028"]);
  });

  it("that the sweep missed is made up for within a week, and no later", async () => {
    await open([rule("birthday", 100)]);
    await born("05-04");
    await born("05-03", BEN);
    await sweepOn("2026-05-11T12:00:00Z");
    expect(await balanceOf(ADA.customerId)).toBe(119);
    expect(await balanceOf(BEN.customerId)).toBe(19);
  });

  it("of today counts at once; one of the days before is told too late for this year", async () => {
    await open([rule("birthday", 100)]);
    await born("04-01");
    await born("03-30", BEN);
    await celebrateDays(test, shopId);
    expect(await balanceOf(ADA.customerId)).toBe(119);
    expect(await balanceOf(BEN.customerId)).toBe(19);
    await sweepOn("2027-03-30T12:00:00Z");
    expect(await balanceOf(BEN.customerId)).toBe(119);
  });

  it("that is changed counts from the next year on, so that there is one a year", async () => {
    await open([rule("birthday", 100)]);
    await born("05-04");
    await sweepOn("2026-05-04T12:00:00Z");
    const memberId = await idOf(ADA.customerId);
    await tellBirthday(test, shopId, { memberId, birthday: "05-10", by: null });
    await sweepOn("2026-05-10T12:00:00Z");
    expect(await entries("%/birthday:%")).toHaveLength(1);
    await sweepOn("2027-05-04T12:00:00Z");
    expect(await entries("%/birthday:%")).toHaveLength(1);
    await sweepOn("2027-05-10T12:00:00Z");
    expect(await entries("%/birthday:%")).toHaveLength(2);
  });

  it("goes along with a merge, and what one of the two has had, both have had", async () => {
    await open([rule("birthday", 100)]);
    await born("04-01");
    await born("04-03", BEN);
    await celebrateDays(test, shopId);
    await mergeCustomers(test, shopId, { keptId: BEN.customerId, deletedId: ADA.customerId });
    await sweepOn("2026-04-03T12:00:00Z");
    expect(await entries("%/birthday:%")).toHaveLength(1);
    await expectCoherentLedger(test.database, shopId);
  });

  it("of somebody who was erased is not known any more", async () => {
    await open([rule("birthday", 100)]);
    await born("05-04");
    await eraseMember(test, shopId, { customerId: ADA.customerId, email: ADA.email });
    await sweepOn("2026-05-04T12:00:00Z");
    expect(await entries("%/birthday:%")).toEqual([]);
    const { rows } = await test.database.pool.query("SELECT birthday FROM members WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([{ birthday: null }]);
  });

  it("that no calendar has is refused", async () => {
    await open([rule("birthday", 100)]);
    expect(await born("02-30")).toMatchObject({ ok: false, refusals: [{ code: "no-such-day" }] });
  });

  it("before the launch earns nothing, nor does the birthday of somebody who has left", async () => {
    await open([rule("birthday", 100)], { launchedAt: "2026-05-05T12:00:00Z" });
    await born("05-04");
    await born("05-05", BEN);
    await changeParticipation(test, shopId, {
      memberId: await idOf(BEN.customerId),
      takesPart: false,
      by: null,
    });
    await sweepOn("2026-05-06T12:00:00Z");
    expect(await entries("%/birthday:%")).toEqual([]);
  });
});

describe("the anniversary of the first order", () => {
  it("earns every year on its day", async () => {
    await open([rule("anniversary", 30)]);
    await recordOrders(test, shopId, [order(1, { day: "2024-02-29" }), order(2, { day: "2026-03-02" })]);
    for (const day of ["2026-04-02", "2027-02-28", "2027-02-28", "2027-03-02", "2028-02-29"]) {
      test.clock.set(`${day}T12:00:00Z`);
      await celebrateDays(test, shopId);
    }
    expect((await entries("%/anniversary:%")).map(({ key }) => key.slice(-4))).toEqual(["2027", "2028"]);
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("an action", () => {
  const act = async (idempotencyKey: string, action = "review", customerId = ADA.customerId) =>
    rewardMemberAction(test, shopId, { memberId: await idOf(customerId), action, idempotencyKey });
  const review = (change: Partial<EarningRule> = {}) => rule("action", 20, { action: "review", ...change });

  it("earns what its rule says; the same request again gives the first result, another one is refused", async () => {
    await open([review()]);
    await recordOrders(test, shopId, [order(1)]);
    expect(await act("a")).toMatchObject({
      ok: true,
      value: { isNew: true, entry: { key: "action:a", points: 20, kind: "earn", programVersion: 1 } },
    });
    expect(await act("a")).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await act("a", "newsletter")).toMatchObject({
      ok: false,
      refusals: [{ code: "idempotency-conflict" }],
    });
    expect(await balanceOf(ADA.customerId)).toBe(39);
    await expectCoherentLedger(test.database, shopId);
  });

  it("is rewarded as often as the rule allows one member, counted over both of two who were merged", async () => {
    await open([review({ perMember: 2 })]);
    await recordOrders(test, shopId, [order(1), order(2, { customer: BEN })]);
    await act("a");
    await act("b", "review", BEN.customerId);
    await mergeCustomers(test, shopId, { keptId: ADA.customerId, deletedId: BEN.customerId });
    expect(await act("c")).toMatchObject({ ok: false, refusals: [{ code: "limit-reached" }] });
  });

  it("stays under the caps of its day and its month; what is left under a cap is given", async () => {
    await open([review({ capPerDay: 30, capPerMonth: 70 })]);
    await recordOrders(test, shopId, [order(1)]);
    const points = [];
    for (const [position, day] of ["01", "01", "01", "02", "02", "03"].entries()) {
      test.clock.set(`2026-04-${day}T12:00:00Z`);
      const rewarded = await act(`k${position}`);
      points.push(rewarded.ok ? rewarded.value.entry.points : rewarded.refusals[0].code);
    }
    expect(points).toEqual([20, 10, "limit-reached", 20, 10, 10]);
  });

  it("of twenty at once that one member may do once, one is rewarded", async () => {
    await open([review({ perMember: 1 })]);
    await recordOrders(test, shopId, [order(1)]);
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, number) => act(`once-${number}`)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await balanceOf(ADA.customerId)).toBe(39);
    await expectCoherentLedger(test.database, shopId);
  });

  it.each([
    ["nobody made a rule for", [review({ action: "newsletter" })], {}, "unknown-action"],
    ["whose rule is switched off", [review({ enabled: false })], {}, "not-eligible"],
    ["whose rule is over", [review({ until: "2026-04-01T12:00:00Z" })], {}, "not-eligible"],
    ["meant for others", [review({ include: { customerTags: ["vip"] } })], {}, "not-eligible"],
    ["before the launch", [review()], { launchedAt: null }, "not-eligible"],
  ])("that %s is refused", async (_, rules, input, code) => {
    await open(rules, input);
    await recordOrders(test, shopId, [order(1)]);
    expect(await act("a")).toMatchObject({ ok: false, refusals: [{ code }] });
    expect(await balanceOf(ADA.customerId)).toBe(19);
  });
});
