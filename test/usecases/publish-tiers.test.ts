import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tiers } from "#app/domain/tiers/tiers.ts";
import { createProgramStore } from "#app/persistence/program-store.ts";
import { createTierChangesStore } from "#app/persistence/tier-changes-store.ts";
import { createTierPreviewsStore } from "#app/persistence/tier-previews-store.ts";
import { createTierReads } from "#app/persistence/tier-reads.ts";
import { createShopsStore } from "#app/persistence/shops-store.server.ts";
import { publishProgram } from "#app/usecases/program/publish-program.ts";
import { rollBackProgram } from "#app/usecases/program/roll-back-program.ts";
import type { TierChangeover } from "#app/usecases/tiers/follow-tiers.ts";
import { listTierMovers, previewTiers } from "#app/usecases/tiers/preview-tiers.ts";
import { ADA, BEN, program } from "#test/support/factories.ts";
import { createTiersHouse, tier, tiers, type TiersHouse } from "#test/support/tiers-house.ts";

let house: TiersHouse;
beforeAll(async () => {
  house = await createTiersHouse();
});
afterAll(() => house.drop());

const publish = (ladder: Tiers | null, changeover?: TierChangeover) =>
  publishProgram(house.test, house.shopId, {
    ...{ body: { ...program(), tiers: ladder }, by: "Ada" },
    ...(changeover === undefined ? {} : { changeover }),
  });
const apply: TierChangeover = { losers: { kind: "apply" }, silent: true };
/** Ada has spent 6000 and is gold, Ben 1200 and is silver. */
async function open() {
  await house.open();
  await house.buy(1, "6000.00");
  await house.buy(2, "1200.00", { customer: BEN });
  await house.move();
}
const stand = async () => [await house.tierOf(ADA), await house.tierOf(BEN)];
const stricter = () => tiers({ ladder: [tier("bronze", "0"), tier("silver", "2000"), tier("gold", "9000")] });
const withoutGold = (replaced: Record<string, string> = {}) =>
  tiers({ ladder: [tier("bronze", "0"), tier("silver", "1000")], replaced });

