import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOrder, deleteOrder } from "#dev-store/state/operations/orders.ts";
import { cancelOrder } from "#dev-store/state/operations/refunds.ts";
import { createCustomer, deleteCustomer, updateCustomer } from "#dev-store/state/operations/customers.ts";
import { editOrder } from "#dev-store/state/operations/edits.ts";
import { refundOrder } from "#dev-store/state/operations/refunds.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { reconcileOrders } from "#app/usecases/orders/reconcile-orders.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { createImportLock } from "#app/persistence/import-runs-store.ts";
import { startImport } from "#app/usecases/imports/start-import.ts";
import { NODE } from "../../scripts/pinned-node.ts";
import { type Fixture, openFixture, SHOP } from "../dev-store/admin-api/support.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { composeImport, type TestImport } from "../support/import-ports.ts";

/** When the program was published: all that is bought before is history. */
const NOW = new Date("2026-08-01T12:00:00Z");
const CHILD = fileURLToPath(new URL("../support/import-child.ts", import.meta.url));

let database: TestDatabase;
let fixture: Fixture;
let ports: TestImport;
/** The store dates what happens in it by real time, so the import lives in it too. */
const now = () => new Date();

beforeEach(async () => {
  database = await createTestDatabase();
  fixture = await openFixture();
  ports = composeImport({ databaseUrl: database.url, storeUrl: fixture.url, token: fixture.token, now });
  await ports.shops.install(
    { shopId: SHOP, name: "Demo", currency: "USD", timeZone: "America/New_York" },
    NOW,
  );
  await ports.database.pool.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'test', $3)",
    [SHOP, NOW, JSON.stringify(DEFAULT_PROGRAM)],
  );
});
afterEach(async () => {
  await ports.database.close();
  await fixture.close();
  await database.drop();
});

type Made = { id: string; lines: readonly { id: string }[] };

function must<T>(outcome: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value;
}

const price = (index: number) => BigInt(500 + ((index * 7919) % 9000));

