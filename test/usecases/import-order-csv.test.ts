import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNKNOWN_PRODUCT } from "#app/domain/earning/order-facts.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { confirmImport, discardImport, importOrderCsv } from "#app/usecases/imports/import-order-csv.ts";
import { runImports } from "#app/usecases/imports/run-import.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { composeImport, type TestImport } from "../support/import-ports.ts";
import { csv, type CsvCells, inPieces, lineRow, orderRow } from "../support/order-csv.ts";

const SHOP = "csv.myshopify.com";
const NOW = new Date("2026-03-01T12:00:00Z");
const CDNOW = resolve("../shared/data/cdnow-sample.orders.csv.gz");

let database: TestDatabase;
let ports: TestImport;
let seconds = 0;

async function open(timeZone = "America/New_York", currency = "USD"): Promise<void> {
  database = await createTestDatabase();
  const now = () => new Date(NOW.getTime() + 1000 * seconds++);
  // No store answers: a file is all there is.
  ports = composeImport({ databaseUrl: database.url, storeUrl: "http://127.0.0.1:9", token: "none", now });
  await ports.shops.install({ shopId: SHOP, name: "Shop", currency, timeZone }, NOW);
  const [rule] = DEFAULT_PROGRAM.earning.rules;
  const body = {
    ...DEFAULT_PROGRAM,
    earning: { ...DEFAULT_PROGRAM.earning, rules: [{ ...rule, per: currency === "USD" ? "1.00" : "1" }] },
  };
  await ports.database.pool.query(
    "INSERT INTO program_versions (shop_id, version, published_at, published_by, body) VALUES ($1, 1, $2, 'test', $3)",
    [SHOP, NOW, JSON.stringify(body)],
  );
}

beforeEach(() => open());
afterEach(close);
async function close(): Promise<void> {
  await ports.database.close();
  await database.drop();
}

async function upload(content: string | Uint8Array): Promise<string> {
  const taken = await importOrderCsv(ports, SHOP, {
    name: "orders_export.csv",
    content: inPieces(content, 64 * 1024)(),
  });
  if (!taken.ok) throw new Error(taken.refusals[0].detail);
  await runImports(ports, SHOP);
  return taken.value.importId;
}

const read = async <Row extends object>(sql: string): Promise<Row[]> =>
  (await ports.database.pool.query<Row>(sql, [SHOP])).rows;
const orders = () => read<{ name: string; points: number; goods: number }>(
  "SELECT name, kept_points::int AS points, goods_left_minor::int AS goods FROM orders WHERE shop_id = $1 ORDER BY name COLLATE \"C\"",
); // prettier-ignore
const decisions = async () =>
  (await ports.audit.list(SHOP, { subject: null, before: null, limit: 9 })).map(
    ({ actor, action, detail }) => [actor, action, detail["file"]],
  );
const points = async () =>
  (
    await read<{ sum: number }>(
      "SELECT coalesce(sum(balance), 0)::int AS sum FROM members WHERE shop_id = $1",
    )
  )[0]!.sum;
const counts = () => read("SELECT (SELECT count(*)::int FROM orders WHERE shop_id = $1) AS orders, (SELECT count(*)::int FROM entries WHERE shop_id = $1) AS entries, (SELECT count(*)::int FROM members WHERE shop_id = $1) AS members"); // prettier-ignore

