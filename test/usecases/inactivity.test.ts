import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pointsCsvReader } from "#app/order-csv/read-points-csv.server.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createBulkGrantsStore } from "#app/persistence/bulk-grants-store.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { decideBulkGrant } from "#app/usecases/points/decide-bulk-grant.ts";
import { prepareBulkGrant } from "#app/usecases/points/prepare-bulk-grant.ts";
import { runBulkGrants } from "#app/usecases/points/run-bulk-grants.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

const SIX_MONTHS = { mode: "inactivity", months: 6, roundUpTo: null, dates: [] } as const;

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(async () => {
  shopId = await installTestShop(test, { program: { ...DEFAULT_PROGRAM, expiry: SIX_MONTHS } });
});

const bought = (number: number, day: string) => order(number, { processedAt: new Date(`${day}T12:00:00Z`) });
async function tell(number: number, day: string) {
  await recordOrders(test, shopId, [bought(number, day)]);
}

async function giveByHand(day: string) {
  test.clock.set(`${day}T12:00:00Z`);
  const page = { email: "ada@example.com", customerId: null, after: null, limit: 1 };
  const [ada] = await test.reads.listMembers(shopId, page, test.clock.now());
  const adjustment = { memberId: ada!.memberId, points: 10, reason: "a kind word", idempotencyKey: day };
  expect(await adjustPoints(test, shopId, adjustment)).toMatchObject({ ok: true });
}

async function giveByFile(day: string) {
  test.clock.set(`${day}T12:00:00Z`);
  const bulkGrants = createBulkGrantsStore(test.database.prisma);
  const audit = createAuditStore(test.database.prisma);
  const ports = { ...test, bulkGrants, memberLookup: bulkGrants, pointsCsv: pointsCsvReader, audit };
  async function* open() {
    yield await Promise.resolve(new TextEncoder().encode("email,points\nada@example.com,10\n"));
  }
  const file = { fileName: "gift.csv", open, reason: "a jubilee", expiresAt: null, by: "Zoe" };
  const prepared = await prepareBulkGrant(ports, shopId, file);
  if (!prepared.ok) throw new Error(prepared.refusals[0].code);
  await decideBulkGrant(ports, shopId, { grantId: prepared.value.grantId, decision: "give", by: "Zoe" });
  await runBulkGrants(ports, shopId);
}

/** The last usable day of all lots. */
async function ends() {
  const { rows } = await test.database.pool.query<{ day: string }>(
    `SELECT DISTINCT ((expires_at AT TIME ZONE 'America/New_York')::date - 1)::text AS day FROM lots
     WHERE shop_id = $1 AND remaining > 0 ORDER BY 1`,
    [shopId],
  );
  return rows.map(({ day }) => day);
}

describe("points that expire by inactivity", () => {
  it.each([
    ["by hand", giveByHand],
    ["by a file", giveByFile],
  ])(
    "points given %s are an earning: they keep all others alive, and later ones keep them alive",
    async (_, give) => {
      test.clock.set("2026-04-01T12:00:00Z");
      await tell(1, "2026-04-01");
      await give("2026-06-10");
      expect(await ends()).toEqual(["2026-12-10"]);
      test.clock.set("2026-09-05T12:00:00Z");
      await tell(2, "2026-09-05");
      expect(await ends()).toEqual(["2027-03-05"]);
      await expectCoherentLedger(test.database, shopId);
    },
  );

  it("an order that is told after points were given by hand lives as long as one that was told in time", async () => {
    test.clock.set("2026-04-01T12:00:00Z");
    await tell(1, "2026-04-01");
    await giveByHand("2026-06-10");
    const inTime = await ends();
    await tell(2, "2026-04-02");
    expect(await ends()).toEqual(inTime);
  });

  it("an order keeps others alive though it was cancelled since, whether they were told before it or after", async () => {
    test.clock.set("2026-06-20T12:00:00Z");
    await tell(1, "2026-04-01");
    await tell(2, "2026-06-10");
    const cancelledAt = new Date("2026-06-15T12:00:00Z");
    await recordOrders(test, shopId, [{ ...bought(2, "2026-06-10"), cancelledAt, updatedAt: cancelledAt }]);
    expect(await ends()).toEqual(["2026-12-10"]);
    await tell(3, "2026-04-02");
    expect(await ends()).toEqual(["2026-12-10"]);
    await expectCoherentLedger(test.database, shopId);
  });
});
