import { describe, expect, it } from "vitest";
import { toBody, toDraft } from "#app/domain/program/draft-program.ts";
import { DEFAULT_PROGRAM } from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { draftShape } from "#app/ui/program/draft-shape.ts";
import { newReward } from "#app/ui/program/draft-items.ts";
import {
  neighbourOf,
  newTier,
  withoutTier,
  withTier,
  withTierMoved,
  withTiers,
} from "#app/ui/tiers/ladder-changes.ts";
import { READY_LADDERS, readyLadder } from "#app/ui/tiers/ready-ladders.ts";

const names = { nameOf: (id: string) => id.toUpperCase(), idOf: (id: string) => id };
const draft = { ...toDraft(DEFAULT_PROGRAM), tiers: readyLadder("spent", { ...names, currency: "USD" }) };
const thresholds = (one: typeof draft) => one.tiers.ladder.map(({ id, from }) => [id, from]);
const moved = (one: typeof draft, from: number, to: number) =>
  thresholds(withTierMoved(one, from, to, "USD") as typeof draft);

describe("a ladder to start from", () => {
  it.each(READY_LADDERS)("can be kept and published as it comes: %s", (kind) => {
    for (const currency of ["USD", "JPY", "KWD"]) {
      const begun = { ...draft, tiers: readyLadder(kind, { ...names, currency }) };
      expect(validateProgram(toBody(begun), currency, "2026-04-01")).toEqual([]);
      expect(draftShape.safeParse(begun).success).toBe(true);
    }
  });
});

describe("a draft of tiers", () => {
  it("stands for the program that it was made from", () => {
    const body = toBody(draft);
    expect(toBody(toDraft(body))).toEqual(body);
  });

  it("leaves out what its window has no use for, and thresholds of a tier that figures do not reach", () => {
    const { tiers } = draft;
    const typed = {
      ...draft,
      tiers: { ...tiers, window: { kind: "lifetime" as const, months: "12", keepNext: true } },
    };
    const closed = withTier(typed, "gold", { from: null, also: [{ measure: "orders", from: "3" }] });
    expect(toBody(closed).tiers?.window).toEqual({ kind: "lifetime", months: null, keepNext: false });
    expect(toBody(closed).tiers?.ladder[2]).toMatchObject({ from: null, also: [] });
  });

  it("is refused at the field that was typed", () => {
    const typed = withTier(draft, "gold", { from: "much", multiplier: "1000", color: "golden" });
    const pointers = validateProgram(toBody(typed), "USD", "2026-04-01").map(({ pointer }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(["/tiers/ladder/2/from", "/tiers/ladder/2/multiplier", "/tiers/ladder/2/color"]),
    );
  });
});

describe("the order of tiers", () => {
  it("moves tiers between the places of a working ladder, each place with its threshold", () => {
    expect(moved(draft, 2, 1)).toEqual([
      ["bronze", "0"],
      ["gold", "300"],
      ["silver", "1000"],
    ]);
    expect(moved(draft, 0, 2)).toEqual([
      ["silver", "0"],
      ["gold", "300"],
      ["bronze", "1000"],
    ]);
  });

  it("takes a threshold along where that mends the ladder", () => {
    const typed = withTier(draft, "gold", { from: "100" }) as typeof draft;
    expect(moved(typed, 2, 1)).toEqual([
      ["bronze", "0"],
      ["gold", "100"],
      ["silver", "300"],
    ]);
  });

  it("lets a closed tier stand anywhere without touching thresholds", () => {
    const typed = withTiers(draft, ({ ladder }) => ({
      ladder: [...ladder, { ...newTier({ ladder }, "club"), from: null }],
    })) as typeof draft;
    expect(moved(typed, 3, 1)).toEqual([
      ["bronze", "0"],
      ["club", null],
      ["silver", "300"],
      ["gold", "1000"],
    ]);
  });
});

describe("a tier that is added", () => {
  it("stands above the others, at twice the highest threshold; the first one takes everybody in", () => {
    expect(newTier(draft.tiers, "platinum").from).toBe("2000");
    expect(newTier({ ladder: [] }, "first").from).toBe("0");
  });
});

describe("a tier that is removed", () => {
  it("sends its members on, and those who were to go to it", () => {
    const once = withoutTier(draft, "gold", "silver");
    const twice = withoutTier(once, "silver", "bronze");
    expect(once.tiers?.replaced).toEqual({ gold: "silver" });
    expect(twice.tiers?.replaced).toEqual({ gold: "bronze", silver: "bronze" });
  });

  it("hands its rewards on to where its members go, and opens none to everybody", () => {
    const reward = { ...newReward("free-shipping"), tierIds: ["gold"] };
    const typed = { ...draft, rewards: [reward] };
    expect(withoutTier(typed, "gold", "silver").rewards[0]?.tierIds).toEqual(["silver"]);
    expect(withoutTier(typed, "gold", null).rewards[0]?.tierIds).toEqual(["gold"]);
  });

  it("is followed by the next lower tier, the lowest by the next higher", () => {
    expect(neighbourOf(draft.tiers, "gold")).toBe("silver");
    expect(neighbourOf(draft.tiers, "bronze")).toBe("silver");
    expect(neighbourOf({ ladder: draft.tiers.ladder.slice(0, 1) }, "bronze")).toBeNull();
  });
});
