import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CampaignTerms } from "#app/domain/earning/campaign.ts";
import { EVERYBODY } from "#app/domain/membership/segment.ts";
import { BASE_RULE } from "#app/domain/program/program-body.ts";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { createCampaignReads } from "#app/persistence/campaign-reads.ts";
import { createSegmentsStore } from "#app/persistence/segments-store.ts";
import { adjustPoints } from "#app/usecases/points/adjust-points.ts";
import type { AuditLog } from "#app/usecases/audit-ports.ts";
import { celebrateDays } from "#app/usecases/occasions/celebrate-days.ts";
import {
  type CampaignInput,
  createCampaign,
  removeCampaign,
  startCampaign,
  stepCampaign,
  updateCampaign,
} from "#app/usecases/campaigns/change-campaigns.ts";
import { removeSegment, saveSegment } from "#app/usecases/campaigns/change-segments.ts";
import { mergeCustomers } from "#app/usecases/members/merge-customers.ts";
import { recordOrders } from "#app/usecases/orders/record-orders.ts";
import { rewardMemberAction } from "#app/usecases/occasions/reward-member-action.ts";
import { runCampaigns } from "#app/usecases/campaigns/run-campaigns.ts";
import { tellBirthday } from "#app/usecases/occasions/tell-birthday.ts";
import { expectCoherentLedger } from "#test/support/coherent-ledger.ts";
import { ADA, BEN, later, line, order, program, refund } from "#test/support/factories.ts";
import { createTestLedger, installTestShop, type ShopInput, type TestLedger } from "#test/support/ledger.ts";

let test: TestLedger;
let shopId: string;
let ports: TestLedger & { segments: ReturnType<typeof createSegmentsStore>; audit: AuditLog };
beforeAll(async () => {
  test = await createTestLedger();
  ports = {
    ...test,
    segments: createSegmentsStore(test.database),
    audit: createAuditStore(test.database.prisma),
  };
});
afterAll(() => test.drop());
beforeEach(() => test.clock.set("2026-04-01T12:00:00Z"));

async function open(input: ShopInput & { launched?: boolean } = {}): Promise<void> {
  const { launched = true, ...rest } = input;
  shopId = await installTestShop(test, { program: program(), ...rest });
  if (launched)
    await test.database.pool.query("UPDATE shops SET launched_at = '2026-01-01' WHERE shop_id = $1", [
      shopId,
    ]);
}

const customer = (number: number) => ({
  ...ADA,
  customerId: `gid://shopify/Customer/${number}`,
  email: `c${number}@example.com`,
  name: `Customer ${number}`,
});

/** Members with one order of 19.99 each. */
async function fill(members: number): Promise<void> {
  await recordOrders(
    test,
    shopId,
    Array.from({ length: members }, (_, number) => order(number + 1, { customer: customer(number + 1) })),
  );
}

type Bonus = Extract<CampaignTerms, { kind: "bonus" }>;
const bonus = (change: Partial<Bonus> = {}): Bonus => ({
  ...{ kind: "bonus", points: 100, trigger: "start", action: null, minimumOrder: null },
  ...{ lifetime: { kind: "program" }, audience: null, ...change },
});

const input = (terms: CampaignTerms, change: Partial<CampaignInput> = {}): CampaignInput => ({
  ...{ name: "Spring", terms, startsAt: null, endsAt: null, budgetPoints: null, segmentId: null, ...change },
});

async function start(terms: CampaignTerms, change: Partial<CampaignInput> = {}): Promise<string> {
  const created = await createCampaign(ports, shopId, input(terms, change), "ada");
  if (!created.ok) throw new Error(JSON.stringify(created.refusals));
  const started = await startCampaign(ports, shopId, created.value.campaignId, "ada");
  if (!started.ok) throw new Error(JSON.stringify(started.refusals));
  return created.value.campaignId;
}

const campaign = (campaignId: string) => createCampaignReads(test.database.prisma).get(shopId, campaignId);

async function balances(): Promise<number[]> {
  const { rows } = await test.database.pool.query<{ balance: number }>(
    "SELECT balance::int FROM members WHERE shop_id = $1 AND participation <> 'merged' ORDER BY customer_id",
    [shopId],
  );
  return rows.map(({ balance }) => balance);
}

