import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWrittenBySets } from "#app/domain/earning/plain-program.ts";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { createIds } from "#app/ids.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { createProductsStore } from "#app/persistence/products-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createStagingStore } from "#app/persistence/staging-store.ts";
import type { StagedRow } from "#app/usecases/imports/import-ports.ts";
import { stagedRule } from "#app/usecases/imports/import-steps.ts";
import { awardHistory, awardOneByOne, awardSets } from "#app/usecases/program/award-history.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { noWake } from "#test/support/no-wake.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createProductShelf } from "#test/support/product-shelf.ts";
import { type RandomStore, randomStore } from "#test/support/random-store.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const IMPORT = "import-1";

let testDatabase: TestDatabase;
let database: Database;
let reader: pg.Pool;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { maxConnections: 4 });
  reader = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
});
afterAll(async () => {
  await reader.end();
  await database.close();
  await testDatabase.drop();
});

const ports = () => ({
  ledger: createLedger(database),
  clock: { now: () => NOW },
  ids: createIds(),
  wake: noWake,
  knownProducts: createProductsStore(database.prisma),
  shopifyProducts: createProductShelf(),
});

async function openShop(store: RandomStore): Promise<string> {
  const shopId = `${randomUUID()}.myshopify.com`;
  await reader.query(
    `INSERT INTO shops (shop_id, name, currency, time_zone, installed_at, participation, excluded_tag, history_from, history_earns)
     VALUES ($1, 'Test', $2, $3, $4, $5, $6, $7, $8)`,
    [
      shopId,
      store.currency,
      store.timeZone,
      NOW,
      store.participation,
      store.excludedTag,
      store.historyFrom,
      store.historyEarns,
    ],
  );
  if (store.program === null) return shopId;
  await createProgramStore(database.prisma).insert(shopId, {
    version: 1,
    publishedAt: NOW,
    publishedBy: "test",
    body: store.program,
  });
  return shopId;
}

async function importSlices(shopId: string, rows: readonly StagedRow[], slices: number): Promise<string[]> {
  const staging = createStagingStore(database.pool);
  const shop = (await createShopsStore(database.prisma).get(shopId))!;
  const [version] = await createProgramStore(database.prisma).list(shopId);
  const rule = stagedRule(shop, version ?? null, false);
  await staging.load(
    shopId,
    IMPORT,
    (async function* () {
      yield rows;
    })(),
  );
  for (let index = 0; index < slices; index++) {
    await staging.recordSlice(shop, rule, {
      importId: IMPORT,
      index,
      of: slices,
      origin: "shopify",
      at: NOW,
    });
  }
  await awardHistory(ports(), shopId);
  const left = await staging.listRemaining(shopId, IMPORT, "shopify", "", 1000);
  await staging.clear(shopId, IMPORT);
  return left;
}

/** Every row of the shop's books, with people named by what they are known by instead of by our own ids. */
async function books(shopId: string): Promise<Record<string, unknown[]>> {
  const { rows: members } = await reader.query(`SELECT * FROM members WHERE shop_id = $1`, [shopId]);
  const names = new Map<string, string>(
    members.map((row) => [row.member_id, row.customer_id ?? row.email_key]),
  );
  const read = async (table: string) => {
    const { rows } = await reader.query(
      `SELECT to_jsonb(t) - 'shop_id' AS row FROM ${table} t WHERE shop_id = $1`,
      [shopId],
    );
    const named = rows.map(({ row }) => {
      const text = JSON.stringify(row).replaceAll(
        /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
        (id) => names.get(id) ?? id,
      );
      return text.replaceAll(/,?"state_digest":(null|"[^"]*")/g, "");
    });
    return named.sort().map((text) => JSON.parse(text));
  };
  const tables = ["members", "orders", "order_lines", "order_changes", "entries", "lots"];
  return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await read(table)])));
}

describe("the import's set-based road", () => {
  it("ends in the very rows in which recording order by order ends", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomStore(), fc.integer({ min: 1, max: 4 }), async (store, slices) => {
        const [oneByOne, bySets] = [await openShop(store), await openShop(store)];
        await recordOrders(ports(), oneByOne, store.facts);
        const left = await importSlices(bySets, store.rows, slices);
        await recordOrders(
          ports(),
          bySets,
          store.facts.filter(({ orderId }) => left.includes(orderId)),
        );
        // Whoever the sets left out has other entry numbers when only some of their orders were left out.
        expect(left, "the sets take every ordinary order").toEqual(
          store.facts
            .filter(store.isUnusual)
            .map((one: OrderFacts) => one.orderId)
            .sort(),
        );
        if (left.length === 0) expect(await books(bySets)).toEqual(await books(oneByOne));
      }),
      { numRuns: 40 },
    );
  });

  it("changes nothing when the same orders come again", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomStore(), async (store) => {
        const shopId = await openShop(store);
        await importSlices(shopId, store.rows, 2);
        const before = await books(shopId);
        await importSlices(shopId, store.rows, 3);
        expect(await books(shopId)).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  it("takes once what an export holds twice", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomStore(), async (store) => {
        const [once, twice] = [await openShop(store), await openShop(store)];
        await importSlices(once, store.rows, 1);
        await importSlices(twice, [...store.rows, ...store.rows], 1);
        expect(await books(twice)).toEqual(await books(once));
      }),
      { numRuns: 10 },
    );
  });

  it(
    "adds to the books of members it finds, wherever their orders were recorded before",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          randomStore({ mixed: false }),
          fc.integer({ min: 0, max: 12 }),
          async (store, first) => {
            const [oneByOne, bySets] = [await openShop(store), await openShop(store)];
            const [earlier, later] = [store.facts.slice(0, first), store.facts.slice(first)];
            for (const shopId of [oneByOne, bySets]) await recordOrders(ports(), shopId, earlier);
            await recordOrders(ports(), oneByOne, later);
            const left = await importSlices(bySets, store.rows, 2);
            await recordOrders(
              ports(),
              bySets,
              store.facts.filter(({ orderId }) => left.includes(orderId)),
            );
            if (left.length === 0) expect(await books(bySets)).toEqual(await books(oneByOne));
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});

const isPlain = ({ program }: RandomStore) => program !== null && isWrittenBySets(program);

describe("the first publication's set-based road", () => {
  it("ends in the very rows in which awarding order by order ends", { timeout: 120_000 }, async () => {
    let bySets = 0;
    await fc.assert(
      fc.asyncProperty(randomStore().filter(isPlain), async (store) => {
        const shops = [
          await openShop({ ...store, program: null }),
          await openShop({ ...store, program: null }),
        ] as const;
        for (const shopId of shops) {
          await recordOrders(ports(), shopId, store.facts);
          await createProgramStore(database.prisma).insert(shopId, {
            ...{ version: 1, publishedAt: NOW, publishedBy: "test" },
            body: store.program!,
          });
        }
        await awardOneByOne(ports(), shops[0]);
        await awardSets(ports(), shops[1], 1);
        const { rows } = await reader.query<{ awarded: number }>(
          "SELECT count(*)::int AS awarded FROM orders WHERE shop_id = $1 AND program_version = 1",
          [shops[1]],
        );
        bySets += rows[0]!.awarded;
        await awardOneByOne(ports(), shops[1]);
        expect(await books(shops[1])).toEqual(await books(shops[0]));
      }),
      { numRuns: 40 },
    );
    expect(bySets, "orders were awarded by sets at all").toBeGreaterThan(50);
  });
});