describe("an uploaded order export", () => {
  it("makes members by e-mail, whatever its capitals, and gives their orders points", async () => {
    const importId = await upload(csv([orderRow(1), orderRow(2, { Email: " C1@Example.com" }), orderRow(3)]));
    expect(await ports.runs.get(SHOP, importId)).toMatchObject({
      status: "done",
      ordersTotal: 3,
      ordersDone: 3,
      problemCount: 0,
    });
    expect(await counts()).toEqual([{ orders: 3, entries: 3, members: 2 }]);
    expect(await points()).toBe(57);
    expect(await read("SELECT 1 FROM import_files WHERE shop_id = $1")).toEqual([]);
  });

  it("changes nothing when it is uploaded again", async () => {
    const file = csv([
      orderRow(1),
      lineRow(1),
      orderRow(2, { Id: "" }),
      orderRow(3, { "Refunded Amount": "10.00", "Financial Status": "partially_refunded" }),
    ]);
    await upload(file);
    const before = await counts();
    const balance = await points();
    await upload(file);
    expect(await counts()).toEqual(before);
    expect(await points()).toBe(balance);
  });

  it("takes refunds and cancellations off, dated by the cancellation or the order itself", async () => {
    await upload(
      csv([
        orderRow(1, {
          Subtotal: "50.00",
          Total: "50.00",
          "Lineitem price": "50.00",
          "Refunded Amount": "20.00",
          "Financial Status": "partially_refunded",
        }),
        orderRow(2, {
          "Cancelled at": "2026-01-07 10:00:00 -0500",
          "Refunded Amount": "19.99",
          "Financial Status": "refunded",
        }),
        orderRow(3, { "Financial Status": "pending", "Paid at": "" }),
      ]),
    );
    expect(await orders()).toMatchObject([
      { name: "#1", points: 30, goods: 3000 },
      { name: "#2", points: 0 },
      { name: "#3", points: 0 },
    ]);
    expect(await points()).toBe(30);
    const changes = await read<{ day: string }>(
      "SELECT business_date::text AS day FROM order_changes WHERE shop_id = $1 AND kind = 'refund' ORDER BY order_id",
    );
    expect(changes.map(({ day }) => day)).toEqual(["2026-01-05", "2026-01-07"]);
  });

  it("brings lines that stand apart from their order home, and shares a discount over the lines", async () => {
    const total: CsvCells = { Subtotal: "27.00", Total: "27.00", "Lineitem price": "20.00" };
    await upload(csv([orderRow(1, total), orderRow(2), lineRow(1)]));
    const lines = await read(
      "SELECT line_id AS id, net_minor::int AS net, kept_points::int AS points FROM order_lines WHERE shop_id = $1 AND order_id LIKE '%001' ORDER BY position",
    );
    expect(lines).toEqual([
      { id: "gid://shopify/Order/4000000000001/1", net: 1800, points: 18 },
      { id: "gid://shopify/Order/4000000000001/2", net: 900, points: 9 },
    ]);
  });

  it("counts an order whose rows name no goods by its subtotal", async () => {
    await upload(csv([orderRow(1, { "Lineitem quantity": "", "Lineitem price": "", "Lineitem name": "" })]));
    expect(await orders()).toEqual([{ name: "#1", points: 19, goods: 1999 }]);
  });

  it("waits with problems for the merchant's word: discarded, nothing is kept", async () => {
    const importId = await upload(csv([orderRow(1), orderRow(2, { Total: "x" })]));
    expect(await ports.runs.get(SHOP, importId)).toMatchObject({
      status: "review",
      ordersTotal: 1,
      problemCount: 1,
      problems: [{ row: 3, code: "bad-amount" }],
    });
    expect(await counts()).toEqual([{ orders: 0, entries: 0, members: 0 }]);
    expect((await discardImport(ports, SHOP, importId, "Olga")).ok).toBe(true);
    await runImports(ports, SHOP);
    expect(await counts()).toEqual([{ orders: 0, entries: 0, members: 0 }]);
    expect(
      await read(
        "SELECT 1 FROM staged_orders WHERE shop_id = $1 UNION ALL SELECT 1 FROM import_files WHERE shop_id = $1",
      ),
    ).toEqual([]);
    expect(await confirmImport(ports, SHOP, importId, "Olga")).toMatchObject({
      ok: false,
      refusals: [{ code: "import-not-in-review" }],
    });
    expect(await decisions()).toEqual([["Olga", "import-discarded", "orders_export.csv"]]);
  });

  it("waits with problems for the merchant's word: confirmed, what was good is kept, also when staging was lost meanwhile", async () => {
    const importId = await upload(
      csv([
        orderRow(1),
        orderRow(2, { Total: "x" }),
        orderRow(1, { Id: "", Name: "#7" }),
        orderRow(1, { Id: "", Name: "#7" }),
      ]),
    );
    await ports.database.pool.query("TRUNCATE staged_orders, staged_lines");
    await confirmImport(ports, SHOP, importId, "Olga");
    await runImports(ports, SHOP);
    expect(await ports.runs.get(SHOP, importId)).toMatchObject({ status: "done", ordersTotal: 2 });
    expect((await orders()).map(({ name }) => name)).toEqual(["#1", "#7"]);
    expect(await decisions()).toEqual([["Olga", "import-confirmed", "orders_export.csv"]]);
  });

  it.each<[string, CsvCells[], object[]]>([
    [
      "a second order with the same id",
      [orderRow(1), orderRow(2), orderRow(1)],
      [{ row: 4, code: "duplicate-order", data: { name: "#1", firstRow: 2 } }],
    ],
    [
      "a second order of the same name where no id tells them apart",
      [orderRow(1, { Id: "" }), orderRow(2, { Id: "" }), orderRow(1, { Id: "" })],
      [{ row: 4, code: "duplicate-order", data: { name: "#1", firstRow: 2 } }],
    ],
    [
      "a line whose order is not in the file",
      [orderRow(1), lineRow(9)],
      [{ row: 3, code: "line-without-order", data: { name: "#9" } }],
    ],
  ])("tells the row of %s", async (_, rows, problems) => {
    const importId = await upload(csv(rows));
    expect((await ports.runs.get(SHOP, importId))?.problems).toEqual(problems);
  });

  it("takes two orders of one name for two where their ids say so", async () => {
    const importId = await upload(csv([orderRow(1), orderRow(2, { Name: "#1" })]));
    expect(await ports.runs.get(SHOP, importId)).toMatchObject({ status: "done", ordersTotal: 2 });
  });

  it("fails clearly without the columns that matter, or without a single order", async () => {
    const broken = await upload(csv([orderRow(1)], { leaveOut: ["Total"] }));
    expect(await ports.runs.get(SHOP, broken)).toMatchObject({
      status: "failed",
      failure: "file-unreadable",
    });
    const empty = await upload(csv([]));
    expect(await ports.runs.get(SHOP, empty)).toMatchObject({
      status: "failed",
      failure: "file-without-orders",
    });
  });

  it("gives way to what Shopify says about the same order, before and after, known by id or by name", async () => {
    const byApi = (number: number) => ({
      ...{
        orderId: `gid://shopify/Order/${4_000_000_000_000 + number}`,
        name: `#${number}`,
        customer: null,
        email: `c${number}@example.com`,
      },
      ...{
        processedAt: new Date("2026-01-05T15:00:00Z"),
        paidAt: null,
        cancelledAt: null,
        deletedAt: null,
        test: false,
        financialStatus: "paid" as const,
      },
      ...{
        source: "web",
        fulfilledAt: null,
        refunds: [],
        taxMinor: 0n,
        shippingMinor: 0n,
        totalMinor: 5000n,
        storeCreditMinor: 0n,
        updatedAt: new Date("2026-01-05T15:00:00Z"),
        origin: "shopify" as const,
      },
      lines: [
        {
          lineId: `gid://shopify/LineItem/${number}`,
          title: "Mug",
          quantity: 1,
          productId: null,
          variantId: null,
          vendor: null,
          sku: null,
          giftCard: false,
          netMinor: 5000n,
          taxMinor: 0n,
          discountMinor: 0n,
          ...UNKNOWN_PRODUCT,
        },
      ],
    });
    await ports.recordOrders(SHOP, [byApi(1), byApi(2)]);
    await upload(csv([orderRow(1), orderRow(2, { Id: "" }), orderRow(3), orderRow(4, { Id: "" })]));
    expect((await orders()).map((one) => one.points)).toEqual([50, 50, 19, 19]);
    await ports.recordOrders(SHOP, [byApi(3), byApi(4)]);
    expect((await orders()).map((one) => one.points)).toEqual([50, 50, 50, 50]);
    expect(await points()).toBe(200);
  });

  it("refuses an empty upload", async () => {
    expect(await importOrderCsv(ports, SHOP, { name: "x.csv", content: inPieces("")() })).toMatchObject({
      ok: false,
      refusals: [{ code: "empty-file" }],
    });
  });
});

