import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvWriter } from "#app/order-csv/write-csv.server.ts";
import { createExportsStore } from "#app/persistence/exports-store.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { EXPORT_HEADERS } from "#app/usecases/points/export-ports.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { ADA, order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

describe("an export", () => {
  it("holds every member and every entry of its shop alone, and no cell that a spreadsheet would run", async () => {
    const shopId = await installTestShop(test, { program: program() });
    const elsewhere = await installTestShop(test, { program: program() });
    const named = { ...ADA, name: '=HYPERLINK("x"), Ада' };
    await recordOrders(test, shopId, [order(1, { customer: named }), order(2, { customer: named })]);
    await recordOrders(test, elsewhere, [order(1)]);
    const [member] = await test.reads.listMembers(
      shopId,
      { email: "ada@example.com", customerId: null, after: null, limit: 1 },
      test.clock.now(),
    );
    const { memberId } = member!;
    await adjustPoints(test, shopId, { memberId, points: -5, reason: "a, b", idempotencyKey: "k" });

    const store = createExportsStore(test.database.prisma);
    const read = async (kind: "members" | "entries") => {
      const rows = kind === "members" ? store.members(shopId, test.clock.now()) : store.entries(shopId);
      const written = await new Response(csvWriter.write(EXPORT_HEADERS[kind], rows)).text();
      return parse<Record<string, string>>(written, { columns: true, bom: true });
    };
    const members = await read("members");
    expect(members).toHaveLength(1);
    expect(members[0]).toMatchObject({
      ...{ "member id": memberId, email: "ada@example.com", balance: "33", spendable: "33" },
      ...{ orders: "2", spent: "39.98" },
    });
    expect(members[0]!["name"]).toBe(`'=HYPERLINK("x"), Ада`);
    const entries = await read("entries");
    expect(entries.map((entry) => [entry["points"], entry["reason"], entry["balance after"]])).toEqual([
      ["19", "order-earned", "19"],
      ["19", "order-earned", "38"],
      ["-5", "a, b", "33"],
    ]);
  });
});
