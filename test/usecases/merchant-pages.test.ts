/** What the merchant's pages tell, from the books: why somebody has these points, and what changed lately. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRedemptionReads } from "#app/persistence/redemption-reads.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createCampaignReads } from "#app/persistence/campaign-reads.ts";
import { createLatestEntries } from "#app/persistence/latest-entries.ts";
import { createOccasionsStore } from "#app/persistence/occasions-store.ts";
import { createOrderReads } from "#app/persistence/order-reads.ts";
import { createParticipationStore } from "#app/persistence/participation-store.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createSegmentsStore } from "#app/persistence/segments-store.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import { createCampaign, startCampaign } from "#app/usecases/campaigns/change-campaigns.ts";
import { changeParticipationRule } from "#app/usecases/members/change-participation-rule.ts";
import { explainMember } from "#app/usecases/members/explain-member.ts";
import { listLatestChanges } from "#app/usecases/reports/list-latest-changes.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { undoAdjustment } from "#app/usecases/points/undo-adjustment.ts";
import { ADA, BEN, later, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
beforeAll(async () => {
  test = await createTestLedger();
});
afterAll(() => test.drop());
beforeEach(async () => {
  test.clock.set("2026-04-01T12:00:00Z");
  shopId = await installTestShop(test, { program: program() });
});

const pages = () => ({
  ...test,
  memberReads: test.reads,
  orderReads: createOrderReads(test.database.prisma),
  campaignReads: createCampaignReads(test.database.prisma),
  occasions: createOccasionsStore(test.database.prisma),
  redemptionReads: createRedemptionReads(test.database.prisma),
  latestEntries: createLatestEntries(test.database.prisma),
  programs: createProgramStore(test.database.prisma),
  participation: createParticipationStore(test.database),
  audit: createAuditStore(test.database.prisma),
});

async function memberIdOf(email: string): Promise<string> {
  const page = { email, customerId: null, after: null, limit: 1 };
  const [member] = await test.reads.listMembers(shopId, page, test.clock.now());
  if (member === undefined) throw new Error(`${email} is no member`);
  return member.memberId;
}

/** Two orders, of which Ada's is partly refunded, and points granted to Ben by hand and taken back. */
async function liveThrough(): Promise<{ ada: string; ben: string }> {
  const [first, second] = [order(1), order(2, { customer: BEN, day: "2026-03-03" })];
  await recordOrders(test, shopId, [first, second]);
  const back = refund(9, { at: "2026-03-05T10:00:00Z", lines: [[1000, "10.00"]] });
  await recordOrders(test, shopId, [
    later(first, 60 * 24 * 3, { refunds: [back], financialStatus: "partially-refunded" }),
  ]);
  const [ada, ben] = [await memberIdOf("ada@example.com"), await memberIdOf("ben@example.com")];
  await adjustPoints(test, shopId, { memberId: ben, points: 5, reason: "a kind word", idempotencyKey: "a" });
  test.clock.set("2026-04-02T12:00:00Z");
  await undoAdjustment(test, shopId, { memberId: ben, seq: 2, by: "Zoe" });
  return { ada, ben };
}

describe("what changed lately", () => {
  it("tells orders, refunds and adjustments once each, newest first, with the member and the order's name", async () => {
    const { ada, ben } = await liveThrough();
    const changes = await listLatestChanges(pages(), shopId, 10);
    expect(
      changes.map((change) =>
        change.what === "order"
          ? [change.memberId, change.name, change.goodsLeftMinor, change.keptPoints]
          : [change.memberId, change.orderName, change.reason, change.points],
      ),
    ).toEqual([
      [ben, null, "adjustment-undone", -5],
      [ben, null, "a kind word", 5],
      [ada, "#1", "order-refunded", -10],
      [ben, "#2", "1999", 19],
      [ada, "#1", "999", 9],
    ]);
    expect((await listLatestChanges(pages(), shopId, 2)).map(({ what }) => what)).toEqual(["entry", "entry"]);
  });

  it("tells nothing of another shop", async () => {
    await liveThrough();
    expect(await listLatestChanges(pages(), await installTestShop(test), 10)).toEqual([]);
  });

  it("reads an index, whatever the number of entries", async () => {
    const plan = await test.database.pool.connect().then(async (client) => {
      await client.query("SET enable_seqscan = off");
      const { rows } = await client.query(
        `EXPLAIN SELECT 1 FROM entries e WHERE e.shop_id = 'x' AND e.kind IN ('reverse', 'redeem', 'return', 'adjust', 'transfer')
         ORDER BY e.at DESC LIMIT 10`,
      );
      await client.query("RESET enable_seqscan");
      client.release();
      return JSON.stringify(rows);
    });
    expect(plan).toContain("entries_lately");
    expect(plan).not.toContain("Sort");
  });
});