/** Orders of 12 customers and of guests; every tenth is refunded, edited, cancelled, unpaid or a test. */
function fill(count: number): void {
  const { store, state } = fixture;
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

type Totals = {
  orders: number;
  lines: number;
  members: number;
  points: string;
  entries: number;
  purchases: number;
};

async function totals(): Promise<Totals> {
  const { rows } = await ports.database.pool.query<Totals>(
    `SELECT (SELECT count(*)::int FROM orders WHERE shop_id = $1) AS orders, (SELECT count(*)::int FROM order_lines WHERE shop_id = $1) AS lines,
      (SELECT count(*)::int FROM members WHERE shop_id = $1) AS members, (SELECT sum(balance)::text FROM members WHERE shop_id = $1) AS points,
      (SELECT count(*)::int FROM entries WHERE shop_id = $1) AS entries, (SELECT count(*)::int FROM orders WHERE shop_id = $1 AND is_purchase) AS purchases`,
    [SHOP],
  );
  return rows[0]!;
}

/** What recording every order by itself, as Shopify tells it, comes to. */
async function expectedTotals(): Promise<Totals> {
  const key = [...fixture.state.all("order").values()]
    .map(({ processedAt, financialStatus, lines }) => `${processedAt} ${financialStatus} ${lines.length}`)
    .join();
  const known = expectations.get(key) ?? (await recordOneByOne());
  expectations.set(key, known);
  return known;
}

/** By the store's content: Shopify's throttling makes fetching every order slow. */
const expectations = new Map<string, Totals>();

async function recordOneByOne(): Promise<Totals> {
  const ids = [...fixture.state.all("order").keys()].map(
    (id) => `gid://shopify/Order/${id.slice(id.lastIndexOf("/") + 1)}`,
  );
  const other = await createTestDatabase();
  const aside = composeImport({ databaseUrl: other.url, storeUrl: fixture.url, token: fixture.token, now });
  const imported = ports;
  try {
    ports = aside;
    await aside.shops.install(
      { shopId: SHOP, name: "Demo", currency: "USD", timeZone: "America/New_York" },
      NOW,
    );
    await aside.database.pool.query(
      "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'test', $3)",
      [SHOP, NOW, JSON.stringify(DEFAULT_PROGRAM)],
    );
    const fetched = await aside.shopifyOrders.fetchOrders(SHOP, ids);
    if (!fetched.ok) throw new Error(fetched.refusals[0].detail);
    await aside.recordOrders(SHOP, [...fetched.value.values()]);
    return await totals();
  } finally {
    ports = imported;
    await aside.database.close();
    await other.drop();
  }
}

async function lastRun() {
  return (await ports.runs.list(SHOP, 1))[0]!;
}

async function control(body: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${fixture.url}/_control/bulk/latest`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** Does something to the export's result before the import downloads it, `times` times. */
function spoil(times: number, body: Record<string, unknown>): { spoiled: () => number } {
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
      await control(body);
    }
    return answer;
  };
  return { spoiled: () => spoiled };
}

describe("the first import", () => {
  it("ends where recording every order by itself ends, refunded, edited, cancelled, unpaid and guests' orders included", async () => {
    fill(120);
    await startImport(ports, SHOP);
    expect(await runImports(ports, SHOP)).toBe(true);
    expect(await lastRun()).toMatchObject({
      status: "done",
      ordersTotal: 120,
      ordersDone: 120,
      failure: null,
    });
    expect(await totals()).toEqual(await expectedTotals());
    const { rows } = await ports.database.pool.query(
      "SELECT (SELECT count(*)::int FROM staged_orders) + (SELECT count(*)::int FROM staged_lines) AS left",
    );
    expect(rows[0]).toEqual({ left: 0 });
    expect((await ports.shops.get(SHOP))?.reconciledUntil).toEqual((await lastRun()).startedAt);
  });

  it("needs no order of lines: every child may stand before every parent", async () => {
    fill(60);
    const { spoiled } = spoil(1, { shuffleChildren: true });
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    expect(spoiled()).toBe(1);
    expect(await totals()).toEqual(await expectedTotals());
  });

  it("of a shop without orders is done at once", async () => {
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    expect(await lastRun()).toMatchObject({ status: "done", ordersTotal: 0 });
  });

  it("changes nothing when it runs again", async () => {
    fill(50);
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    const before = await totals();
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    expect(await totals()).toEqual(before);
    expect((await ports.runs.list(SHOP, 5)).map(({ status }) => status)).toEqual(["done", "done"]);
  });

  it.each([
    ["a result that breaks off within a line", { truncateBytes: 5000 }, "export-truncated"],
    ["a result whose seven days are over", { expire: true }, "export-expired"],
    ["an export that failed with partial data", { fail: true }, "export-failed"],
  ])("gets over %s, and after five tries says so and can be begun anew", async (_, fault, failure) => {
    fill(30);
    const spoiledOnce = spoil(1, fault);
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    if (!("truncateBytes" in fault)) {
      expect(spoiledOnce.spoiled()).toBe(1);
      expect((await lastRun()).status).toBe("done");
      expect(await totals()).toEqual(await expectedTotals());
    }
    spoil(Number.POSITIVE_INFINITY, fault);
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    expect(await lastRun()).toMatchObject({ status: "failed", failure });
  });

  it("is one process's work at a time", async () => {
    fill(10);
    await startImport(ports, SHOP);
    let inner: boolean | undefined;
    await ports.importLock.hold(SHOP, async () => {
      inner = await runImports(
        { ...ports, importLock: createImportLock(ports.database.pool, { patienceMs: 100 }) },
        SHOP,
      );
    });
    expect(inner).toBe(false);
    expect(await runImports(ports, SHOP)).toBe(true);
  });
});

describe("an import that is killed", () => {
  it.each(["export-started", "exporting", "loading", "recording", "within-slice", "fetching", "fetched"])(
    "with SIGKILL at the point %s ends with the same totals when it is started again",
    async (point) => {
      fill(120);
      await startImport(ports, SHOP);
      const child = fork(
        CHILD,
        [
          JSON.stringify({
            databaseUrl: database.url,
            storeUrl: fixture.url,
            token: fixture.token,
            now: NOW,
            point,
          }),
        ],
        {
          execPath: NODE,
        },
      );
      const [, signal] = (await once(child, "exit")) as [number | null, string | null];
      expect(signal).toBe("SIGKILL");
      expect((await lastRun()).status).not.toBe("done");
      expect(await runImports(ports, SHOP)).toBe(true);
      expect(await lastRun()).toMatchObject({ status: "done", failure: null });
      expect(await totals()).toEqual(await expectedTotals());
      expect(fixture.state.all("bulkOperation").size, "a killed import finds the export it started").toBe(1);
    },
  );

  it("loads again when the database's own crash has emptied staging", async () => {
    fill(20);
    await startImport(ports, SHOP);
    const { recordSlice } = ports.staging;
    let crashed = false;
    (ports.staging as { recordSlice: typeof recordSlice }).recordSlice = async (...asked) => {
      const result = await recordSlice(...asked);
      if (!crashed) await ports.database.pool.query("TRUNCATE staged_orders, staged_lines");
      crashed = true;
      return result;
    };
    await runImports(ports, SHOP);
    expect(await lastRun()).toMatchObject({ status: "done", ordersTotal: 20 });
    expect(await totals()).toEqual(await expectedTotals());
  });
});

describe("reconciling", () => {
  it("takes orders for deleted only as far back as the app may see", async () => {
    fill(20);
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    const [first] = [...fixture.state.all("order").values()] as unknown as Made[];
    must(deleteOrder(fixture.store, fixture.state, { id: first!.id }));
    await reconcileOrders(ports, SHOP, { complete: true });
    const { rows } = await ports.database.pool.query(
      "SELECT count(*)::int AS count FROM orders WHERE shop_id = $1 AND deleted_at IS NOT NULL",
      [SHOP],
    );
    expect(rows[0].count).toBe(0);
  });

  it("heals what webhooks lost of customers: new, changed and deleted ones", async () => {
    const { store, state } = fixture;
    fill(12);
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    must(createCustomer(store, state, { email: "quiet@example.com", firstName: "Quiet" }));
    const gone = must(createCustomer(store, state, { email: "gone@example.com" }));
    const [first] = [...state.all("customer").values()];
    must(updateCustomer(store, state, { id: first!.id, firstName: "Renamed" }));
    await reconcileOrders(ports, SHOP, { complete: false });
    must(deleteCustomer(store, state, { id: gone.id }));
    await reconcileOrders(ports, SHOP, { complete: true });
    const { rows } = await ports.database.pool.query(
      "SELECT email, name, participation FROM members WHERE shop_id = $1 AND email IN ('quiet@example.com', 'gone@example.com', 'c0@example.com') ORDER BY email",
      [SHOP],
    );
    expect(rows).toEqual([
      { email: "c0@example.com", name: "Renamed 0", participation: "member" },
      { email: "quiet@example.com", name: "Quiet", participation: "outside" },
    ]);
  });

  it("heals what webhooks lost: new, refunded and deleted orders", async () => {
    fill(40);
    await ports.database.pool.query(
      "INSERT INTO sessions (id, shop, is_online, state, scope, sealed, updated_at) VALUES ('offline_' || $1, $1, false, '', 'read_orders,read_all_orders', '', now())",
      [SHOP],
    );
    await startImport(ports, SHOP);
    await runImports(ports, SHOP);
    const { store, state } = fixture;
    const orders = [...state.all("order").values()] as unknown as Made[];
    must(
      refundOrder(store, state, {
        id: orders[4]!.id,
        lines: [{ lineId: orders[4]!.lines[0]!.id, quantity: 1 }],
      }),
    );
    must(
      createOrder(store, state, {
        email: "new@example.com",
        lines: [{ title: "Late", priceMinor: 4200n, quantity: 1 }],
      }),
    );
    must(deleteOrder(store, state, { id: orders[5]!.id }));
    await reconcileOrders(ports, SHOP, { complete: false });
    await reconcileOrders(ports, SHOP, { complete: true });
    expect((await ports.runs.list(SHOP, 5)).map(({ kind, status }) => [kind, status])).toEqual([
      ["reconcile", "done"],
      ["reconcile", "done"],
      ["first", "done"],
    ]);
    const { rows } = await ports.database.pool.query(
      "SELECT count(*)::int AS count FROM orders WHERE shop_id = $1 AND deleted_at IS NULL",
      [SHOP],
    );
    expect(rows[0].count).toBe(40);
    const expected = await expectedTotals();
    expect((await totals()).points).toBe(expected.points);
  });
});
