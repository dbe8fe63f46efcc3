import { existsSync, createReadStream, readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCsvDate } from "#dev-store/order-csv/parse-order.ts";
import { readOrderCsv, type ReadOrders } from "#dev-store/order-csv/read-orders.ts";
import { startTestStore, type TestStore } from "./support/test-store.ts";

const columns =
  "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount,Cancelled at,Refunded Amount,Id,Tags,Source".split(
    ",",
  );

/** One row of an export; cells not named are blank. */
function row(cells: Record<string, string>): string {
  return columns.map((name) => `"${(cells[name] ?? "").replaceAll('"', '""')}"`).join(",");
}

const head = {
  Name: "#1001",
  Email: "ann@example.com",
  "Financial Status": "paid",
  Currency: "USD",
  Subtotal: "30.00",
  Shipping: "5.00",
  Taxes: "0.00",
  Total: "35.00",
  "Created at": "2026-01-05 10:00:00 -0500",
  "Lineitem quantity": "2",
  "Lineitem name": "Fern",
  "Lineitem price": "10.00",
  Id: "5000000000001",
  Source: "web",
};
const more = {
  Name: "#1001",
  Email: "ann@example.com",
  "Lineitem quantity": "1",
  "Lineitem name": "Pot",
  "Lineitem price": "10.00",
};

function file(...rows: Record<string, string>[]): string {
  return [columns.join(","), ...rows.map(row), ""].join("\n");
}

function read(text: string | Buffer): Promise<ReadOrders> {
  return readOrderCsv(Readable.from([Buffer.from(text)]), "USD");
}

describe("reading an order export", () => {
  it("takes the rows that share a name as the lines of one order", async () => {
    const { orders, errorCount } = await read(
      file(head, more, { ...head, Name: "#1002", Id: "5000000000002" }),
    );
    expect(errorCount).toBe(0);
    expect(orders.map((order) => [order.name, order.lines.length])).toEqual([
      ["#1001", 2],
      ["#1002", 1],
    ]);
  });

  it("reads plain and gzipped files, with byte order mark and quoted line breaks, alike", async () => {
    const text = file({ ...head, "Lineitem name": 'Fern "large"\nin a pot' });
    const plain = await read(text);
    expect(plain.orders[0]?.lines[0]?.title).toBe('Fern "large"\nin a pot');
    expect(await read(gzipSync(text))).toEqual(plain);
    expect(await read(`\ufeff${text}`)).toEqual(plain);
  });

  it("reads the amounts of currencies with no and with three decimals", async () => {
    const yen = {
      ...head,
      Currency: "JPY",
      Subtotal: "2400",
      Shipping: "0",
      Total: "2400",
      "Lineitem price": "1200",
    };
    const dinar = { ...head, Id: "5000000000002", Name: "#1002", Currency: "KWD", "Lineitem price": "1.234" };
    const { orders } = await read(file(yen, dinar));
    expect(orders.map((order) => order.lines[0]?.unitPriceMinor)).toEqual([1200n, 1234n]);
  });

  it("names row and column of each wrong cell", async () => {
    const { errors, orders } = await read(
      file(
        { ...head, "Created at": "yesterday" },
        { ...head, Name: "#1002", Id: "5000000000002", "Lineitem price": "ten" },
        { ...head, Name: "#1003", Id: "5000000000003", "Lineitem quantity": "" },
        { ...head, Name: "#1004", Id: "5000000000004", "Financial Status": "rich" },
        { ...head, Name: "#1005", Id: "5000000000005" },
        { ...head, Name: "#1006", Id: "5000000000005" },
        { ...head, Name: "" },
      ),
    );
    expect(errors.map((error) => [error.row, error.column])).toEqual([
      [2, "Created at"],
      [3, "Lineitem price"],
      [4, "Lineitem quantity"],
      [5, "Financial Status"],
      [8, "Name"],
      [7, "Id"],
    ]);
    expect(orders.map((order) => order.name)).toEqual(["#1005"]);
  });

  it("says where a file breaks off", async () => {
    const rows = Array.from({ length: 500 }, (_, n) => ({
      ...head,
      Name: `#${n}`,
      Id: String(5_000_000_000_000 + n * 7919),
    }));
    const whole = gzipSync(file(...rows));
    await expect(read(whole.subarray(0, whole.length / 2))).rejects.toThrow(
      /breaks off .* at row \d+: unexpected end of file/,
    );
    await expect(read(file(head).slice(0, -30))).rejects.toThrow(/at row 2/);
  });

  it("says which columns a file misses", async () => {
    await expect(read("Name,Email\n#1,a@example.com\n")).rejects.toThrow(
      /"Created at", "Lineitem quantity", "Lineitem price"/,
    );
    await expect(read("")).rejects.toThrow(/empty/);
  });

  it.each([
    ["1997-01-01 12:00:00 -0500", "1997-01-01T17:00:00Z"],
    ["2026-07-01 12:00:00 +1300", "2026-06-30T23:00:00Z"],
    ["2026-07-01 12:00:00 UTC", "2026-07-01T12:00:00Z"],
    ["2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"],
    ["2026-07-01", "2026-07-01T00:00:00Z"],
    ["2026-02-30 12:00:00 -0500", null],
    ["01/02/2026", null],
  ])("reads the date %s as %s", (text, instant) => {
    expect(parseCsvDate(text)).toBe(instant);
  });
});

