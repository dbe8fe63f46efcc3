import { createIds } from "#app/ids.server.ts";
import { createDatabase, type Database } from "#app/persistence/db.ts";
import { createLedger } from "#app/persistence/ledger.ts";
import { createProductsStore } from "#app/persistence/products-store.ts";
import { createMemberReads } from "#app/persistence/member-reads.ts";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { Ledger } from "#app/usecases/ledger-ports.ts";
import type { Clock, Ids, Wake } from "#app/usecases/ports.ts";
import type { KnownProducts } from "#app/usecases/orders/product-ports.ts";
import { createProductShelf, type ProductShelf } from "./product-shelf.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { noWake } from "./no-wake.ts";

/** The ledger on a database of its own, with a clock that stands until it is set and ids that repeat from run to run. */
export type TestLedger = {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock & { set(instant: string): void };
  readonly ids: Ids;
  readonly wake: Wake;
  readonly knownProducts: KnownProducts;
  /** A store with the products that the test puts there. */
  readonly shopifyProducts: ProductShelf;
  readonly reads: ReturnType<typeof createMemberReads>;
  drop(): Promise<void>;
};

export async function createTestLedger(): Promise<TestLedger> {
  const testDatabase: TestDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  let now = new Date("2026-04-01T12:00:00Z");
  return {
    database,
    ledger: createLedger(database),
    clock: { now: () => now, set: (instant) => void (now = new Date(instant)) },
    ids: createIds(seededBytes(7)),
    wake: noWake,
    knownProducts: createProductsStore(database.prisma),
    shopifyProducts: createProductShelf(),
    reads: createMemberReads(database.prisma),
    drop: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Repeatable bytes (xorshift32). */
function seededBytes(seed: number): (bytes: Uint8Array) => void {
  let state = seed;
  return (bytes) => {
    for (let position = 0; position < bytes.length; position++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[position] = state & 0xff;
    }
  };
}

export type ShopInput = {
  readonly currency?: string;
  readonly timeZone?: string;
  readonly participation?: "ordered" | "account" | "joined";
  readonly excludedTag?: string | null;
  readonly historyFrom?: string | null;
  readonly historyEarns?: boolean;
  /** Published on 1 January 2026 unless `publishedAt` says otherwise; null: no program yet. */
  readonly program?: ProgramBody | null;
  readonly publishedAt?: string;
};

let shops = 0;

/** An installed shop; its name is new each time, so that tests in one file never meet. */
export async function installTestShop(test: TestLedger, input: ShopInput = {}): Promise<string> {
  const shopId = `quiet-${++shops}.myshopify.com`;
  const {
    currency = "USD",
    timeZone = "America/New_York",
    participation = "ordered",
    excludedTag = null,
  } = input;
  await test.database.pool.query(
    `INSERT INTO shops (shop_id, name, currency, time_zone, installed_at, participation, excluded_tag, history_from, history_earns)
     VALUES ($1, 'Quiet', $2, $3, '2026-01-01', $4, $5, $6, $7)`,
    [
      shopId,
      currency,
      timeZone,
      participation,
      excludedTag,
      input.historyFrom ?? null,
      input.historyEarns ?? true,
    ],
  );
  if (input.program != null) {
    await test.database.pool.query(
      `INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'test', $3)`,
      [shopId, input.publishedAt ?? "2026-01-01T00:00:00Z", JSON.stringify(input.program)],
    );
  }
  return shopId;
}
