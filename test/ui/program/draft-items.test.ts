import { describe, expect, it } from "vitest";
import { toBody, toDraft } from "#app/domain/program/draft-program.ts";
import { DEFAULT_PROGRAM, type RuleKind } from "#app/domain/program/program-body.ts";
import { RULE_FIELDS } from "#app/domain/program/rule-fields.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { moved, newMultiplier, newRule, withItems, withoutItem } from "#app/ui/program/draft-items.ts";

const draft = toDraft(DEFAULT_PROGRAM);

describe("what is added to a draft", () => {
  it.each(Object.keys(RULE_FIELDS) as RuleKind[])("a new rule can be published as it comes: %s", (kind) => {
    for (const currency of ["USD", "JPY", "KWD"]) {
      const added = withItems(draft, "rules", (rules) => [...rules, newRule(kind, currency)]);
      expect(validateProgram(toBody(added), currency, "2026-04-01")).toEqual([]);
    }
    expect(newRule("purchase", "JPY").per).toBe("1");
  });

  it("a rule that goes is no longer multiplied, and a multiplier of it alone goes along", () => {
    const rule = newRule("purchase", "USD");
    const alone = { ...newMultiplier(), ruleIds: [rule.id] };
    const both = { ...newMultiplier(), ruleIds: ["base", rule.id] };
    const all = newMultiplier();
    const composed = withItems(
      withItems(draft, "rules", (rules) => [...rules, rule]),
      "multipliers",
      () => [alone, both, all],
    );
    const without = withoutItem(composed, "rules", rule.id);
    expect(without.earning.multipliers).toEqual([{ ...both, ruleIds: ["base"] }, all]);
    expect(validateProgram(toBody(without), "USD", "2026-04-01")).toEqual([]);
  });

  it("moves one place at a time", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  });
});
