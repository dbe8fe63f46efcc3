import { describe, expect, it } from "vitest";
import type { EarningRule, Multiplier } from "#app/domain/program/program-body.ts";
import { earned, earningOrder, multiplier, programOf, rule } from "#test/support/earning.ts";

/** Two articles of 30.00 with a coupon and tax, shipping and a part paid with store credit. */
const bought = earningOrder(
  [
    { net: "19.99", tax: "4.00", discount: "5.00", vendor: "Acme" },
    { net: "10.00", tax: "2.00", vendor: "Leaf" },
  ],
  { shipping: "6.00", storeCredit: "7.00" },
);
const given = () => ({ day: 10, month: 10 });
const pointsUnder = (rules: EarningRule[], multipliers: Multiplier[] = []) =>
  earned(bought, programOf(rules, multipliers), { given }).points;

const basis = rule().basis;
const other = rule({ id: "other", points: 50, stackable: false });

/** Each field of a purchase rule with a change that must show; what belongs to other kinds has tests of its own. */
const RULE: Readonly<
  Record<Exclude<keyof EarningRule, "id" | "name" | "every" | "action" | "perMember">, Partial<EarningRule>[]>
> = {
  kind: [{ kind: "sign-up" }],
  points: [{ points: 2 }],
  per: [{ per: "2.00" }],
  rounding: [{ rounding: "ceil" }],
  basis: [
    { basis: { ...basis, tax: true } },
    { basis: { ...basis, shipping: true } },
    { basis: { ...basis, discounts: true } },
    { basis: { ...basis, storeCredit: true } },
  ],
  minimumOrder: [{ minimumOrder: "30.00" }],
  capPerOrder: [{ capPerOrder: 5 }],
  capPerDay: [{ capPerDay: 15 }],
  capPerMonth: [{ capPerMonth: 15 }],
  include: [{ include: { vendors: ["Acme"] } }],
  exclude: [{ exclude: { vendors: ["Acme"] } }],
  stackable: [{ stackable: false, points: 60 }],
  priority: [{ stackable: false, priority: 1 }],
  enabled: [{ enabled: false }],
  from: [{ from: "2026-03-03T00:00:00Z" }],
  until: [{ until: "2026-03-02T00:00:00Z" }],
};

const MULTIPLIER: Readonly<Record<Exclude<keyof Multiplier, "id" | "name">, Partial<Multiplier>>> = {
  factor: { factor: "3" },
  rounding: { rounding: "ceil" },
  ruleIds: { ruleIds: ["other"] },
  include: { include: { vendors: ["Acme"] } },
  exclude: { exclude: { vendors: ["Acme"] } },
  from: { from: "2026-03-03T00:00:00Z" },
  until: { until: "2026-03-02T00:00:00Z" },
};

describe("no switch that nothing reads", () => {
  const rules = Object.entries(RULE).flatMap(([field, changes]) => changes.map((change) => [field, change]));
  it.each(rules as [keyof typeof RULE, Partial<EarningRule>][])("of a rule: %s, %j", (field, change) => {
    // Those two only matter beside another rule that does not stack.
    const beside = field === "stackable" || field === "priority" ? [other] : [];
    expect(pointsUnder([rule(change), ...beside])).not.toBe(pointsUnder([rule(), ...beside]));
  });

  it.each(Object.entries(MULTIPLIER))("of a multiplier: %s, %j", (_, change) => {
    const rules = [rule(), rule({ id: "other", per: "2.00" })];
    expect(pointsUnder(rules, [multiplier("1.3", change)])).not.toBe(pointsUnder(rules, [multiplier("1.3")]));
  });
});