function ports() {
  const { prisma } = house.test.database;
  return {
    tierPreviews: createTierPreviewsStore(prisma),
    tierChanges: createTierChangesStore(prisma),
    programs: createProgramStore(prisma),
    tierReads: createTierReads(prisma),
  };
}
const shop = async () => (await createShopsStore(house.test.database.prisma).get(house.shopId))!;
async function preview(ladder: Tiers | null) {
  const outcome = await previewTiers(
    ports(),
    await shop(),
    { ...program(), tiers: ladder },
    house.test.clock.now(),
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.value;
}

describe("a ladder that is published over another one", () => {
  it("lowers those who reach less, keeps them, or protects them through a day, as the merchant chose", async () => {
    await open();
    expect(await stand()).toEqual(["gold", "silver"]);
    await publish(stricter(), { losers: { kind: "keep" }, silent: true });
    expect(await stand()).toEqual(["gold", "silver"]);
    await house.reviewOn("2027-02-28");
    expect(await stand()).toEqual(["gold", "silver"]);

    await open();
    const protect = { losers: { kind: "protect", until: "2026-03-20" }, silent: true } as const;
    await publish(stricter(), protect);
    await house.reviewOn("2026-03-20");
    expect(await stand()).toEqual(["gold", "silver"]);
    await house.reviewOn("2026-03-21");
    expect(await stand()).toEqual(["silver", "bronze"]);
    expect((await house.movesOf(ADA)).at(-1)).toMatchObject({ because: "hold-ended" });

    await open();
    await publish(stricter(), apply);
    expect(await stand()).toEqual(["silver", "bronze"]);
    expect((await house.movesOf(ADA)).at(-1)).toMatchObject({ because: "program-changed", silent: true });
  });

  it("protects through no day that is over", async () => {
    await open();
    const over = { losers: { kind: "protect", until: "2026-03-01" }, silent: true } as const;
    expect(await publish(stricter(), over)).toMatchObject({
      refusals: [{ code: "until-in-the-past", pointer: "/protectUntil" }],
    });
  });

  it("moves nobody when only what tiers give, or how they look, has changed: grace days run on", async () => {
    await house.open(tiers({ graceDays: 30 }));
    await house.buy(1, "6000.00");
    await house.move();
    await house.reviewOn("2027-03-10");
    expect(await house.tierOf(ADA)).toBe("gold");
    const ladder = tiers().ladder.map((one) => ({ ...one, color: "#ffd700", entryPoints: 50 }));
    await publish(tiers({ graceDays: 30, ladder }), apply);
    expect(await house.tierOf(ADA)).toBe("gold");
  });

  it("is refused when it leaves out a tier that has members, unless it says where they go", async () => {
    await open();
    expect(await publish(withoutGold())).toMatchObject({
      refusals: [
        { code: "tier-has-members", pointer: "/tiers/ladder", detail: expect.stringContaining("gold") },
      ],
    });
    expect(await stand()).toEqual(["gold", "silver"]);
    await publish(withoutGold({ gold: "silver" }));
    expect(await stand()).toEqual(["silver", "silver"]);
    expect((await house.movesOf(ADA)).at(-1)).toMatchObject({
      ...{ from: "gold", to: "silver", because: "program-changed", silent: true },
    });
  });

  it("gives entry rewards to those it raises only when it is asked to", async () => {
    const easier = (entryPoints: number) =>
      tiers({ ladder: [tier("bronze", "0"), tier("silver", "500"), tier("gold", "1000", { entryPoints })] });
    await open();
    await publish(easier(70), apply);
    await house.move();
    expect(await stand()).toEqual(["gold", "gold"]);
    expect(await house.entries("tier:%")).toEqual([]);

    await open();
    await publish(easier(70), { ...apply, silent: false });
    await house.move();
    expect(await house.entries("tier:%")).toEqual([
      { key: `tier:${await house.idOf(BEN)}/gold/entry`, points: 70 },
    ]);
  });
});

describe("tiers that are switched off", () => {
  it("show nobody in any, and are what they were when they are back", async () => {
    await open();
    await publish(null);
    expect((await preview(null)).tiers).toEqual([]);
    await publish(tiers());
    expect(await stand()).toEqual(["gold", "silver"]);
  });

  it("are refused with an older version that does not say where members of a tier go that it does not have", async () => {
    await open();
    const fine = [...tiers().ladder, tier("platinum", "6000")];
    await publish(tiers({ ladder: fine }));
    expect(await stand()).toEqual(["platinum", "silver"]);
    const back = { version: 1, basedOn: 2, by: "Ada" };
    const all = { ...house.test, ...ports() };
    expect(await rollBackProgram(all, house.shopId, back)).toMatchObject({
      refusals: [{ code: "tier-has-members" }],
    });
    expect(await stand()).toEqual(["platinum", "silver"]);
  });
});

describe("the preview of a ladder", () => {
  it("counts members now and then, who moves which way, and what entry rewards would cost; it changes nothing", async () => {
    await open();
    const other = tiers({
      ladder: [
        tier("bronze", "0"),
        tier("silver", "1100", { entryPoints: 10 }),
        tier("gold", "1200", { entryPoints: 100, entryRewardId: null }),
        tier("platinum", "9000", { entryPoints: 1000 }),
      ],
    });
    expect(await preview(other)).toEqual({
      tiers: [
        { id: "bronze", name: "bronze", now: 0, then: 0 },
        { id: "silver", name: "silver", now: 1, then: 0 },
        { id: "gold", name: "gold", now: 1, then: 2 },
        { id: "platinum", name: "platinum", now: 0, then: 0 },
      ],
      withoutTier: { now: 0, then: 0 },
      moves: { up: 1, down: 0, over: 0 },
      entry: { members: 1, points: 100, rewards: [] },
      refusals: [],
    });
    expect(await stand()).toEqual(["gold", "silver"]);
  });

  it("lists who moves, page by page, with the figures that decide", async () => {
    await open();
    const body = { ...program(), tiers: stricter() };
    const input = { body, direction: "down", limit: 1 } as const;
    const now = house.test.clock.now();
    const first = await listTierMovers(ports(), await shop(), { ...input, after: null }, now);
    const [one] = first.ok ? first.value : [];
    const rest = await listTierMovers(
      ports(),
      await shop(),
      { ...input, after: one!.memberId, limit: 9 },
      now,
    );
    const movers = [one, ...(rest.ok ? rest.value : [])];
    expect(movers.map((mover) => [mover?.from, mover?.to, mover?.figures.spent]).sort()).toEqual([
      ["gold", "silver", "6000.00"],
      ["silver", "bronze", "1200.00"],
    ]);
    expect(await preview(stricter())).toMatchObject({ moves: { up: 0, down: 2, over: 0 } });
  });

  it("tells beforehand of a tier that has members and is left out, and whom a replacement leads over", async () => {
    await open();
    expect(await preview(withoutGold())).toMatchObject({
      tiers: [{ id: "bronze" }, { id: "silver", now: 1, then: 2 }, { id: "gold", now: 1, then: 0 }],
      refusals: [{ code: "tier-has-members" }],
    });
    expect(await preview(withoutGold({ gold: "silver" }))).toMatchObject({
      ...{ moves: { up: 0, down: 0, over: 1 }, refusals: [] },
    });
  });

  it("of no tiers says that nobody will be in one", async () => {
    await open();
    expect(await preview(null)).toMatchObject({
      tiers: [
        { id: "bronze", then: 0 },
        { id: "silver", now: 1, then: 0 },
        { id: "gold", now: 1, then: 0 },
      ],
      withoutTier: { now: 0, then: 2 },
    });
  });
});
