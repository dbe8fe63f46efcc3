/**
 * The main job on a real purchase log: the CDNOW sample (Fader & Hardie) as a Shopify order export.
 * The totals are known; they must come out the same in API and database, whatever happens on the way.
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "#test/support/stack.ts";

const EXPORT = resolve("../shared/data/cdnow-sample.orders.csv.gz");
const here = describe.skipIf(!existsSync(EXPORT));

type Share = { numerator: number; denominator: number };
type Overview = {
  timeZone: string;
  customers: number;
  purchases: number;
  revenue: string;
  points: { issued: number; outstanding: number };
  repeatPurchaseRate: Share;
  repeatPurchaseRateByDays: Share;
  secondOrder: { days: number; value: number }[];
  timeToSecondOrder: Record<string, number | null>;
};
type Page = { items: { balance: number }[]; nextCursor: string | null };

const TOTALS = {
  customers: 2357,
  purchases: 6919,
  revenue: "244091.94",
  issued: 239_444,
  outstanding: 239_444,
  repeated: 1152,
};

/** Phases of the import in the order in which a run goes through them. */
const PHASES = ["requested", "exporting", "loading", "recording", "fetching"];
const POLL_MS = 10;
const PHASE_LIMIT_MS = 60_000;

let directory: string;
let stack: Stack | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "perennial-cdnow-"));
});
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  await rm(directory, { recursive: true, force: true });
});

const start = async (env: Record<string, string>): Promise<Stack> => {
  stack = await startStack(env, { dataDirectory: join(directory, "data") });
  return stack;
};

here("the CDNOW sample (needs ../shared)", () => {
  it("becomes 2,357 customers, 6,919 orders, 244,091.94 of revenue and 239,444 points, and stays so when it comes again", async () => {
    const running = await start({ DEV_STORE_ORDERS: EXPORT });
    await running.ready();
    const overview = await expectTotals(running);
    expect(overview.repeatPurchaseRateByDays.numerator).toBe(1139);
    expect(overview.timeToSecondOrder).toMatchObject({
      median: 55,
      q1: 16,
      q3: 161,
      kaplanMeierMedian: null,
    });
    const asOf = await running.api<Overview>("GET", "/api/v1/reports/overview?asOf=1998-06-30");
    expect(asOf.body.secondOrder.map(({ value }) => Math.round(value * 100_000) / 1000)).toEqual([
      17.395, 25.499, 29.147, 37.633, 45.566,
    ]);

    expect((await running.control("POST", "/orders/import?deliver=webhooks", readExport())).status).toBe(202);
    expect((await running.control("POST", "/settle", { timeoutMs: 240_000 })).status).toBe(200);
    await expectTotals(running);
  }, 400_000);

  it("has the same totals after SIGKILL at five moments of the import: of everything's parent, or of the worker", async () => {
    const killed: string[] = [];
    for (const [phase, who] of [
      ["requested", "parent"],
      ["exporting", "worker"],
      ["loading", "parent"],
      ["recording", "worker"],
      ["recording", "parent"],
    ] as const) {
      const running = await start({ DEV_STORE_ORDERS: EXPORT });
      killed.push(await untilPhase(running, phase));
      if (who === "parent") await running.kill();
      else await running.killWorker();
    }
    expect(killed).toHaveLength(5);
    const running = await start({ DEV_STORE_ORDERS: EXPORT });
    await running.ready();
    await expectTotals(running);
  }, 400_000);

  it("has the same totals when every webhook comes twice, in random order, and one in ten is lost", async () => {
    const running = await start({ DEV_STORE_ORDERS: await emptyExport() });
    await running.ready();
    await running.control("POST", "/faults", { duplicate: 1, reorder: true, drop: 0.1, seed: 7 });
    expect((await running.control("POST", "/orders/import?deliver=webhooks", readExport())).status).toBe(202);
    const settled = await running.control("POST", "/settle", { timeoutMs: 600_000, reconcile: true });
    expect(settled.status, JSON.stringify(settled.body)).toBe(200);
    await expectTotals(running);
  }, 900_000);

  it("has Auckland's days in a shop that lives there", async () => {
    const running = await start({ DEV_STORE_ORDERS: EXPORT, DEV_STORE_TIME_ZONE: "Pacific/Auckland" });
    await running.ready();
    expect((await expectTotals(running)).timeZone).toBe("Pacific/Auckland");
    const days = new Intl.DateTimeFormat("sv-SE", { timeZone: "Pacific/Auckland" });
    const rows = parse<Record<string, string>>(readExport(), { columns: true });
    const expected = rows.map((row) => [
      `gid://shopify/Order/${row["Id"]}`,
      days.format(new Date(row["Created at"]!.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, "$1T$2$3:$4"))),
    ]);
    const stored = await running.query<{ order_id: string; day: string }>(
      "SELECT order_id, business_date::text AS day FROM orders",
    );
    expect(stored).toHaveLength(expected.length);
    expect(Object.fromEntries(stored.map(({ order_id, day }) => [order_id, day]))).toEqual(
      Object.fromEntries(expected),
    );
  }, 200_000);
});