describe.skipIf(!existsSync(CDNOW))("the CDNOW sample as an upload (needs ../shared)", () => {
  const totals = () => read(
    `SELECT (SELECT count(*)::int FROM members WHERE shop_id = $1) AS members, (SELECT count(*)::int FROM orders WHERE shop_id = $1 AND is_purchase) AS orders,
      (SELECT sum(goods_left_minor)::int FROM orders WHERE shop_id = $1) AS revenue, (SELECT sum(balance)::int FROM members WHERE shop_id = $1) AS points,
      (SELECT count(*)::int FROM members WHERE shop_id = $1 AND orders_count >= 2) AS repeaters, (SELECT count(DISTINCT business_date)::int FROM orders WHERE shop_id = $1) AS days,
      (SELECT min(business_date)::text FROM orders WHERE shop_id = $1) AS first_day`,
  ); // prettier-ignore
  const EXPECTED = { members: 2357, orders: 6919, revenue: 24_409_194, points: 239_444, repeaters: 1152 };

  it("has the known totals, once and again", async () => {
    const file = readFileSync(CDNOW);
    await upload(file);
    expect(await totals()).toMatchObject([{ ...EXPECTED, first_day: "1997-01-01" }]);
    await upload(gunzipSync(file));
    expect(await totals()).toMatchObject([EXPECTED]);
    expect(await counts()).toMatchObject([{ orders: 6919 }]);
  });

  it("has the same totals on Auckland's days", async () => {
    await close();
    await open("Pacific/Auckland");
    await upload(readFileSync(CDNOW));
    // Noon in New York is the next morning in Auckland.
    expect(await totals()).toMatchObject([{ ...EXPECTED, first_day: "1997-01-02" }]);
  });
});
