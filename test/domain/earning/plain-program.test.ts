import { describe, expect, it } from "vitest";
import { isWrittenBySets, plainRule } from "#app/domain/earning/plain-program.ts";
import { BASE_RULE, DEFAULT_PROGRAM, type ProgramBody } from "#app/domain/program/program-body.ts";
import { nearlyPlain, plainProgram } from "#test/support/random-program.ts";

const withRules = (...rules: ProgramBody["earning"]["rules"]): ProgramBody => ({
  ...DEFAULT_PROGRAM,
  earning: { ...DEFAULT_PROGRAM.earning, rules },
});

describe("a program whose effect on history the import's sets can write", () => {
  it.each([
    ["the one that a shop begins with", DEFAULT_PROGRAM],
    ["one whose points expire each after their months", plainProgram(3, "2.00", 12)],
    ["one that gives nothing for purchases", withRules()],
    ["one whose other rule is switched off", withRules(BASE_RULE, { ...BASE_RULE, id: "b", enabled: false })],
    [
      "one that also greets who signs up",
      withRules(BASE_RULE, { ...BASE_RULE, id: "s", kind: "sign-up", per: null }),
    ],
  ])("is %s", (_, program) => {
    expect(isWrittenBySets(program)).toBe(true);
  });

  it.each(nearlyPlain)("is none where %s", (_, program) => {
    expect(isWrittenBySets(program)).toBe(false);
  });

  it.each(["first-order", "nth-order"] as const)("is none where a rule counts orders: %s", (kind) => {
    const counting = { ...BASE_RULE, id: "n", kind, per: null, every: kind === "nth-order" ? 5 : null };
    expect(isWrittenBySets(withRules(BASE_RULE, counting))).toBe(false);
  });

  it("has no plain rule when the only one is switched off: then orders earn nothing", () => {
    const off = withRules({ ...BASE_RULE, enabled: false });
    expect([isWrittenBySets(off), plainRule(off)]).toEqual([true, null]);
  });
});
