import { describe, expect, it } from "vitest";
import { decideTier, rankReached, type TierState } from "#app/domain/tiers/decide-tier.ts";
import { keepsThrough, tierProgress } from "#app/domain/tiers/keeps-until.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import type { QualifyingFact } from "#app/domain/tiers/qualification-window.ts";
import { PLAIN_TIER, type Tiers } from "#app/domain/tiers/tiers.ts";

const TIERS: Tiers = {
  ...{ measure: "spent", join: "any", window: { kind: "rolling", months: 12, keepNext: false } },
  ...{ graceDays: 0, countPending: false, softLanding: false, noticeDays: null, replaced: {} },
  ladder: [
    { ...PLAIN_TIER, id: "bronze", name: "Bronze", from: "0" },
    { ...PLAIN_TIER, id: "silver", name: "Silver", from: "1000" },
    { ...PLAIN_TIER, id: "gold", name: "Gold", from: "5000" },
  ],
};

const ladderOf = (change: Partial<Tiers> = {}) => compileLadder({ ...TIERS, ...change }, "USD");
const bought = (day: string, amount: number, countsOn = day): QualifyingFact => ({
  ...{ day, countsOn, orders: 1, points: Math.floor(amount) },
  spentMinor: BigInt(Math.round(amount * 100)),
});
const facts = (...qualifying: QualifyingFact[]) => ({ joinedOn: "2024-02-29", tags: [], qualifying });
const stands = (tierId: string, more: Partial<TierState> = {}): TierState => ({
  ...{ tierId, since: "2025-01-01", hold: null, missedOn: null },
  ...more,
});
const reviewed = (ladder: ReturnType<typeof ladderOf>, state: TierState, spent: number, today: string) =>
  decideTier(ladder, state, rankReached(ladder, facts(bought(today, spent)), today), today, "both").state;

describe("the tier that figures reach", () => {
  it.each([
    ["1200 of 1000 and 5000 is silver", 1200, "silver"],
    ["9000 is gold", 9000, "gold"],
    ["exactly the threshold is enough", 1000, "silver"],
    ["a cent below is not", 999.99, "bronze"],
  ])("%s", (_, spent, tier) => {
    expect(reviewed(ladderOf(), stands("bronze"), spent, "2026-07-06").tierId).toBe(tier);
  });
});

describe("a tier that the window no longer holds", () => {
  const ladder = ladderOf({ graceDays: 30 });

  it("is never lost in the middle of an order", () => {
    expect(decideTier(ladderOf(), stands("gold"), 1, "2026-07-06", "up").state.tierId).toBe("gold");
  });

  it("is lost at the review when there is no grace", () => {
    expect(reviewed(ladderOf(), stands("gold"), 1200, "2026-07-06").tierId).toBe("silver");
  });

  it("is kept at the first miss on 6 July, 29 days later, and lost on day 30", () => {
    const missed = reviewed(ladder, stands("gold"), 1200, "2026-07-06");
    expect(missed).toMatchObject({ tierId: "gold", missedOn: "2026-07-06" });
    expect(reviewed(ladder, missed, 1200, "2026-08-04").tierId).toBe("gold");
    expect(reviewed(ladder, missed, 1200, "2026-08-05").tierId).toBe("silver");
  });

  it("is kept when it is reached again, and the clock is cleared", () => {
    const state = stands("gold", { missedOn: "2026-07-06" });
    expect(reviewed(ladder, state, 5000, "2026-07-20")).toMatchObject({ tierId: "gold", missedOn: null });
  });

  it("lands one tier lower and stays there for a window's length, where a soft landing is chosen", () => {
    const soft = ladderOf({ softLanding: true });
    const landed = reviewed(soft, stands("gold"), 0, "2026-07-06");
    expect(landed).toMatchObject({ tierId: "silver", hold: { tierId: "silver", until: "2027-07-06" } });
    expect(reviewed(soft, landed, 0, "2027-07-06").tierId).toBe("silver");
    expect(reviewed(soft, landed, 0, "2027-07-07").tierId).toBe("bronze");
  });
});

