import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuditStore } from "#app/persistence/audit-store.ts";
import { describeTiers } from "#app/usecases/tiers/describe-tiers.ts";
import { setTierByHand, type TierWish } from "#app/usecases/tiers/set-tier-by-hand.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import { ADA, BEN } from "#test/support/factories.ts";
import { createTiersHouse, tier, tiers, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
beforeAll(async () => {
  house = await createTiersHouse();
});
afterAll(() => house.drop());

const LADDER = tiers({ ladder: [...tiers().ladder, tier("club", null, { entryPoints: 40 })] });
let keys = 0;
/** Ada is silver by what she has spent. */
beforeEach(async () => {
  await house.open(LADDER);
  await house.buy(1, "1200.00");
  await house.buy(2, "50.00", { customer: BEN });
  await house.move();
});

const set = async (change: Partial<TierWish>) =>
  setTierByHand(house.test, house.shopId, {
    ...{ memberId: await house.idOf(ADA), tierId: "gold", until: null, exact: false, by: "Grace" },
    ...{ reason: "an old friend", idempotencyKey: `key-${++keys}` },
    ...change,
  });
const last = async () => (await house.movesOf(ADA)).at(-1);

describe("a tier that is given by hand", () => {
  it("holds at once through its last day, with its reason; the review after it lowers without grace", async () => {
    await house.publish({ ...LADDER, graceDays: 30 });
    expect(await set({ until: "2026-03-20" })).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await last()).toMatchObject({
      ...{ from: "silver", to: "gold", because: "by-hand", actor: "Grace", note: "an old friend" },
      figures: { spent: "1200.00" },
    });
    await house.reviewOn("2026-03-20");
    expect(await house.tierOf(ADA)).toBe("gold");
    await house.reviewOn("2026-03-21");
    expect(await house.tierOf(ADA)).toBe("silver");
    expect(await last()).toMatchObject({ because: "hold-ended" });
  });

  it("does not take what figures reach, unless it is meant exactly", async () => {
    await set({ tierId: "bronze" });
    expect(await house.tierOf(ADA)).toBe("silver");
    await set({ tierId: "bronze", exact: true });
    expect(await house.tierOf(ADA)).toBe("bronze");
    await house.buy(3, "9000.00", { day: "2026-03-03" });
    await house.move();
    expect(await house.tierOf(ADA)).toBe("bronze");
    await set({ tierId: null });
    expect(await house.tierOf(ADA)).toBe("gold");
  });

  it("that nothing else leads into is an invitation, and gives its entry reward as any other", async () => {
    await set({ tierId: "club" });
    expect(await last()).toMatchObject({ to: "club", because: "invited" });
    await house.move();
    expect(await house.entries("tier:%/club/%")).toMatchObject([{ points: 40 }]);
  });

  it("is let go of by hand: the next review lowers, and nobody is lowered before", async () => {
    await set({});
    expect(await set({ tierId: null })).toMatchObject({ ok: true });
    expect(await house.tierOf(ADA)).toBe("gold");
    await house.reviewOn("2026-03-03");
    expect(await house.tierOf(ADA)).toBe("silver");
  });

  it("stands in the audit log by its name, and is told as held", async () => {
    await set({ until: "2026-04-01" });
    const { prisma } = house.test.database;
    const memberId = await house.idOf(ADA);
    const page = { subject: `member:${memberId}`, before: null, limit: 1 };
    expect(await createAuditStore(prisma).list(house.shopId, page)).toMatchObject([
      { action: "tier-set-until", actor: "Grace", detail: { tier: "gold", lastDay: "2026-04-01" } },
    ]);
    const shop = await createShopsStore(prisma).get(house.shopId);
    const ports = { programs: createProgramStore(prisma), tierReads: createTierReads(prisma) };
    const described = await describeTiers(ports, shop!, [memberId], house.test.clock.now());
    expect(described.get(memberId)).toMatchObject({
      state: { tierId: "gold", hold: { kind: "by-hand", until: "2026-04-01" } },
      progress: { tier: { id: "gold" }, keptThrough: "2026-04-01" },
    });
  });
});

describe("a change by hand is made once", () => {
  it("the same key and request again changes nothing, another request is refused", async () => {
    const wish = { idempotencyKey: "once", until: "2026-05-01" };
    expect(await set(wish)).toMatchObject({ value: { isNew: true } });
    await set({ tierId: null });
    expect(await set(wish)).toMatchObject({ value: { isNew: false } });
    expect(await set({ ...wish, until: "2026-05-02" })).toMatchObject({
      refusals: [{ code: "idempotency-conflict" }],
    });
    const memberId = await house.idOf(BEN);
    expect(await set({ ...wish, memberId })).toMatchObject({ refusals: [{ code: "idempotency-conflict" }] });
    expect(await house.tierOf(BEN)).toBe("bronze");
  });
});

describe("a change by hand is refused, and members keep what they have,", () => {
  it.each<[string, Partial<TierWish>, string, string | undefined]>([
    ["to a tier that is none", { tierId: "platinum" }, "unknown-tier", "/tierId"],
    ["without a reason", { reason: "  " }, "reason-required", "/reason"],
    ["through a day that is over", { until: "2026-03-01" }, "until-in-the-past", "/until"],
    ["when nothing is held that could be let go of", { tierId: null }, "not-held", "/tierId"],
    ["for nobody", { memberId: "00000000-0000-7000-8000-000000000000" }, "not-found", undefined],
  ])("%s", async (_, wish, code, pointer) => {
    expect(await set(wish)).toMatchObject({
      refusals: [{ code, ...(pointer === undefined ? {} : { pointer }) }],
    });
    expect(await house.tierOf(ADA)).toBe("silver");
    expect(await house.movesOf(ADA)).toHaveLength(1);
  });

  it("while the program has no tiers, and for who does not take part", async () => {
    await house.publish(null);
    expect(await set({})).toMatchObject({ refusals: [{ code: "no-tiers" }] });
    await house.publish(LADDER);
    const query = "UPDATE members SET participation = 'left' WHERE shop_id = $1";
    await house.test.database.pool.query(query, [house.shopId]);
    expect(await set({})).toMatchObject({ refusals: [{ code: "not-a-member" }] });
  });
});
