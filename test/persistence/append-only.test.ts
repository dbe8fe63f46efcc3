import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eraseShop } from "#app/usecases/privacy/erase-shop.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

async function shopWithOrder(): Promise<string> {
  const shopId = await installTestShop(test, { program: program() });
  await recordOrders(test, shopId, [order(1)]);
  return shopId;
}

describe("the ledger is append-only, in the database itself", () => {
  it.each([
    ["an update", "UPDATE entries SET points = points + 1 WHERE shop_id = $1"],
    ["a delete", "DELETE FROM entries WHERE shop_id = $1"],
    ["a delete of the shop", "DELETE FROM shops WHERE shop_id = $1"],
  ])("%s is refused", async (_, sql) => {
    const shopId = await shopWithOrder();
    await expect(test.database.pool.query(sql, [shopId])).rejects.toThrow(/append-only|never changes/);
    await expectCoherentLedger(test.database, shopId);
  });

  it("emptying the table is refused", async () => {
    await shopWithOrder();
    await expect(test.database.pool.query("TRUNCATE entries CASCADE")).rejects.toThrow("append-only");
  });

  it("who names another shop for erasure deletes nothing", async () => {
    const shopId = await shopWithOrder();
    const client = await test.database.pool.connect();
    await client.query("BEGIN");
    await client.query("SELECT set_config('perennial.erasing_shop', 'other.myshopify.com', true)");
    await expect(client.query("DELETE FROM entries WHERE shop_id = $1", [shopId])).rejects.toThrow(
      "append-only",
    );
    await client.query("ROLLBACK");
    client.release();
  });
});

describe("erasing a shop", () => {
  it("leaves no row of it in any table, and every row of the others", async () => {
    const [gone, stays] = [await shopWithOrder(), await shopWithOrder()];
    await eraseShop(test, gone);
    const tables = await test.database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE column_name = 'shop_id' AND table_schema = 'public' ORDER BY 1`,
    );
    for (const { name } of tables.rows) {
      const { rowCount } = await test.database.pool.query(`SELECT FROM ${name} WHERE shop_id = $1`, [gone]);
      expect([name, rowCount]).toEqual([name, 0]);
    }
    await expectCoherentLedger(test.database, stays);
    const { rowCount } = await test.database.pool.query("SELECT FROM entries WHERE shop_id = $1", [stays]);
    expect(rowCount).toBe(1);
  });

  it("twice is no error", async () => {
    const shopId = await shopWithOrder();
    await eraseShop(test, shopId);
    await eraseShop(test, shopId);
  });
});