describe("a tier by hand", () => {
  const held = stands("gold", {
    hold: { tierId: "gold", until: "2026-09-30", kind: "by-hand", exact: false },
  });

  it("holds through its end date and no day longer", () => {
    expect(reviewed(ladderOf(), held, 0, "2026-09-30").tierId).toBe("gold");
    expect(reviewed(ladderOf({ graceDays: 30 }), held, 0, "2026-10-01").tierId).toBe("bronze");
    expect(keepsThrough(ladderOf({ graceDays: 30 }), held, facts(), "2026-09-01")).toBe("2026-09-30");
  });

  it("that is lower than what was reached is kept as well", () => {
    const pinned = stands("silver", { hold: { ...held.hold!, tierId: "silver", exact: true } });
    expect(reviewed(ladderOf(), pinned, 9000, "2026-09-30").tierId).toBe("silver");
    expect(reviewed(ladderOf(), pinned, 9000, "2026-10-01").tierId).toBe("gold");
  });
});

describe("the window", () => {
  it.each([
    [
      "12 months hold an order through the same day a year later",
      "rolling",
      "2025-07-06",
      "2026-07-06",
      "silver",
    ],
    ["and no longer", "rolling", "2025-07-06", "2026-07-07", "bronze"],
    ["an order of 29 February counts through 28 February", "rolling", "2024-02-29", "2025-02-28", "silver"],
    ["a calendar year ends with 31 December", "calendar-year", "2025-01-01", "2025-12-31", "silver"],
    ["and begins anew on 1 January", "calendar-year", "2025-12-31", "2026-01-01", "bronze"],
    [
      "a year from joining on 29 February ends with 27 February",
      "from-joining",
      "2024-02-29",
      "2025-02-27",
      "silver",
    ],
    ["and begins anew on the 28th", "from-joining", "2025-02-27", "2025-02-28", "bronze"],
    ["a lifetime never ends", "lifetime", "1999-01-01", "2026-01-01", "silver"],
  ] as const)("%s", (_, kind, day, today, tier) => {
    const ladder = ladderOf({ window: { kind, months: kind === "rolling" ? 12 : null, keepNext: false } });
    const rank = rankReached(ladder, facts(bought(day, 1000)), today);
    expect(ladder.rungs[rank]!.tier.id).toBe(tier);
  });

  it("of a year may keep what was reached through the end of the next", () => {
    const ladder = ladderOf({ window: { kind: "calendar-year", months: null, keepNext: true } });
    const of2025 = facts(bought("2025-12-31", 1000));
    expect(rankReached(ladder, of2025, "2026-12-31")).toBe(1);
    expect(rankReached(ladder, of2025, "2027-01-01")).toBe(0);
    expect(keepsThrough(ladder, stands("silver"), of2025, "2025-12-31")).toBe("2026-12-31");
  });

  it("counts what is held back only from the day it matures", () => {
    const held = facts(bought("2026-07-01", 1000, "2026-07-15"));
    expect(rankReached(ladderOf(), held, "2026-07-14")).toBe(0);
    expect(rankReached(ladderOf(), held, "2026-07-15")).toBe(1);
  });
});

describe("the way to the next tier", () => {
  it.each([
    ["a year that ends with the tier", false, "2026-12-31", []],
    ["a year that is kept through the next", true, "2027-12-31", [{ missing: 100_000n }]],
  ])("promises nothing that would not keep it: %s", (_, keepNext, keptThrough, toKeep) => {
    const ladder = ladderOf({ window: { kind: "calendar-year", months: null, keepNext } });
    const progress = tierProgress(ladder, stands("silver"), facts(bought("2026-02-01", 1000)), "2026-07-06");
    expect(progress).toMatchObject({ keptThrough, toKeep });
    expect(progress).toMatchObject({ countsThrough: "2026-12-31", changesOn: "2027-01-01" });
  });

  it("names what is missing, and until when the present tier is kept, and by what", () => {
    const own = facts(bought("2025-08-01", 600), bought("2026-01-15", 600));
    const progress = tierProgress(ladderOf(), stands("silver"), own, "2026-07-06");
    expect(progress).toMatchObject({
      tier: { id: "silver" },
      keptThrough: "2026-08-01",
      toKeep: [{ measure: "spent", has: 60_000n, missing: 40_000n }],
      next: { tier: { id: "gold" }, missing: [{ has: 120_000n, missing: 380_000n }] },
    });
  });
});
