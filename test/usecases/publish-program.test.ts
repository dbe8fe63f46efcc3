import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awardHistory } from "#app/usecases/program/award-history.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-04-01T12:00:00Z"));

const publish = (shopId: string, change = {}) =>
  publishProgram(test, shopId, { body: program(change), by: "ada" });

async function entriesOf(shopId: string): Promise<string[]> {
  const { rows } = await test.database.pool.query<{ text: string }>(
    `SELECT key || ' ' || points || ' v' || program_version || ' ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS text
     FROM entries WHERE shop_id = $1 AND kind <> 'expire' ORDER BY at, key`,
    [shopId],
  );
  return rows.map(({ text }) => text);
}

describe("publishing a program", () => {
  it("makes the next version; earlier orders keep theirs, also when they are refunded later", async () => {
    const shopId = await installTestShop(test, { program: program() });
    await recordOrders(test, shopId, [order(1)]);
    expect(await publish(shopId, { points: 3 })).toMatchObject({ ok: true, value: { version: 2 } });
    await recordOrders(test, shopId, [
      order(2, { day: "2026-04-02" }),
      later(order(1), 60, {
        financialStatus: "refunded",
        refunds: [refund(1, { at: "2026-04-02T00:00:00Z", lines: [[1000, "19.99"]] })],
      }),
    ]);
    expect(await entriesOf(shopId)).toEqual([
      "order:1/earn 19 v1 2026-03-02",
      "refund:1/reverse -19 v1 2026-04-02",
      "order:2/earn 59 v2 2026-04-02",
    ]);
  });

  it("ten at once come one after another: ten versions, each later than the one before", async () => {
    const shopId = await installTestShop(test);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => publish(shopId, { points: index + 1 })),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    const versions = await test.ledger.transaction((stores) => stores.programs.list(shopId));
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const times = versions.map(({ publishedAt }) => publishedAt.getTime());
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it("a body that can't be carried out is refused and changes nothing", async () => {
    const shopId = await installTestShop(test);
    expect(await publish(shopId, { per: "0.00" })).toMatchObject({
      ok: false,
      refusals: [{ pointer: "/earning/rules/0/per" }],
    });
    expect(await test.ledger.transaction((stores) => stores.programs.getCurrent(shopId))).toBeNull();
  });

  it("a published version can neither change nor go", async () => {
    const shopId = await installTestShop(test, { program: program() });
    const run = (sql: string) => test.database.pool.query(sql, [shopId]);
    await expect(run(`UPDATE program_versions SET body = '{}' WHERE shop_id = $1`)).rejects.toThrow(
      "never changes",
    );
    await expect(run("DELETE FROM program_versions WHERE shop_id = $1")).rejects.toThrow("never changes");
  });
});

describe("the first program finds orders waiting", () => {
  const history = [
    order(1, { day: "2025-02-03" }),
    order(2, { day: "2025-05-06", lines: [line(21, { net: "40.00" }), line(22, { net: "60.00" })] }),
    order(3, { customer: BEN, day: "2025-06-07" }),
    order(4, { customer: null, day: "2025-06-08" }),
    order(5, { customer: BEN, day: "2025-06-09", paidAt: null, financialStatus: "pending" }),
    order(6, { customer: BEN, day: "2025-06-10", test: true }),
  ];
  const refunded = later(history[1]!, 60, {
    financialStatus: "partially-refunded",
    refunds: [refund(7, { at: "2025-05-08T00:00:00Z", lines: [[22, "60.00"]] })],
  });
  const cancelled = later(history[2]!, 60, { cancelledAt: new Date("2025-06-08T00:00:00Z") });
  const all = [...history, refunded, cancelled];

  const balances = async (shopId: string) => {
    const { rows } = await test.database.pool.query(
      `SELECT email, balance::int, earned_total::int AS earned FROM members WHERE shop_id = $1 ORDER BY email`,
      [shopId],
    );
    return rows;
  };

  it.each<[string, ShopInput, number]>([
    ["all of it, dated by the orders", {}, 59],
    ["from the day the merchant chose", { historyFrom: "2025-03-01" }, 40],
    ["nothing, if the merchant says so", { historyEarns: false }, 0],
  ])("and gives them %s", async (_, input, ada) => {
    const before = await installTestShop(test, input);
    await recordOrders(test, before, all);
    expect(await entriesOf(before)).toEqual([]);
    await publish(before);

    // The other way round: the program first, then the same orders.
    const after = await installTestShop(test, {
      ...input,
      program: program(),
      publishedAt: "2026-04-01T12:00:00Z",
    });
    await recordOrders(test, after, all);

    expect((await balances(before))[0]).toMatchObject({ balance: ada });
    expect(await balances(before)).toEqual(await balances(after));
    expect(await entriesOf(before)).toEqual(await entriesOf(after));
    for (const shopId of [before, after]) await expectCoherentLedger(test.database, shopId);
  });

  it("enters points that would already have expired and expires them in one step", async () => {
    const shopId = await installTestShop(test);
    await recordOrders(test, shopId, history.slice(0, 2));
    await publish(shopId, { months: 12 });
    const { rows } = await test.database.pool.query(
      `SELECT kind, points::int, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM entries WHERE shop_id = $1 ORDER BY seq`,
      [shopId],
    );
    expect(rows).toEqual([
      { kind: "earn", points: 19, day: "2025-02-03" },
      { kind: "expire", points: -19, day: "2026-02-04" },
      { kind: "earn", points: 100, day: "2025-05-06" },
    ]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("a publication killed before it had awarded them all is finished later, once", async () => {
    const shopId = await installTestShop(test);
    await recordOrders(test, shopId, all);
    await awardHistory(test, shopId);
    expect(await entriesOf(shopId)).toEqual([]);
    await test.database.pool.query(
      "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'ada', $3)",
      [shopId, test.clock.now(), JSON.stringify(program())],
    );
    await awardHistory(test, shopId);
    const awarded = await entriesOf(shopId);
    expect(awarded).toContain("order:1/earn 19 v1 2025-02-03");
    await awardHistory(test, shopId);
    expect(await entriesOf(shopId)).toEqual(awarded);
  });

  it("an order recorded while the program is being published earns, whoever comes first", async () => {
    for (let round = 0; round < 5; round++) {
      const shopId = await installTestShop(test);
      await Promise.all([
        recordOrders(test, shopId, [order(1)]),
        publish(shopId),
        recordOrders(test, shopId, [order(2, { customer: BEN })]),
      ]);
      expect((await balances(shopId)).map(({ balance }) => balance)).toEqual([19, 19]);
    }
  });
});
