import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createImportLock } from "#app/persistence/import-runs-store.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { startImport } from "#app/usecases/imports/start-import.ts";
import { gid } from "#dev-store/state/ids.ts";
import { NODE } from "../../scripts/pinned-node.ts";
import { SHOP } from "../dev-store/admin-api/support.ts";
import { type ImportHouse, NOW, openImportHouse } from "./import-house.ts";

const CHILD = fileURLToPath(new URL("../support/import-child.ts", import.meta.url));

let house: ImportHouse;
let ports: ImportHouse["ports"];

beforeEach(async () => {
  house = await openImportHouse();
  ({ ports } = house);
});
afterEach(() => house.close());

const ordersMade = () => [...house.fixture.state.all("order").values()];
const nameOf = (index: number) => ordersMade()[index]!.name;
const idOf = (index: number) => gid("Order", ordersMade()[index]!.id);

describe("the first import", () => {
  it("ends where recording every order by itself ends, refunded, edited, cancelled, unpaid and guests' orders included", async () => {
    house.fill(120);
    await startImport(ports, SHOP);
    expect(await runImports(ports, SHOP)).toBe(true);
    expect(await house.lastRun()).toMatchObject({
      status: "done",
      ordersTotal: 120,
      ordersDone: 120,
      failure: null,
    });
    expect(await house.totals()).toEqual(await house.expectedTotals());
    const { rows } = await ports.database.pool.query(
      "SELECT (SELECT count(*)::int FROM staged_orders) + (SELECT count(*)::int FROM staged_lines) AS left",
    );
    expect(rows[0]).toEqual({ left: 0 });
    expect((await ports.shops.get(SHOP))?.reconciledUntil).toEqual((await house.lastRun()).startedAt);
  });

  it("needs no order of lines: every child may stand before every parent", async () => {
    house.fill(60);
    const { spoiled } = house.spoil(1, { shuffleChildren: true });
    await house.importAll();
    expect(spoiled()).toBe(1);
    expect(await house.totals()).toEqual(await house.expectedTotals());
  });

  it("of a shop without orders is done at once", async () => {
    await house.importAll();
    expect(await house.lastRun()).toMatchObject({ status: "done", ordersTotal: 0 });
  });

  it("changes nothing when it runs again", async () => {
    house.fill(50);
    await house.importAll();
    const before = await house.totals();
    await house.importAll();
    expect(await house.totals()).toEqual(before);
    expect((await ports.runs.list(SHOP, 5)).map(({ status }) => status)).toEqual(["done", "done"]);
  });

  it.each([
    ["a result that breaks off within a line", { truncateBytes: 5000 }, "export-truncated"],
    ["a result whose seven days are over", { expire: true }, "export-expired"],
    ["an export that failed with partial data", { fail: true }, "export-failed"],
  ])("gets over %s, and after five tries says so and can be begun anew", async (_, fault, failure) => {
    house.fill(30);
    const spoiledOnce = house.spoil(1, fault);
    await house.importAll();
    if (!("truncateBytes" in fault)) {
      expect(spoiledOnce.spoiled()).toBe(1);
      expect((await house.lastRun()).status).toBe("done");
      expect(await house.totals()).toEqual(await house.expectedTotals());
    }
    house.spoil(Number.POSITIVE_INFINITY, fault);
    await house.importAll();
    expect(await house.lastRun()).toMatchObject({ status: "failed", failure });
  });

  it("sets an order of which a row can't be read aside, whole and with its name, and imports all others", async () => {
    house.fill(30);
    house.rewrite((object) => {
      if (object["name"] === nameOf(4)) return { ...object, processedAt: "the day before yesterday" };
      if (object["__parentId"] === idOf(5))
        return { ...object, originalUnitPriceSet: { shopMoney: { amount: "cheap" } } };
      return object;
    });
    await house.importAll();
    const run = await house.lastRun();
    expect(run).toMatchObject({
      status: "done",
      failure: null,
      ordersTotal: 28,
      ordersDone: 28,
      problemCount: 2,
    });
    const told = run.problems.map(({ code, data }) => [code, data["name"], data["reason"]]);
    expect(told.toSorted()).toEqual([
      ["order-unreadable", nameOf(4), '"the day before yesterday" is no moment'],
      ["order-unreadable", nameOf(5), '"cheap" is no amount of money'],
    ]);
    const { rows } = await ports.database.pool.query("SELECT name FROM orders WHERE shop_id = $1", [SHOP]);
    expect(rows).toHaveLength(28);
    expect(rows.map(({ name }: { name: string }) => name)).not.toContain(nameOf(5));
    await house.importAll();
    expect(await house.lastRun()).toMatchObject({ status: "done", problemCount: 0 });
    expect(await house.totals()).toEqual(await house.expectedTotals());
  });

  it("is one process's work at a time", async () => {
    house.fill(10);
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
      house.fill(120);
      await startImport(ports, SHOP);
      const child = fork(
        CHILD,
        [
          JSON.stringify({
            databaseUrl: house.database.url,
            storeUrl: house.fixture.url,
            token: house.fixture.token,
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
      expect((await house.lastRun()).status).not.toBe("done");
      expect(await runImports(ports, SHOP)).toBe(true);
      expect(await house.lastRun()).toMatchObject({ status: "done", failure: null });
      expect(await house.totals()).toEqual(await house.expectedTotals());
      expect(
        house.fixture.state.all("bulkOperation").size,
        "a killed import finds the export it started",
      ).toBe(1);
    },
  );

  it("loads again when the database's own crash has emptied staging", async () => {
    house.fill(20);
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
    expect(await house.lastRun()).toMatchObject({ status: "done", ordersTotal: 20 });
    expect(await house.totals()).toEqual(await house.expectedTotals());
  });
});
