import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderFacts } from "#app/domain/earning/order-facts.ts";
import { createParticipationStore } from "#app/persistence/participation-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createStagingStore } from "#app/persistence/staging-store.ts";
import type { StagedRow } from "#app/usecases/imports/import-ports.ts";
import { stagedRule } from "#app/usecases/imports/import-steps.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, line, order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

const IMPORT = "import-1";

let test: TestLedger;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());

function rowsOf(facts: OrderFacts): StagedRow[] {
  const { customer } = facts;
  const shared = {
    ...{ orderId: facts.orderId, name: facts.name, test: facts.test, source: facts.source, simple: true },
    ...{ taxMinor: facts.taxMinor, shippingMinor: facts.shippingMinor, totalMinor: facts.totalMinor },
    ...{ financialStatus: facts.financialStatus, taxesIncluded: false, goodsMinor: null, refundedMinor: 0n },
  };
  const moments = {
    processedAt: facts.processedAt.toISOString(),
    paidAt: null,
    fulfilledAt: null,
    cancelledAt: null,
  };
  return [
    {
      kind: "order",
      order: {
        ...{ ...shared, ...moments, updatedAt: facts.updatedAt.toISOString(), rowNumber: 1 },
        ...{
          customerId: customer?.customerId ?? null,
          email: facts.email,
          customerEmail: customer?.email ?? null,
        },
        ...{ customerName: customer?.name ?? null, customerTags: [], hasAccount: false },
      },
    },
    ...facts.lines.map((one, position): StagedRow => ({
      kind: "line",
      line: { ...one, orderId: facts.orderId, position },
    })),
  ];
}

/** @returns the orders that the sets left to the ledger's own road. */
async function importAtOnce(shopId: string, facts: readonly OrderFacts[]): Promise<string[]> {
  const staging = createStagingStore(test.database.pool);
  const shop = (await createShopsStore(test.database.prisma).get(shopId))!;
  const [version] = await createProgramStore(test.database.prisma).list(shopId);
  const rows = facts.flatMap(rowsOf);
  await staging.load(
    shopId,
    IMPORT,
    (async function* () {
      yield rows;
    })(),
  );
  const slice = { importId: IMPORT, index: 0, of: 1, origin: "shopify", at: test.clock.now() } as const;
  expect(await staging.recordSlice(shop, stagedRule(shop, version ?? null, false), slice)).toBe("recorded");
  const left = await staging.listRemaining(shopId, IMPORT, "shopify", "", 1000);
  await staging.clear(shopId, IMPORT);
  return left;
}

describe("the import's set-based road", () => {
  it("records nothing by rules that the merchant has changed since they were read", async () => {
    const shopId = await installTestShop(test, { program: null });
    const before = (await createShopsStore(test.database.prisma).get(shopId))!;
    const staging = createStagingStore(test.database.pool);
    await staging.load(
      shopId,
      IMPORT,
      (async function* () {
        yield rowsOf(order(1));
      })(),
    );
    const slice = { importId: IMPORT, index: 0, of: 1, origin: "shopify", at: test.clock.now() } as const;
    await publishProgram(test, shopId, { body: program(), by: "Ada" });
    expect(await staging.recordSlice(before, null, slice)).toBe("outdated");

    const rule = stagedRule(before, (await createProgramStore(test.database.prisma).list(shopId))[0]!, false);
    const chosen = { mode: "joined", excludedTag: null } as const;
    await createParticipationStore(test.database).changeRule(shopId, chosen, "2026-04-01");
    expect(await staging.recordSlice(before, rule, slice)).toBe("outdated");
    const { rows } = await test.database.pool.query("SELECT FROM orders WHERE shop_id = $1", [shopId]);
    expect(rows).toEqual([]);

    const now = (await createShopsStore(test.database.prisma).get(shopId))!;
    expect(await staging.recordSlice(now, rule, slice)).toBe("recorded");
    await staging.clear(shopId, IMPORT);
    const members = await test.database.pool.query("SELECT participation FROM members WHERE shop_id = $1", [
      shopId,
    ]);
    expect(members.rows).toEqual([{ participation: "outside" }]);
  });

  it("leaves a member to the ledger who is met by an old e-mail and by a new one at once", async () => {
    const shopId = await installTestShop(test, { program: program(), publishedAt: "2026-04-01T00:00:00Z" });
    await recordOrders(test, shopId, [order(1)]);
    const more = [
      order(2, { customer: { ...ADA, email: "ada@king.example" }, day: "2026-03-03" }),
      order(3, { customer: null, email: ADA.email, day: "2026-03-04" }),
    ];
    const left = await importAtOnce(shopId, more);
    expect(left).toEqual(more.map(({ orderId }) => orderId));
    await recordOrders(test, shopId, more);
    await expectCoherentLedger(test.database, shopId);
  });

  it("leaves an order to the ledger whose sums would not fit, whatever the program gives", async () => {
    const shopId = await installTestShop(test, {
      program: program({ points: 1_000_000, per: "0.01" }),
      publishedAt: "2026-04-01T00:00:00Z",
    });
    const large = [line(1, { net: "50000.00" }), line(2, { net: "50000.00" })];
    const bought = [order(1, { lines: large }), order(2)];
    expect(await importAtOnce(shopId, bought)).toEqual([bought[0]!.orderId]);
    await recordOrders(test, shopId, bought);
    const { rows } = await test.database.pool.query(
      "SELECT earned_points::text AS points FROM orders WHERE shop_id = $1 ORDER BY order_id",
      [shopId],
    );
    expect(rows).toEqual([{ points: "10000000000000" }, { points: "1999000000" }]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("ends points at the first midnight of a day that has two, as the ledger does", async () => {
    const expiries = [];
    for (const road of ["sets", "ledger"]) {
      const shopId = await installTestShop(test, {
        program: program({ months: 12 }),
        publishedAt: "2026-04-01T00:00:00Z",
        timeZone: "America/Havana", // where clocks go back from 1:00 to 0:00, on 1 November 2026
      });
      const bought = order(1, { day: "2025-10-31" });
      if (road === "sets") expect(await importAtOnce(shopId, [bought])).toEqual([]);
      else await recordOrders(test, shopId, [bought]);
      const { rows } = await test.database.pool.query("SELECT expires_at FROM lots WHERE shop_id = $1", [
        shopId,
      ]);
      expiries.push(rows[0].expires_at.toISOString());
    }
    expect(expiries).toEqual(["2026-11-01T04:00:00.000Z", "2026-11-01T04:00:00.000Z"]);
  });
});
