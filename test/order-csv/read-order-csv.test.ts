import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { orderCsvReader } from "#app/order-csv/read-order-csv.server.ts";
import type { StagedLine, StagedOrder } from "#app/usecases/imports/import-ports.ts";
import { csv, type CsvCells, inPieces, lineRow, orderRow } from "#test/support/order-csv.ts";

const READ_AT = new Date("2026-03-01T00:00:00Z");

async function read(content: string | Uint8Array, currency = "USD") {
  const reading = orderCsvReader.read(inPieces(content, 97), { currency }, READ_AT);
  const orders: StagedOrder[] = [];
  const lines: StagedLine[] = [];
  for await (const batch of reading.rows()) {
    for (const row of batch) if (row.kind === "order") orders.push(row.order);
      else lines.push(row.line); // prettier-ignore
  }
  return { orders, lines, ...reading.report() };
}

describe("an order export", () => {
  it("gives each order with its lines, moments with their zone, and what Shopify's ids are made of", async () => {
    const { orders, lines, problemCount } = await read(
      csv([orderRow(1), lineRow(1), orderRow(2, { Id: "" })]),
    );
    expect(problemCount).toBe(0);
    expect(orders.map(({ orderId, processedAt, goodsMinor }) => [orderId, processedAt, goodsMinor])).toEqual([
      ["gid://shopify/Order/4000000000001", "2026-01-05T15:00:00.000Z", 1999n],
      ["csv:#2", "2026-01-05T15:00:00.000Z", 1999n],
    ]);
    expect(lines.map(({ orderId, lineId, netMinor }) => [orderId, lineId, netMinor])).toEqual([
      ["gid://shopify/Order/4000000000001", "gid://shopify/Order/4000000000001/1", 1999n],
      ["gid://shopify/Order/4000000000001", "gid://shopify/Order/4000000000001/2", 1000n],
      ["csv:#2", "csv:#2/1", 1999n],
    ]);
  });

  it.each<[string, CsvCells, boolean]>([
    ["an order paid and left alone is simple", {}, true],
    ["a refunded one is not", { "Refunded Amount": "5.00", "Financial Status": "partially_refunded" }, false],
    ["a cancelled one is not", { "Cancelled at": "2026-01-06 10:00:00 -0500" }, false],
    ["an unpaid one is", { "Financial Status": "pending", "Paid at": "" }, true],
  ])("%s", async (_, cells, simple) => {
    expect((await read(csv([orderRow(1, cells)]))).orders.map((order) => order.simple)).toEqual([simple]);
  });

  it.each([
    ["all of it was sent: at the last parcel", "fulfilled", "2026-01-06T15:00:00.000Z"],
    ["the export has no status: at the moment it names", "", "2026-01-06T15:00:00.000Z"],
    ["only a part was sent: not yet", "partial", null],
  ])("tells when an order was fulfilled, where %s", async (_, status, fulfilledAt) => {
    const cells = { "Fulfillment Status": status, "Fulfilled at": "2026-01-06 10:00:00 -0500" };
    expect((await read(csv([orderRow(1, cells)]))).orders[0]?.fulfilledAt).toBe(fulfilledAt);
  });

  it.each([
    ["tax on top", { Subtotal: "50.00", Shipping: "5.00", Taxes: "4.00", Total: "59.00" }, 5000n],
    ["tax inside the prices", { Subtotal: "55.00", Shipping: "0.00", Taxes: "5.00", Total: "55.00" }, 5000n],
    ["no tax", { Subtotal: "50.00", Taxes: "0.00", Total: "50.00" }, 5000n],
  ])("counts goods without tax: %s", async (_, cells, goods) => {
    expect((await read(csv([orderRow(1, cells)]))).orders[0]?.goodsMinor).toBe(goods);
  });

  it.each([
    ["JPY", "1500", 1500n],
    ["KWD", "1.234", 1234n],
  ])("reads %s by its own number of decimals", async (currency, amount, minor) => {
    const { orders } = await read(
      csv([
        orderRow(1, {
          Currency: currency,
          Subtotal: amount,
          Total: amount,
          Shipping: "0",
          Taxes: "0",
          "Refunded Amount": "0",
          "Lineitem price": amount,
        }),
      ]),
      currency,
    );
    expect(orders[0]?.goodsMinor).toBe(minor);
  });

  const accented = csv([orderRow(1, { "Lineitem name": "Théière à pois" })]);
  it.each<[string, Uint8Array]>([
    ["UTF-8", Buffer.from(accented)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${accented}`)],
    ["UTF-16, little end first", iconv.encode(accented, "utf-16le", { addBOM: true })],
    ["UTF-16, big end first", iconv.encode(accented, "utf-16be", { addBOM: true })],
    ["UTF-16 without a mark", iconv.encode(accented, "utf-16le", { addBOM: false })],
    ["Windows-1252", iconv.encode(accented, "windows-1252")],
    ["gzip", gzipSync(accented)],
    [
      "semicolons",
      Buffer.from(csv([orderRow(1, { "Lineitem name": "Théière à pois" })], { delimiter: ";" })),
    ],
    ["Windows line ends", Buffer.from(accented.replaceAll("\n", "\r\n"))],
  ])("is read in %s", async (_, content) => {
    const { orders, lines, problemCount } = await read(content);
    expect([orders.length, lines[0]?.title, problemCount]).toEqual([1, "Théière à pois", 0]);
  });

  it.each<[string, CsvCells, object]>([
    [
      "a date that is none",
      { "Created at": "2026-02-31 10:00:00 -0500" },
      { code: "bad-date", data: { column: "Created at", value: "2026-02-31 10:00:00 -0500" } },
    ],
    [
      "a date that Excel has rewritten",
      { "Created at": "1/5/2026 10:00" },
      { code: "bad-date", data: { column: "Created at", value: "1/5/2026 10:00" } },
    ],
    ["no date", { "Created at": "" }, { code: "blank-cell", data: { column: "Created at", value: "" } }],
    [
      "an amount that is none",
      { Total: "19,99" },
      { code: "bad-amount", data: { column: "Total", value: "19,99", currency: "USD" } },
    ],
    [
      "parts of a cent",
      { Subtotal: "19.999" },
      { code: "bad-amount", data: { column: "Subtotal", value: "19.999", currency: "USD" } },
    ],
    ["no total", { Total: "" }, { code: "blank-cell", data: { column: "Total", value: "" } }],
    [
      "a quantity that is none",
      { "Lineitem quantity": "1.5" },
      { code: "bad-quantity", data: { column: "Lineitem quantity", value: "1.5" } },
    ],
    [
      "an unknown status",
      { "Financial Status": "bezahlt" },
      { code: "unknown-status", data: { column: "Financial Status", value: "bezahlt" } },
    ],
    [
      "an id that Excel has rounded",
      { Id: "4.0E+12" },
      { code: "bad-id", data: { column: "Id", value: "4.0E+12" } },
    ],
    [
      "another currency than the shop's",
      { Currency: "EUR" },
      { code: "other-currency", data: { column: "Currency", value: "EUR", currency: "USD" } },
    ],
  ])("tells the row of %s and keeps the other orders", async (_, cells, problem) => {
    const { orders, lines, problems, problemCount } = await read(
      csv([orderRow(1), orderRow(2, cells), lineRow(2), orderRow(3)]),
    );
    expect(problems).toEqual([{ row: 3, ...problem }]);
    expect(problemCount).toBe(1);
    expect(orders.map(({ name }) => name)).toEqual(["#1", "#3"]);
    expect(lines.map(({ orderId }) => orderId)).toEqual([
      "gid://shopify/Order/4000000000001",
      "gid://shopify/Order/4000000000003",
    ]);
  });

  it("leaves an order out as a whole when one of its lines can't be read", async () => {
    const { orders, lines, problems } = await read(
      csv([orderRow(1), lineRow(1, { "Lineitem price": "ten" }), orderRow(2)]),
    );
    expect(problems).toEqual([
      { row: 3, code: "bad-amount", data: { column: "Lineitem price", value: "ten", currency: "USD" } },
    ]);
    expect([orders.length, lines.length]).toEqual([1, 1]);
  });

  it("names every column that is missing", async () => {
    const { orders, unreadable, problems } = await read(
      csv([orderRow(1)], { leaveOut: ["Created at", "Subtotal"] }),
    );
    expect([orders.length, unreadable]).toEqual([0, true]);
    expect(problems).toEqual([
      { row: 1, code: "missing-column", data: { column: "Created at" } },
      { row: 1, code: "missing-column", data: { column: "Subtotal" } },
    ]);
  });

  it("does without columns it has no need of", async () => {
    const { orders, problemCount } = await read(
      csv([orderRow(1)], {
        leaveOut: ["Id", "Email", "Taxes", "Shipping", "Currency", "Vendor", "Cancelled at", "Paid at"],
      }),
    );
    expect([orders[0]?.orderId, orders[0]?.email, problemCount]).toEqual(["csv:#1", null, 0]);
  });

  it.each([
    ["an empty file", "", "empty-file"],
    ["broken gzip", Buffer.concat([gzipSync(accented).subarray(0, 60)]), "not-csv"],
  ])("says so of %s", async (_, content, code) => {
    const { unreadable, problems } = await read(content);
    expect([unreadable, problems[0]?.code]).toEqual([true, code]);
  });

  it("counts all problems and keeps the first 200", async () => {
    const { problems, problemCount } = await read(
      csv(Array.from({ length: 300 }, (_, index) => orderRow(index, { Total: "x" }))),
    );
    expect([problems.length, problemCount]).toEqual([200, 300]);
  });

  it("tells the row of broken quotes and reads on below", async () => {
    const text = csv([orderRow(1), orderRow(2), orderRow(3)]).replace("c2@example.com", 'c2"@example.com');
    const { orders, problems } = await read(text);
    expect(problems.map(({ row, code }) => [row, code])).toEqual([[3, "bad-quotes"]]);
    expect(orders.map(({ name }) => name)).toEqual(["#1", "#3"]);
  });
});