async function idOf(customerId: string): Promise<string> {
  const member = await test.reads.getMemberOfCustomer(shopId, customerId, test.clock.now());
  if (member === null) throw new Error(`${customerId} is not known`);
  return member.memberId;
}

describe("a bonus for many", () => {
  it("reaches everybody who takes part, once, and then the campaign is over", async () => {
    await open();
    await fill(3);
    const id = await start(bonus());
    await runCampaigns(test, shopId);
    await runCampaigns(test, shopId);
    expect(await balances()).toEqual([119, 119, 119]);
    expect(await campaign(id)).toMatchObject({ status: "ended", givenPoints: 300, members: 3 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("is given once by two sweeps at once", async () => {
    await open();
    await fill(40);
    const id = await start(bonus());
    await Promise.all([runCampaigns(test, shopId), runCampaigns(test, shopId), runCampaigns(test, shopId)]);
    expect(new Set(await balances())).toEqual(new Set([119]));
    expect(await campaign(id)).toMatchObject({ givenPoints: 4000, members: 40 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("stops before its budget would be exceeded", async () => {
    await open();
    await fill(5);
    const id = await start(bonus(), { budgetPoints: 350 });
    await runCampaigns(test, shopId);
    expect((await balances()).sort()).toEqual([119, 119, 119, 19, 19]);
    expect(await campaign(id)).toMatchObject({ status: "ended", givenPoints: 300 });
  });

  it("repays a debt first, as every earning does", async () => {
    await open();
    const bought = order(1, { customer: customer(1) });
    await recordOrders(test, shopId, [bought]);
    await adjustPoints(test, shopId, {
      ...{ memberId: await idOf(customer(1).customerId), points: -19, reason: "spent", idempotencyKey: "a" },
    });
    const back = refund(1, { at: "2026-03-10T12:00:00Z", lines: [[1000, "19.99"]] });
    await recordOrders(test, shopId, [later(bought, 60, { financialStatus: "refunded", refunds: [back] })]);
    await start(bonus());
    await runCampaigns(test, shopId);
    const member = await test.reads.getMemberOfCustomer(shopId, customer(1).customerId, test.clock.now());
    expect(member).toMatchObject({ balance: 81, deficit: 0 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("lets points live on that expire by inactivity, as every earning does", async () => {
    const base = program();
    await open({
      program: { ...base, expiry: { mode: "inactivity", months: 6, roundUpTo: null, dates: [] } },
    });
    await fill(1);
    await start(bonus({ lifetime: { kind: "days", days: 10 } }));
    await runCampaigns(test, shopId);
    const member = await test.reads.getMemberOfCustomer(shopId, customer(1).customerId, test.clock.now());
    expect(member?.expiring).toEqual([
      { points: 100, expiresAt: expect.stringContaining("2026-04-12") as string },
      { points: 19, expiresAt: expect.stringContaining("2026-10-02") as string },
    ]);
    await expectCoherentLedger(test.database, shopId);
  });

  it.each([
    [{ kind: "until", day: "2026-04-30" }, "2026-05-01T04:00:00.000Z"],
    [{ kind: "days", days: 7 }, "2026-04-09T04:00:00.000Z"],
    [{ kind: "program" }, "2027-04-02T04:00:00.000Z"],
  ] as const)("lives as it says: %j", async (lifetime, expiresAt) => {
    await open({ program: program({ months: 12 }) });
    await fill(1);
    await start(bonus({ lifetime }));
    await runCampaigns(test, shopId);
    const { rows } = await test.database.pool.query<{ expires_at: Date }>(
      "SELECT expires_at FROM lots WHERE shop_id = $1 AND points = 100",
      [shopId],
    );
    expect(rows[0]?.expires_at.toISOString()).toBe(expiresAt);
  });

  it("does not reach who left, nor twice whom a merge brings together while it is given", async () => {
    await open();
    await fill(3);
    await test.database.pool.query(
      "UPDATE members SET participation = 'left' WHERE shop_id = $1 AND member_id = $2",
      [shopId, await idOf(customer(3).customerId)],
    );
    const id = await start(bonus(), { budgetPoints: 1000 });
    // The first of the two has had it, the round stops there, and they become one.
    await test.ledger.transaction(async (stores) => {
      const stored = await stores.campaigns.lock(shopId, id);
      if (stored === null) throw new Error("gone");
      await stores.campaigns.giveRound(shopId, stored, {
        ...{ points: 100, limit: 1, life: { expiresAt: null, slide: null }, programVersion: 1 },
        ...{ today: "2026-04-01", currency: "USD", timeZone: "America/New_York", tiers: null },
        now: test.clock.now(),
      });
    });
    const [first, second] = [await idOf(customer(1).customerId), await idOf(customer(2).customerId)];
    const [deleted, kept] = first < second ? [1, 2] : [2, 1];
    await mergeCustomers(test, shopId, {
      ...{ keptId: customer(kept).customerId, deletedId: customer(deleted).customerId },
    });
    await runCampaigns(test, shopId);
    expect(await balances()).toEqual([138, 19]);
    expect(await campaign(id)).toMatchObject({ givenPoints: 100 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("can be a surprise for those whom a filter reaches", async () => {
    await open();
    await fill(2);
    await recordOrders(test, shopId, [order(9, { customer: customer(1), day: "2026-03-05" })]);
    await start(bonus({ points: 7, audience: { ...EVERYBODY, ordersAtLeast: 2 } }));
    await runCampaigns(test, shopId);
    expect(await balances()).toEqual([45, 19]);
  });
});

describe("a campaign's life", () => {
  it("begins and ends exactly at its dates, and what was bought meanwhile counts however late it is told", async () => {
    await open();
    await start(bonus({ trigger: "order" }), {
      startsAt: new Date("2026-04-02T00:00:00Z"),
      endsAt: new Date("2026-04-03T00:00:00Z"),
    });
    test.clock.set("2026-04-05T12:00:00Z"); // no sweep has run
    const at = (number: number, instant: string) =>
      order(number, { customer: customer(number), processedAt: new Date(instant) });
    await recordOrders(test, shopId, [
      at(1, "2026-04-01T23:59:59Z"),
      at(2, "2026-04-02T00:00:00Z"),
      at(3, "2026-04-02T23:59:59Z"),
      at(4, "2026-04-03T00:00:00Z"),
    ]);
    expect(await balances()).toEqual([19, 119, 119, 19]);
    await runCampaigns(test, shopId);
    await expectCoherentLedger(test.database, shopId);
  });

  it("is told by the intervals in which it ran: a pause is not part of it", async () => {
    await open();
    const id = await start(bonus({ trigger: "order" }));
    test.clock.set("2026-04-02T12:00:00Z");
    await stepCampaign(ports, shopId, id, "pause", "ada");
    test.clock.set("2026-04-03T12:00:00Z");
    await stepCampaign(ports, shopId, id, "resume", "ada");
    test.clock.set("2026-04-04T12:00:00Z");
    await stepCampaign(ports, shopId, id, "end", "ada");
    expect((await campaign(id))?.runs).toEqual([
      { from: new Date("2026-04-01T12:00:00Z"), until: new Date("2026-04-02T12:00:00Z") },
      { from: new Date("2026-04-03T12:00:00Z"), until: new Date("2026-04-04T12:00:00Z") },
    ]);
    expect(await stepCampaign(ports, shopId, id, "resume", "ada")).toMatchObject({
      ok: false,
      refusals: [{ code: "wrong-status" }],
    });
  });

  it("is changed only as a draft, and only a draft can be thrown away", async () => {
    await open();
    const created = await createCampaign(ports, shopId, input(bonus()), "ada");
    if (!created.ok) throw new Error("refused");
    const { campaignId } = created.value;
    await updateCampaign(ports, shopId, campaignId, input(bonus({ points: 50 })), "ada");
    await startCampaign(ports, shopId, campaignId, "ada");
    const wrong = { ok: false, refusals: [{ code: "wrong-status" }] };
    expect(await updateCampaign(ports, shopId, campaignId, input(bonus()), "ada")).toMatchObject(wrong);
    expect(await removeCampaign(ports, shopId, campaignId, "ada")).toMatchObject(wrong);
    expect((await campaign(campaignId))?.terms).toMatchObject({ points: 50 });
  });

  it("does not start before the launch", async () => {
    await open({ launched: false });
    const created = await createCampaign(ports, shopId, input(bonus()), "ada");
    if (!created.ok) throw new Error("refused");
    expect(await startCampaign(ports, shopId, created.value.campaignId, "ada")).toMatchObject({
      ok: false,
      refusals: [{ code: "not-launched" }],
    });
  });
});

describe("a budget", () => {
  it("is never exceeded, also by orders recorded at once, and the campaign ends when it is used up", async () => {
    await open();
    const id = await start(bonus({ trigger: "order", points: 30 }), { budgetPoints: 100 });
    test.clock.set("2026-04-02T12:00:00Z");
    await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        recordOrders(test, shopId, [
          order(number + 1, { customer: customer(number + 1), day: "2026-04-02" }),
        ]),
      ),
    );
    const given = (await balances()).map((balance) => balance - 19).sort((a, b) => b - a);
    expect(given).toEqual([30, 30, 30, 10, 0, 0, 0, 0]);
    await runCampaigns(test, shopId);
    expect(await campaign(id)).toMatchObject({ status: "ended", givenPoints: 100, members: 4 });
    await expectCoherentLedger(test.database, shopId);
  });
});

describe("a ladder", () => {
  it("gives what the highest step reached gives, with a life of its own", async () => {
    await open();
    await start({
      ...{ kind: "ladder", audience: null, lifetime: { kind: "days", days: 3 } },
      steps: [
        { from: "50.00", points: 200 },
        { from: "100.00", points: 500 },
      ],
    });
    const bought = ["49.99", "50.00", "99.99", "100.00"].map((net, number) =>
      order(number + 1, {
        ...{ customer: customer(number + 1), day: "2026-04-01" },
        lines: [line(number, { net })],
      }),
    );
    await recordOrders(test, shopId, bought);
    expect(await balances()).toEqual([49, 250, 299, 600]);
  });
});

describe("a bonus on an occasion", () => {
  const rules = [
    { ...BASE_RULE, id: "birthday", kind: "birthday", points: 10, per: null },
    { ...BASE_RULE, id: "review", kind: "action", action: "review", points: 20, per: null },
  ] as const;
  beforeEach(async () => {
    const base = program();
    await open({
      program: { ...base, earning: { ...base.earning, rules: [...base.earning.rules, ...rules] } },
    });
  });

  it("is given to who joins while it runs", async () => {
    const id = await start(bonus({ trigger: "sign-up" }), { budgetPoints: 250 });
    await recordOrders(
      test,
      shopId,
      [1, 2, 3].map((number) => order(number, { customer: customer(number), day: "2026-04-01" })),
    );
    expect((await balances()).sort()).toEqual([119, 119, 19]);
    await runCampaigns(test, shopId);
    expect(await campaign(id)).toMatchObject({ status: "ended", givenPoints: 200, members: 2 });
    await expectCoherentLedger(test.database, shopId);
  });

  it("comes with the birthday, on top of the rule's points, once", async () => {
    await fill(1);
    await start(bonus({ trigger: "birthday" }));
    await tellBirthday(test, shopId, {
      memberId: await idOf(customer(1).customerId),
      birthday: "04-01",
      by: null,
    });
    await celebrateDays(test, shopId);
    await celebrateDays(test, shopId);
    expect(await balances()).toEqual([129]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("reaches those who are in its tiers: at its start, and with an action", async () => {
    await fill(2);
    await test.database.pool.query(
      "INSERT INTO member_tiers (shop_id, member_id, tier_id, since) VALUES ($1, $2, 'gold', '2026-01-01')",
      [shopId, await idOf(customer(1).customerId)],
    );
    const audience = { ...EVERYBODY, tierIds: ["gold"] };
    await start(bonus({ points: 7, audience }));
    await runCampaigns(test, shopId);
    expect(await balances()).toEqual([26, 19]);
    await start(bonus({ points: 5, trigger: "action", action: "review", audience }));
    for (const number of [1, 2]) {
      const memberId = await idOf(customer(number).customerId);
      await rewardMemberAction(test, shopId, { memberId, action: "review", idempotencyKey: `r${number}` });
    }
    const [gold, none] = await balances();
    expect(gold! - none!).toBe(12);
  });

  it("for those near a tier is given at its start alone: the order that counts would lead out of it", async () => {
    const audience = { ...EVERYBODY, nearTierId: "gold" };
    expect(
      await createCampaign(ports, shopId, input(bonus({ trigger: "order", audience })), "ada"),
    ).toMatchObject({
      refusals: [{ code: "near-tier-at-start-only", pointer: "/terms/audience/nearTierId" }],
    });
  });

  it("comes with each action of its name, to those it is meant for", async () => {
    await fill(2);
    await start(
      bonus({ trigger: "action", action: "review", audience: { ...EVERYBODY, balanceAtLeast: 20 } }),
    );
    await adjustPoints(test, shopId, {
      ...{ memberId: await idOf(customer(1).customerId), points: 1, reason: "gift", idempotencyKey: "g" },
    });
    for (const number of [1, 2]) {
      const memberId = await idOf(customer(number).customerId);
      await rewardMemberAction(test, shopId, { memberId, action: "review", idempotencyKey: `k${number}` });
      await rewardMemberAction(test, shopId, { memberId, action: "review", idempotencyKey: `k${number}` });
    }
    expect(await balances()).toEqual([140, 39]);
    await expectCoherentLedger(test.database, shopId);
  });

  it("on an action that no rule rewards is refused at the start", async () => {
    const created = await createCampaign(
      ports,
      shopId,
      input(bonus({ trigger: "action", action: "dance" })),
      "ada",
    );
    if (!created.ok) throw new Error("refused");
    expect(await startCampaign(ports, shopId, created.value.campaignId, "ada")).toMatchObject({
      ok: false,
      refusals: [{ code: "action-unknown", pointer: "/terms/action" }],
    });
  });
});

describe("a segment", () => {
  const save = (name: string, segmentId: string | null = null, ordersAtLeast = 1) =>
    saveSegment(
      ports,
      { shopId, currency: "USD" },
      { segmentId, name, filter: { ...EVERYBODY, ordersAtLeast } },
      "ada",
    );

  it("can be renamed; two of one name are refused", async () => {
    await open();
    const first = await save("Buyers");
    if (!first.ok) throw new Error("refused");
    expect(await save("Buyers")).toMatchObject({ ok: false, refusals: [{ code: "name-taken" }] });
    expect(await save("Shoppers", first.value.segmentId)).toMatchObject({ ok: true });
    expect(await ports.segments.list(shopId)).toMatchObject([{ name: "Shoppers" }]);
  });

  it("stays while a campaign that is not over was made for it", async () => {
    await open();
    await recordOrders(test, shopId, [order(1, { customer: BEN })]);
    const segment = await save("Buyers");
    if (!segment.ok) throw new Error("refused");
    const { segmentId } = segment.value;
    await start(bonus(), { segmentId });
    expect(await removeSegment(ports, shopId, segmentId, "ada")).toMatchObject({
      ok: false,
      refusals: [{ code: "in-use" }],
    });
    await runCampaigns(test, shopId);
    expect(await removeSegment(ports, shopId, segmentId, "ada")).toMatchObject({ ok: true });
    expect(await ports.segments.list(shopId)).toEqual([]);
    const log = await ports.audit.list(shopId, { subject: null, before: null, limit: 4 });
    expect(new Set(log.map(({ actor, action }) => `${actor}: ${action}`))).toEqual(
      new Set([
        "ada: segment-created",
        "ada: campaign-created",
        "ada: campaign-started",
        "ada: segment-removed",
      ]),
    );
  });

  it("is taken into a campaign as it stands when that starts; a later change of it changes nothing", async () => {
    await open();
    await fill(1);
    const segment = await save("Buyers");
    if (!segment.ok) throw new Error("refused");
    const created = await createCampaign(
      ports,
      shopId,
      input(bonus(), { segmentId: segment.value.segmentId }),
      "ada",
    );
    if (!created.ok) throw new Error("refused");
    await save("Buyers", segment.value.segmentId, 5);
    await startCampaign(ports, shopId, created.value.campaignId, "ada");
    await save("Buyers", segment.value.segmentId, 1);
    await runCampaigns(test, shopId);
    expect(await balances()).toEqual([19]);
  });
});
