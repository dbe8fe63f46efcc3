import { describe, expect, it } from "vitest";
import { adoptLadder, type Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { Hold, TierState } from "#app/domain/tiers/decide-tier.ts";
import { givesOnEntry, tiersEntered } from "#app/domain/tiers/entry-rewards.ts";
import { compileLadder } from "#app/domain/tiers/ladder.ts";
import { mergeStates } from "#app/domain/tiers/merge-states.ts";
import { withTierExpiry } from "#app/domain/tiers/tier-expiry.ts";
import { highestOf, tierHeldBefore } from "#app/domain/tiers/tier-at.ts";
import { PLAIN_TIER, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import type { Expiry } from "#app/domain/program/program-body.ts";

const TODAY = "2026-06-15";
const tier = (id: string, from: string | null, more: Partial<Tier> = {}): Tier => ({
  ...{ ...PLAIN_TIER, id, name: id, from },
  ...more,
});
const TIERS: Tiers = {
  ...{
    measure: "spent",
    join: "any",
    window: { kind: "lifetime", months: null, keepNext: false },
    graceDays: 30,
  },
  ...{ countPending: true, softLanding: true, noticeDays: null, replaced: { old: "silver" } },
  ladder: [
    tier("bronze", "0"),
    tier("club", null),
    tier("silver", "1000", { entryPoints: 5 }),
    tier("gold", "5000"),
  ],
};
const LADDER = compileLadder(TIERS, "USD");
const [BRONZE, SILVER, GOLD] = [0, 2, 3];

const standing = (tierId: string | null, more: Partial<TierState> = {}): TierState => ({
  ...{ tierId, since: "2026-01-01", hold: null, missedOn: null },
  ...more,
});
const hold = (tierId: string, until: string | null, more: Partial<Hold> = {}): Hold => ({
  ...{ tierId, until, kind: "by-hand", exact: false },
  ...more,
});

describe("a new ladder", () => {
  it.each<[string, Losers, string, Hold | null]>([
    ["lowers at once, without grace or soft landing", { kind: "apply" }, "bronze", null],
    [
      "lets everybody keep what they have",
      { kind: "keep" },
      "gold",
      hold("gold", null, { kind: "protection" }),
    ],
    [
      "protects everybody through a day",
      { kind: "protect", until: "2026-12-31" },
      "gold",
      hold("gold", "2026-12-31", { kind: "protection" }),
    ],
  ])("%s, as the merchant chose", (_, losers, to, held) => {
    const { state } = adoptLadder(
      LADDER,
      standing("gold", { missedOn: "2026-06-01" }),
      BRONZE,
      TODAY,
      losers,
    );
    expect(state).toMatchObject({ tierId: to, hold: held, missedOn: null });
  });

  it("raises whoever reaches more, and says that the program has changed", () => {
    const { move } = adoptLadder(LADDER, standing("bronze"), GOLD, TODAY, { kind: "keep" });
    expect(move).toEqual({ from: "bronze", to: "gold", because: "program-changed" });
  });

  it("brings members of a tier that is gone to the one that replaces it, and what they were held in", () => {
    const before = standing("old", { hold: hold("old", "2026-12-31") });
    expect(adoptLadder(LADDER, before, BRONZE, TODAY, { kind: "apply" })).toMatchObject({
      state: { tierId: "silver", hold: { tierId: "silver", until: "2026-12-31", kind: "by-hand" } },
      move: { from: "old", to: "silver" },
    });
  });

  it("does not touch what is fixed by hand, and forgets a hold that is over", () => {
    const fixed = standing("silver", { hold: hold("silver", null, { exact: true }) });
    expect(adoptLadder(LADDER, fixed, GOLD, TODAY, { kind: "apply" }).move).toBeNull();
    const over = standing("silver", { hold: hold("silver", "2026-06-14") });
    expect(adoptLadder(LADDER, over, SILVER, TODAY, { kind: "apply" })).toMatchObject({
      state: { hold: null },
      move: null,
    });
  });
});

describe("entering", () => {
  it("leads through the tiers that are jumped over, but not through those that no figures reach", () => {
    const ids = (from: string | null, to: string | null) =>
      tiersEntered(LADDER, from, to).map(({ id }) => id);
    expect(ids(null, "gold")).toEqual(["bronze", "silver", "gold"]);
    expect(ids("bronze", "club")).toEqual(["club"]);
    expect(ids("silver", "gold")).toEqual(["gold"]);
    expect(ids("gold", "silver")).toEqual([]);
    expect(tiersEntered(LADDER, null, "gold").filter(givesOnEntry)).toHaveLength(1);
  });
});

describe("two become one", () => {
  const merge = (kept: TierState | null, gone: TierState | null) => mergeStates(LADDER, kept, gone, TODAY);

  it("the survivor has the higher tier, and the stronger hold", () => {
    expect(merge(standing("bronze"), standing("gold"))?.move).toEqual({
      from: "bronze",
      to: "gold",
      because: "merged",
    });
    expect(merge(standing("gold"), standing("bronze"))?.move).toBeNull();
    const held = merge(
      standing("silver", { hold: hold("silver", "2026-07-01") }),
      standing("silver", { hold: hold("silver", "2026-09-01") }),
    );
    expect(held?.state.hold?.until).toBe("2026-09-01");
    expect(merge(null, standing("silver"))?.state.tierId).toBe("silver");
    expect(merge(null, null)).toBeNull();
  });

  it("who of them has not missed the tier both are in keeps it for both", () => {
    expect(merge(standing("gold", { missedOn: "2026-06-01" }), standing("gold"))?.state.missedOn).toBeNull();
    const both = merge(
      standing("gold", { missedOn: "2026-06-01" }),
      standing("gold", { missedOn: "2026-06-10" }),
    );
    expect(both?.state.missedOn).toBe("2026-06-10");
  });

  it("a hold that is over holds nothing against one that is not", () => {
    const merged = merge(
      standing("gold", { hold: hold("gold", "2026-01-31") }),
      standing("silver", { hold: hold("silver", null) }),
    );
    expect(merged?.state.hold).toMatchObject({ tierId: "silver" });
  });
});

describe("an order", () => {
  it("goes by the tier held just before it, of several by the highest", () => {
    const moves = [
      { at: new Date("2026-03-01T12:00:00Z"), to: "bronze" },
      { at: new Date("2026-04-01T12:00:00Z"), to: "silver" },
    ];
    expect(tierHeldBefore(moves, new Date("2026-03-01T12:00:00Z"))).toBeNull();
    expect(tierHeldBefore(moves, new Date("2026-04-01T12:00:00Z"))).toBe("bronze");
    expect(tierHeldBefore(moves, new Date("2026-04-01T12:00:01Z"))).toBe("silver");
    expect(highestOf(TIERS, ["silver", "bronze"])).toBe("silver");
    expect(highestOf(TIERS, ["gone"])).toBeNull();
  });

  it("lives as long as the tier says, but no tier lets points expire that never would", () => {
    const with24 = { ...TIERS, ladder: [tier("bronze", "0", { expiryMonths: 24 })] };
    const expiryOf = (expiry: Expiry) => withTierExpiry({ expiry, tiers: with24 }, "bronze").expiry;
    const none = { months: null, roundUpTo: null, dates: [] };
    expect(expiryOf({ ...none, mode: "none" })).toEqual({ ...none, mode: "none" });
    expect(expiryOf({ ...none, mode: "inactivity", months: 6 })).toMatchObject({
      mode: "inactivity",
      months: 24,
    });
    expect(expiryOf({ ...none, mode: "per-lot", months: 6, roundUpTo: "year" })).toMatchObject({
      months: 24,
      roundUpTo: "year",
    });
    expect(expiryOf({ ...none, mode: "fixed-date", dates: ["12-31"] })).toMatchObject({
      mode: "per-lot",
      months: 24,
      dates: [],
    });
  });
});
