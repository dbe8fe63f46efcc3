import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pointsCsvReader } from "#app/order-csv/read-points-csv.server.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createBulkGrantsStore } from "#app/persistence/bulk-grants-store.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { decideBulkGrant, type GrantDecision } from "#app/usecases/points/decide-bulk-grant.ts";
import { prepareBulkGrant } from "#app/usecases/points/prepare-bulk-grant.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { runBulkGrants } from "#app/usecases/points/run-bulk-grants.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { order, program } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(async () => {
  test.clock.set("2026-04-01T12:00:00Z");
  shopId = await installTestShop(test, { program: program({ months: 12 }) });
  await recordOrders(test, shopId, [order(1)]);
});

const ports = () => {
  const bulkGrants = createBulkGrantsStore(test.database.prisma);
  const audit = createAuditStore(test.database.prisma);
  return { ...test, bulkGrants, memberLookup: bulkGrants, pointsCsv: pointsCsvReader, audit };
};

async function* bytes(text: string) {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

async function prepare(text: string, change: object = {}): Promise<string> {
  const file = {
    fileName: "gift.csv",
    open: () => bytes(text),
    reason: "a jubilee",
    expiresAt: null,
    by: "Zoe",
  };
  const prepared = await prepareBulkGrant(ports(), shopId, { ...file, ...change });
  if (!prepared.ok) throw new Error(prepared.refusals[0].code);
  return prepared.value.grantId;
}

const decide = (grantId: string, decision: GrantDecision) =>
  decideBulkGrant(ports(), shopId, { grantId, decision, by: "Zoe" });
const look = async (grantId: string) => (await ports().bulkGrants.get(shopId, grantId))!;

async function ada() {
  const page = { email: "ada@example.com", customerId: null, after: null, limit: 1 };
  const [member] = await test.reads.listMembers(shopId, page, test.clock.now());
  return member!;
}

describe("a file of members and points", () => {
  it("is shown before anything is given: what it gives and takes, and each row's problem", async () => {
    const customer = (await ada()).customerId!.split("/").at(-1)!;
    const grantId = await prepare(
      `\ufeffPoints;E-mail\n100; ADA@example.com \n-5;'${customer}\n1.5;ada@example.com\n10;nobody@example.com\n2 000;ada@example.com\n`,
    );
    expect(await look(grantId)).toMatchObject({
      status: "review",
      sums: { rows: 5, problems: 2, members: 1, toGive: 2100, toTake: 5 },
    });
    const rows = await ports().bulkGrants.listRows(shopId, grantId, 10);
    expect(rows.map(({ rowNumber, problem }) => [rowNumber, problem])).toEqual([
      [4, "points-not-whole"],
      [5, "unknown-member"],
      [2, null],
      [3, null],
      [6, null],
    ]);
    expect((await ada()).balance).toBe(19);
  });

  it("gives once it is confirmed, each row once however often the job runs, and says who confirmed it", async () => {
    const grantId = await prepare("email,points\nada@example.com,100\nada@example.com,-19\n");
    await runBulkGrants(ports(), shopId);
    expect((await ada()).balance).toBe(19);
    await decide(grantId, "give");
    await Promise.all([runBulkGrants(ports(), shopId), runBulkGrants(ports(), shopId)]);
    await runBulkGrants(ports(), shopId);
    expect((await ada()).balance).toBe(100);
    expect(await look(grantId)).toMatchObject({ status: "done", sums: { done: 2, problems: 0 } });
    const [logged] = await ports().audit.list(shopId, {
      subject: `bulk-grant:${grantId}`,
      before: null,
      limit: 9,
    });
    expect(logged).toMatchObject({ actor: "Zoe", action: "bulk-grant-give" });
    await expectCoherentLedger(test.database, shopId);
  });

  it("is taken back as one: given points go, taken points return; a row whose points are spent says so", async () => {
    const grantId = await prepare("email,points\nada@example.com,100\nada@example.com,-10\n");
    await decide(grantId, "give");
    await runBulkGrants(ports(), shopId);
    const { memberId } = await ada();
    await adjustPoints(test, shopId, { memberId, points: -50, reason: "spent", idempotencyKey: "s" });
    await decide(grantId, "undo");
    await runBulkGrants(ports(), shopId);
    expect(await look(grantId)).toMatchObject({ status: "undone", sums: { undone: 1, problems: 1 } });
    expect((await ada()).balance).toBe(19 + 100 - 10 - 50 + 10);
    await expectCoherentLedger(test.database, shopId);
  });

  it("a row that asks for more than there is takes nothing and says so; the others are done", async () => {
    const grantId = await prepare("email,points\nada@example.com,-500\nada@example.com,1\n");
    await decide(grantId, "give");
    await runBulkGrants(ports(), shopId);
    expect((await ada()).balance).toBe(20);
    const rows = await ports().bulkGrants.listRows(shopId, grantId, 10);
    expect(rows.map(({ done, problem }) => [done, problem])).toEqual([
      [false, "insufficient-points"],
      [true, null],
    ]);
  });

  it("is decided once: discarded it can't be given, given it can't be discarded", async () => {
    const grantId = await prepare("email,points\nada@example.com,1\n");
    expect(await decide(grantId, "discard")).toMatchObject({ ok: true });
    expect(await decide(grantId, "give")).toMatchObject({
      ok: false,
      refusals: [{ code: "not-possible-now" }],
    });
  });

  it.each([
    ["", "empty-file"],
    ["email,points\n", "empty-file"],
    ["name,points\nAda,5\n", "missing-column"],
  ])("%j is refused: %s", async (text, code) => {
    await expect(prepare(text)).rejects.toThrow(code);
  });

  it("needs a reason", async () => {
    await expect(prepare("email,points\nada@example.com,1\n", { reason: " " })).rejects.toThrow(
      "reason-required",
    );
  });
});