describe("importing an order export", () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  const order = async (id: string): Promise<Record<string, unknown>> =>
    (await store.control("GET", `/orders/${id}`)).body;
  const importing = (text: string | Uint8Array, deliver = "silent") =>
    store.control("POST", `/orders/import?deliver=${deliver}`, text);

  it("keeps discounts, shipping, tax and total as the file has them", async () => {
    const discounted = {
      ...head,
      Id: "5100000000001",
      Name: "#2001",
      Subtotal: "26.00",
      Taxes: "2.60",
      Total: "33.60",
      "Discount Code": "FOUR",
      "Discount Amount": "4.00",
    };
    expect((await importing(file(discounted, { ...more, Name: "#2001" }))).body).toEqual({ orders: 1 });
    expect(await order("5100000000001")).toMatchObject({
      subtotal: "26.00",
      total: "33.60",
      financialStatus: "paid",
      discounts: [{ code: "FOUR", amount: "4.00" }],
      processedAt: "2026-01-05T15:00:00Z",
    });
  });

  it("knows tax that is in the prices by the total", async () => {
    await importing(
      file({ ...head, Id: "5100000000002", Name: "#2002", Subtotal: "20.00", Taxes: "3.33", Total: "25.00" }),
    );
    expect(await order("5100000000002")).toMatchObject({ subtotal: "20.00", total: "25.00" });
  });

  it("makes a refund of the refunded amount: of an amount, or of everything", async () => {
    const part = {
      ...head,
      Id: "5100000000003",
      Name: "#2003",
      Subtotal: "20.00",
      Total: "25.00",
      "Financial Status": "partially_refunded",
      "Refunded Amount": "5.00",
    };
    const all = {
      ...part,
      Id: "5100000000004",
      Name: "#2004",
      "Financial Status": "refunded",
      "Refunded Amount": "25.00",
      "Cancelled at": "2026-01-07 10:00:00 -0500",
    };
    await importing(file(part, all));
    expect(await order("5100000000003")).toMatchObject({
      financialStatus: "partially_refunded",
      currentTotal: "20.00",
      refunded: "5.00",
    });
    expect(await order("5100000000004")).toMatchObject({
      financialStatus: "refunded",
      currentTotal: "0.00",
      cancelledAt: "2026-01-07T15:00:00Z",
    });
  });

  it("finds customers by trimmed, lower-cased address", async () => {
    await importing(file({ ...head, Id: "5100000000005", Name: "#2005", Email: "  ANN@Example.com" }));
    expect((await order("5100000000005")).customerId).toBe((await order("5000000000001")).customerId);
  });

  it("imported again changes nothing, with and without ids", async () => {
    const text = file({ ...head, Id: "5100000000006", Name: "#2006" }, { ...head, Id: "", Name: "#2007" });
    await importing(text);
    const before = (await store.control("GET", "/state")).body;
    expect((await importing(gzipSync(text))).status).toBe(202);
    const after = (await store.control("GET", "/state")).body;
    expect([after.orders, after.customers]).toEqual([before.orders, before.customers]);
  });

  it("is silent or told as webhooks", async () => {
    const count = (): number =>
      store.app.webhooks.filter((one) => one.headers["x-shopify-topic"] === "orders/create").length;
    await importing(file({ ...head, Id: "5100000000008", Name: "#2008" }));
    await store.settle();
    expect(count()).toBe(0);
    await importing(file({ ...head, Id: "5100000000009", Name: "#2009" }), "webhooks");
    await store.settle();
    expect(count()).toBe(1);
  });

  it("keeps nothing of a file with a wrong row, and says which", async () => {
    const answer = await importing(
      file({ ...head, Id: "5100000000010", Name: "#2010" }, { ...head, Name: "#2011", Id: "x" }),
    );
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "invalid-rows", errors: [{ pointer: "/3/Id" }] },
    });
    expect((await store.control("GET", "/orders/5100000000010")).status).toBe(404);
    expect((await importing("nonsense")).body).toMatchObject({ status: 422, code: "unreadable-csv" });
  });
});

const sample = path.resolve(import.meta.dirname, "../../../shared/data/cdnow-sample.orders.csv.gz");
if (!existsSync(sample)) console.warn(`Skipped: the sample export is not at ${sample}.`);

describe.skipIf(!existsSync(sample))("the CDNOW sample", () => {
  it("has 6,919 orders of 2,357 customers worth 244,091.94", async () => {
    const { orders, errorCount } = await readOrderCsv(createReadStream(sample), "USD");
    const goods = orders
      .flatMap((one) => one.lines)
      .reduce((sum, line) => sum + line.unitPriceMinor * BigInt(line.quantity), 0n);
    expect([errorCount, orders.length, new Set(orders.map((one) => one.email)).size]).toEqual([
      0, 6919, 2357,
    ]);
    expect(orders.reduce((sum, one) => sum + (one.subtotalMinor ?? 0n), 0n)).toBe(24_409_194n);
    expect(goods).toBe(24_409_194n);
  });

  it("reaches the app whole", async () => {
    const store = await startTestStore();
    try {
      const answer = await store.control(
        "POST",
        "/orders/import?deliver=webhooks",
        new Uint8Array(readFileSync(sample)),
      );
      expect(answer).toMatchObject({ status: 202, body: { orders: 6919 } });
      await store.settle();
      const told = store.app.webhooks.filter((one) => one.headers["x-shopify-topic"] === "orders/create");
      expect(new Set(told.map((one) => (JSON.parse(one.raw) as { id: number }).id)).size).toBe(6919);
    } finally {
      await store.close();
    }
  }, 120_000);
});
