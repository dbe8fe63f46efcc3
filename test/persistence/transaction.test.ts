import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database, type Db } from "#app/persistence/db.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const SHOPS = ["left.myshopify.com", "right.myshopify.com"] as const;

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.pool.query("DELETE FROM shops");
  for (const shopId of SHOPS) {
    await database.pool.query(
      `INSERT INTO shops (shop_id, name, currency, time_zone, installed_at) VALUES ($1, '', 'USD', 'UTC', '2026-01-01')`,
      [shopId],
    );
  }
});

const mark = (db: Db, shopId: string, text: string) =>
  db.$executeRaw`UPDATE shops SET name = name || ${text} WHERE shop_id = ${shopId}`;

async function names(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>("SELECT name FROM shops ORDER BY shop_id");
  return rows.map(({ name }) => name);
}

/** Opens when both have come. */
function meeting(): () => Promise<void> {
  let come = 0;
  let open: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    come += 1;
    if (come >= 2) open();
    await both;
  };
}

describe("a transaction", () => {
  it("that lost a deadlock runs again from its start, and both are done once", async () => {
    const met = meeting();
    let runs = 0;
    const inOrder = (first: string, second: string, text: string) =>
      database.transaction(async (db) => {
        runs += 1;
        await mark(db, first, text);
        await met();
        await mark(db, second, text);
      });
    await Promise.all([inOrder(SHOPS[0], SHOPS[1], "a"), inOrder(SHOPS[1], SHOPS[0], "b")]);
    expect(runs).toBe(3);
    expect((await names()).map((name) => [...name].sort().join(""))).toEqual(["ab", "ab"]);
  });

  it("that throws leaves nothing behind and is not run again", async () => {
    let runs = 0;
    const failing = database.transaction(async (db) => {
      runs += 1;
      await mark(db, SHOPS[0], "x");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(runs).toBe(1);
    expect(await names()).toEqual(["", ""]);
  });

  it("whose statement the database refuses is not run again", async () => {
    let runs = 0;
    const failing = database.transaction(async (db) => {
      runs += 1;
      await db.$executeRaw`INSERT INTO shops SELECT * FROM shops WHERE shop_id = ${SHOPS[0]}`;
    });
    await expect(failing).rejects.toThrow();
    expect(runs).toBe(1);
  });
});

describe("a statement that was prepared before a migration gave its column another type", () => {
  it("is run again on a connection that has not prepared it", async () => {
    const own = createDatabase(testDatabase.url, { maxConnections: 1 });
    try {
      await own.pool.query("CREATE TABLE grown (word text); INSERT INTO grown VALUES ('old')");
      const read = () => own.transaction((db) => db.$queryRaw`SELECT word FROM grown`);
      expect(await read()).toEqual([{ word: "old" }]);
      await database.pool.query(
        "CREATE DOMAIN some_word AS text; ALTER TABLE grown ALTER COLUMN word TYPE some_word",
      );
      expect(await read()).toEqual([{ word: "old" }]);
    } finally {
      await own.close();
    }
  });
});
