import { afterAll, beforeAll, expect, it } from "vitest";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

async function versions(shopId: string) {
  const { rows } = await test.database.pool.query<{ version: number; at: Date; points: number }>(
    `SELECT version, published_at AS at, (body #>> '{earning,rules,0,points}')::int AS points
     FROM program_versions WHERE shop_id = $1 ORDER BY version`,
    [shopId],
  );
  return rows;
}

it("two programs published at once become two versions, one after the other", async () => {
  const shopId = await installTestShop(test, { program: null });
  const [one, two] = await Promise.all(
    [1, 2].map((points) =>
      publishProgram(test, shopId, { body: program({ points }), by: `staff ${points}` }),
    ),
  );
  expect(one?.ok && two?.ok).toBe(true);
  const published = await versions(shopId);
  expect(published.map(({ version }) => version)).toEqual([1, 2]);
  expect(published.map(({ points }) => points).sort()).toEqual([1, 2]);
  expect(published[0]!.at < published[1]!.at).toBe(true);
});

it("a first program published twice while orders wait for it awards each of them once", async () => {
  const shopId = await installTestShop(test, { program: null });
  const orders = Array.from({ length: 30 }, (_, index) => order(index + 1));
  await recordOrders(test, shopId, orders.slice(0, 20));
  await Promise.all([
    publishProgram(test, shopId, { body: program({ points: 1 }), by: "ada" }),
    publishProgram(test, shopId, { body: program({ points: 1 }), by: "ben" }),
    recordOrders(test, shopId, orders.slice(10)),
  ]);
  const { rows } = await test.database.pool.query(
    `SELECT count(*)::int AS entries, sum(points)::int AS points FROM entries WHERE shop_id = $1`,
    [shopId],
  );
  expect(rows).toEqual([{ entries: 30, points: 30 * 19 }]);
  await expectCoherentLedger(test.database, shopId);
});