describe("a member's page", () => {
  it("names for each entry the order and the version that ruled it", async () => {
    const { ada } = await liveThrough();
    const page = await explainMember(pages(), shopId, ada, { entries: 10 });
    expect(page?.entries.map(({ kind, orderName, orderId }) => [kind, orderName, orderId])).toEqual([
      ["reverse", "#1", "gid://shopify/Order/1"],
      ["earn", "#1", "gid://shopify/Order/1"],
    ]);
    expect(page?.versions.map(({ version }) => version)).toEqual([1]);
    expect(page?.hasOlder).toBe(false);
  });

  it("tells of each order, and of its entries, the rules and campaigns that made the points", async () => {
    const body = program();
    const double = {
      ...{ id: "double", name: "Double days", factor: "2", rounding: "floor" as const, ruleIds: [] },
      ...{ include: {}, exclude: {}, from: null, until: null },
    };
    shopId = await installTestShop(test, {
      program: { ...body, earning: { ...body.earning, multipliers: [double] } },
    });
    await test.database.pool.query("UPDATE shops SET launched_at = '2026-01-01' WHERE shop_id = $1", [
      shopId,
    ]);
    const ports = { ...test, segments: createSegmentsStore(test.database) };
    const terms = {
      ...{ kind: "bonus" as const, points: 100, trigger: "order" as const, action: null, audience: null },
      ...{ minimumOrder: null, lifetime: { kind: "program" as const } },
    };
    const when = { startsAt: null, endsAt: null, budgetPoints: null, segmentId: null };
    const created = await createCampaign(ports, shopId, { name: "Spring", terms, ...when }, "Zoe");
    const campaignId = created.ok ? created.value.campaignId : "";
    await startCampaign(ports, shopId, campaignId, "Zoe");
    await recordOrders(test, shopId, [
      order(1, { customer: ADA, processedAt: new Date("2026-04-01T12:00:01Z") }),
    ]);

    const page = await explainMember(pages(), shopId, await memberIdOf("ada@example.com"), { entries: 10 });
    const sources = page?.orders[0]?.earnedBy?.map(({ source, multipliers, points }) => [
      ...[source, points],
      ...multipliers.map((one) => one.source),
    ]);
    expect(sources).toEqual([
      ["rule:base", 38, "multiplier:double"],
      [`campaign:${campaignId}`, 100],
    ]);
    expect(page?.entries[0]?.earnedBy).toEqual(page?.orders[0]?.earnedBy);
    expect(page?.campaigns).toEqual({ [campaignId]: "Spring" });
    expect(page?.versions.map(({ version }) => version)).toEqual([1]);
  });

  it("shows the birthday that the merchant has entered, and the log says who did", async () => {
    const { ada } = await liveThrough();
    const told = await tellBirthday(test, shopId, { memberId: ada, birthday: "12-24", by: "Zoe" });
    expect(told).toMatchObject({ ok: true });
    const page = await explainMember(pages(), shopId, ada, { entries: 1 });
    expect(page?.birthday).toEqual({ birthday: "12-24", nextBirthday: null, nextBirthdayYear: null });
    const log = await pages().audit.list(shopId, { subject: `member:${ada}`, before: null, limit: 1 });
    // The day is the member's own: the log tells that it was entered, not which one.
    expect(log).toMatchObject([{ actor: "Zoe", action: "birthday-told", detail: {} }]);
  });

  it("says that there are older entries, and shows the newest", async () => {
    const { ada } = await liveThrough();
    const page = await explainMember(pages(), shopId, ada, { entries: 1 });
    expect(page?.entries.map(({ kind }) => kind)).toEqual(["reverse"]);
    expect(page?.hasOlder).toBe(true);
  });

  it("is none for an id that is not this shop's", async () => {
    const { ada } = await liveThrough();
    const elsewhere = await installTestShop(test);
    expect(await explainMember(pages(), elsewhere, ada, { entries: 1 })).toBeNull();
    expect(await explainMember(pages(), shopId, "no id at all", { entries: 1 })).toBeNull();
  });
});

describe("who takes part", () => {
  const shop = () => ({ shopId, timeZone: "Pacific/Auckland" });

  it("joins by a new rule on the shop's own day, and earns with later orders only", async () => {
    shopId = await installTestShop(test, { program: program(), participation: "joined" });
    await recordOrders(test, shopId, [order(1)]);
    const changed = await changeParticipationRule(
      pages(),
      shop(),
      { mode: "ordered", excludedTag: "  " },
      "Zoe",
    );
    expect(changed).toEqual({ ok: true, value: { mode: "ordered", excludedTag: null } });

    const ada = await test.reads.getMember(shopId, await memberIdOf("ada@example.com"), test.clock.now());
    expect(ada).toMatchObject({ participation: "member", joinedOn: "2026-04-02", balance: 0 });
    await recordOrders(test, shopId, [order(2, { day: "2026-04-01" })]);
    const after = await test.reads.getMember(shopId, ada?.memberId ?? "", test.clock.now());
    expect(after?.balance).toBe(19);
  });

  it("keeps the points of whom a tag excludes, and earns them nothing more", async () => {
    await recordOrders(test, shopId, [order(1, { customer: { ...ADA, tags: ["staff"] } })]);
    const memberId = await memberIdOf("ada@example.com");
    await changeParticipationRule(pages(), shop(), { mode: "ordered", excludedTag: "staff" }, "Zoe");
    await recordOrders(test, shopId, [
      order(2, { customer: { ...ADA, tags: ["staff"] }, day: "2026-03-09" }),
    ]);
    const member = await test.reads.getMember(shopId, memberId, test.clock.now());
    expect(member).toMatchObject({ participation: "excluded", balance: 19 });
  });

  it("refuses a tag longer than Shopify's own, and changes nothing", async () => {
    const refused = await changeParticipationRule(
      pages(),
      shop(),
      {
        mode: "joined",
        excludedTag: "x".repeat(256),
      },
      "Zoe",
    );
    expect(refused).toMatchObject({
      ok: false,
      refusals: [{ code: "tag-too-long", pointer: "/excludedTag" }],
    });
    const { rows } = await test.database.pool.query("SELECT participation FROM shops WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([{ participation: "ordered" }]);
  });
});
