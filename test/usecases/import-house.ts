import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { startImport } from "#app/usecases/imports/start-import.ts";
import { createCustomer } from "#dev-store/state/operations/customers.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { createOrder } from "#dev-store/state/operations/orders.ts";
import { cancelOrder, refundOrder } from "#dev-store/state/operations/refunds.ts";
import { type Fixture, openFixture, SHOP } from "../dev-store/admin-api/support.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { composeImport, type TestImport } from "../support/import-ports.ts";

/** When the program was published: all that is bought before is history. */
export const NOW = new Date("2026-08-01T12:00:00Z");

export type Made = { id: string; lines: readonly { id: string }[] };

type Totals = {
  orders: number;
  lines: number;
  members: number;
  points: string;
  entries: number;
  purchases: number;
};

/** A local store that can be filled, and an app with a program that imports it into a database of its own. */
export type ImportHouse = Awaited<ReturnType<typeof openImportHouse>>;

export async function openImportHouse() {
  const database = await createTestDatabase();
  const fixture = await openFixture();
  const ports = await installApp(database, fixture);
  const lastRun = async () => (await ports.runs.list(SHOP, 1))[0]!;
  return {
    database,
    fixture,
    ports,
    lastRun,
    fill: (count: number) => fill(fixture, count),
    /** Begins an import and goes on to its end, whatever it is. */
    async importAll(): Promise<void> {
      await startImport(ports, SHOP);
      await runImports(ports, SHOP);
    },
    totals: () => totalsOf(ports),
    /** What recording every order by itself, as Shopify tells it, comes to. */
    expectedTotals: () => expectedTotals(fixture),
    /** Does something to the export's result before the import downloads it, `times` times. */
    spoil(times: number, body: Record<string, unknown>): { spoiled: () => number } {
      let spoiled = 0;
      const { read } = ports.exports;
      (ports.exports as { read: typeof read }).read = async (...asked) => {
        const answer = await read(...asked);
        if (
          answer.ok &&
          answer.value?.state === "completed" &&
          (await lastRun()).status === "exporting" &&
          spoiled < times
        ) {
          spoiled += 1;
          await spoilLatest(fixture, body);
        }
        return answer;
      };
      return { spoiled: () => spoiled };
    },
    /** Writes the export's result anew, object by object, before the import downloads it: once. */
    rewrite(change: (object: Record<string, unknown>) => Record<string, unknown>): void {
      const { read } = ports.exports;
      let left = 1;
      (ports.exports as { read: typeof read }).read = async (...asked) => {
        const answer = await read(...asked);
        const file = [...fixture.state.all("bulkOperation").values()].at(-1)?.file ?? null;
        if (!answer.ok || answer.value?.state !== "completed" || file === null || left-- <= 0) return answer;
        const path = join(fixture.store.config.folder, file);
        const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
        const objects = lines.map((line) => change(JSON.parse(line) as Record<string, unknown>));
        await writeFile(path, objects.map((object) => `${JSON.stringify(object)}\n`).join(""));
        return answer;
      };
    },
    async close(): Promise<void> {
      await ports.database.close();
      await fixture.close();
      await database.drop();
    },
  };
}

async function installApp(database: TestDatabase, fixture: Fixture): Promise<TestImport> {
  const ports = composeImport({
    databaseUrl: database.url,
    storeUrl: fixture.url,
    token: fixture.token,
    now: () => new Date(), // the store dates what happens in it by real time, so the import lives in it too
  });
  await ports.shops.install(
    { shopId: SHOP, name: "Demo", currency: "USD", timeZone: "America/New_York" },
    NOW,
  );
  await ports.database.pool.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'test', $3)",
    [SHOP, NOW, JSON.stringify(DEFAULT_PROGRAM)],
  );
  return ports;
}

export function must<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

const price = (index: number) => BigInt(500 + ((index * 7919) % 9000));

/** Orders of 12 customers and of guests; every tenth is refunded, edited, cancelled, unpaid or a test. */
function fill({ store, state }: Fixture, count: number): void {
  const customers = Array.from({ length: 12 }, (_, index) =>
    must(
      createCustomer(store, state, {
        email: `c${index}@example.com`,
        firstName: "C",
        lastName: String(index),
      }),
    ),
  );
  for (let index = 0; index < count; index++) {
    const at = new Date(Date.UTC(2025, 0, 1) + index * 7_200_000).toISOString();
    const kind = index % 10;
    const order: Made = must(
      createOrder(store, state, {
        ...(kind === 9
          ? { email: `guest${index % 3}@example.com` }
          : { customerId: customers[(index * 5) % 12]!.id }),
        processedAt: at,
        financialStatus: kind === 8 ? "pending" : "paid",
        test: kind === 7 && index % 3 === 0,
        lines: Array.from({ length: 1 + (index % 3) }, (_, line) => ({
          title: `Thing ${line}`,
          priceMinor: price(index + line),
          quantity: 1 + (line % 2),
        })),
      }),
    );
    const line = order.lines[0]!;
    if (index % 10 === 1)
      must(refundOrder(store, state, { id: order.id, lines: [{ lineId: line.id, quantity: 1 }], at }));
    if (index % 10 === 2)
      must(
        editOrder(store, state, {
          id: order.id,
          add: [{ title: "More", priceMinor: 1000n, quantity: 1 }],
          at,
        }),
      );
    if (index % 10 === 3) must(cancelOrder(store, state, { id: order.id, refund: true, at }));
  }
}

async function totalsOf(ports: TestImport): Promise<Totals> {
  const { rows } = await ports.database.pool.query<Totals>(
    `SELECT (SELECT count(*)::int FROM orders WHERE shop_id = $1) AS orders, (SELECT count(*)::int FROM order_lines WHERE shop_id = $1) AS lines,
      (SELECT count(*)::int FROM members WHERE shop_id = $1) AS members, (SELECT sum(balance)::text FROM members WHERE shop_id = $1) AS points,
      (SELECT count(*)::int FROM entries WHERE shop_id = $1) AS entries, (SELECT count(*)::int FROM orders WHERE shop_id = $1 AND is_purchase) AS purchases`,
    [SHOP],
  );
  return rows[0]!;
}

/** By the store's content: Shopify's throttling makes fetching every order slow. */
const expectations = new Map<string, Totals>();

async function expectedTotals(fixture: Fixture): Promise<Totals> {
  const key = [...fixture.state.all("order").values()]
    .map(({ processedAt, financialStatus, lines }) => `${processedAt} ${financialStatus} ${lines.length}`)
    .join();
  const known = expectations.get(key) ?? (await recordOneByOne(fixture));
  expectations.set(key, known);
  return known;
}

async function recordOneByOne(fixture: Fixture): Promise<Totals> {
  const ids = [...fixture.state.all("order").keys()].map(
    (id) => `gid://shopify/Order/${id.slice(id.lastIndexOf("/") + 1)}`,
  );
  const database = await createTestDatabase();
  const ports = await installApp(database, fixture);
  try {
    const fetched = await ports.shopifyOrders.fetchOrders(SHOP, ids);
    if (!fetched.ok) throw new Error(fetched.refusals[0].detail);
    await ports.recordOrders(SHOP, [...fetched.value.values()]);
    return await totalsOf(ports);
  } finally {
    await ports.database.close();
    await database.drop();
  }
}

async function spoilLatest({ url }: Fixture, body: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${url}/_control/bulk/latest`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}
