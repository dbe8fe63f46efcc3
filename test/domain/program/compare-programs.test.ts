import { describe, expect, it } from "vitest";
import { compareProgram, touchesTiers } from "#app/domain/program/compare-programs.ts";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";
import { tier, tiers } from "#test/support/tiers-house.ts";

const rules = (...ids: string[]): ProgramBody => ({
  ...DEFAULT_PROGRAM,
  earning: { ...DEFAULT_PROGRAM.earning, rules: ids.map((id) => ({ ...BASE_RULE, id })) },
});

describe("two versions of a program", () => {
  it("that say the same have no difference, however their conditions are written", () => {
    const wordy = {
      ...DEFAULT_PROGRAM,
      earning: {
        ...DEFAULT_PROGRAM.earning,
        rules: [{ ...BASE_RULE, exclude: { vendors: [], tags: [] }, include: { tags: [] } }],
      },
    };
    expect(compareProgram(DEFAULT_PROGRAM, wordy)).toEqual([]);
    expect(compareProgram(FULL_PROGRAM, JSON.parse(JSON.stringify(FULL_PROGRAM)) as ProgramBody)).toEqual([]);
  });

  it("differ part by part: what came, what went, what is another", () => {
    const after = {
      ...FULL_PROGRAM,
      earning: {
        ...FULL_PROGRAM.earning,
        pendingDays: 3,
        rules: [
          { ...FULL_PROGRAM.earning.rules[0]!, points: 4 },
          { ...BASE_RULE, id: "new" },
        ],
      },
      rewards: FULL_PROGRAM.rewards.slice(1),
    };
    expect(compareProgram(FULL_PROGRAM, after)).toEqual([
      { kind: "changed", part: { type: "rule", id: "base" } },
      { kind: "added", part: { type: "rule", id: "new" } },
      { kind: "removed", part: { type: "rule", id: "birthday" } },
      { kind: "removed", part: { type: "rule", id: "punch" } },
      { kind: "removed", part: { type: "rule", id: "review" } },
      { kind: "changed", part: { type: "pending" } },
      { kind: "removed", part: { type: "reward", id: "off" } },
    ]);
  });

  it("differ by their order where nothing else does", () => {
    expect(compareProgram(rules("a", "b", "c"), rules("b", "c", "a"))).toEqual([
      { kind: "reordered", list: "rules" },
    ]);
    expect(compareProgram(rules("a", "b"), rules("b"))).toEqual([
      { kind: "removed", part: { type: "rule", id: "a" } },
    ]);
  });

  it("differ by a field that is not a number yet", () => {
    const unfinished = {
      ...DEFAULT_PROGRAM,
      earning: { ...DEFAULT_PROGRAM.earning, pendingDays: Number.NaN },
    };
    expect(compareProgram(DEFAULT_PROGRAM, unfinished)).toEqual([
      { kind: "changed", part: { type: "pending" } },
    ]);
  });
});

describe("a difference that touches tiers", () => {
  const ladder = (...ids: string[]): ProgramBody => ({
    ...DEFAULT_PROGRAM,
    tiers: tiers({ ladder: ids.map((id) => tier(id, null)) }),
  });
  it("is another tier, another order of tiers, other rules or none at all; anything else is not", () => {
    const before = ladder("bronze", "silver");
    const touched = (after: ProgramBody) => touchesTiers(compareProgram(before, after));
    expect(touched(ladder("bronze"))).toBe(true);
    expect(touched(ladder("silver", "bronze"))).toBe(true);
    expect(touched({ ...before, tiers: { ...before.tiers!, graceDays: 5 } })).toBe(true);
    expect(touched(DEFAULT_PROGRAM)).toBe(true);
    expect(touched({ ...before, refunds: { ...before.refunds, limit: 7 } })).toBe(false);
    expect(touched(before)).toBe(false);
  });
});