const readExport = (): string => gunzipSync(readFileSync(EXPORT)).toString();

/** The header alone: a store without a past, with the program that DEV_STORE_ORDERS brings. */
async function emptyExport(): Promise<string> {
  const path = join(directory, "empty.csv");
  await writeFile(path, readExport().slice(0, readExport().indexOf("\n") + 1));
  return path;
}

/** Waits until the import has reached a phase; the phase it is in by then. */
async function untilPhase(running: Stack, wanted: string): Promise<string> {
  const deadline = Date.now() + PHASE_LIMIT_MS;
  while (Date.now() < deadline) {
    const phase = running
      .output()
      .match(/phase=\w+/g)
      ?.at(-1)
      ?.slice("phase=".length);
    if (phase !== undefined && PHASES.indexOf(phase) >= PHASES.indexOf(wanted)) return phase;
    await wait(POLL_MS);
  }
  throw new Error(`the import has not come to ${wanted}:\n${running.output().slice(-4000)}`);
}

/** The known totals, in the figures, in every member's books and in the tables. */
async function expectTotals(running: Stack): Promise<Overview> {
  const { status, body } = await running.api<Overview>("GET", "/api/v1/reports/overview");
  expect(status).toBe(200);
  expect({
    customers: body.customers,
    purchases: body.purchases,
    revenue: body.revenue,
    issued: body.points.issued,
    outstanding: body.points.outstanding,
    repeated: body.repeatPurchaseRate.numerator,
  }).toEqual(TOTALS);
  expect(await sumOfBalances(running)).toBe(TOTALS.outstanding);
  const [stored] =
    await running.query(`SELECT (SELECT count(*) FROM members WHERE participation = 'member')::int AS customers,
            (SELECT count(*) FROM orders WHERE is_purchase)::int AS purchases,
            (SELECT to_char(sum(goods_left_minor) / 100.0, 'FM999999999.00') FROM orders WHERE is_purchase) AS revenue,
            (SELECT sum(points) FROM entries WHERE kind = 'earn')::int AS issued,
            (SELECT sum(balance) FROM members)::int AS outstanding,
            (SELECT count(*) FROM members WHERE orders_count > 1)::int AS repeated`);
  expect(stored).toEqual(TOTALS);
  return body;
}

async function sumOfBalances(running: Stack): Promise<number> {
  let sum = 0;
  let cursor: string | null = "";
  while (cursor !== null) {
    const path: string = `/api/v1/members?limit=250${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await running.api<Page>("GET", path);
    sum += body.items.reduce((total, { balance }) => total + balance, 0);
    cursor = body.nextCursor;
  }
  return sum;
}
