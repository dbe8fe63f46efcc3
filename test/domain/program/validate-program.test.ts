import { describe, expect, it } from "vitest";
import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type ProgramBody,
} from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { program } from "#test/support/factories.ts";

function withRule(change: Partial<EarningRule>): ProgramBody {
  const [rule] = DEFAULT_PROGRAM.earning.rules;
  if (rule === undefined) throw new Error("the default program has a rule");
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, rules: [{ ...rule, ...change }] } };
}

function withEarning(change: Partial<ProgramBody["earning"]>): ProgramBody {
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, ...change } };
}

const withExpiry = (expiry: ProgramBody["expiry"]): ProgramBody => ({ ...DEFAULT_PROGRAM, expiry });
const withRefunds = (refunds: ProgramBody["refunds"]): ProgramBody => ({ ...DEFAULT_PROGRAM, refunds });
const [rule] = DEFAULT_PROGRAM.earning.rules;

describe("a program that can be carried out is accepted", () => {
  it.each<[string, ProgramBody]>([
    ["the default", DEFAULT_PROGRAM],
    ["12 months of expiry", program({ months: 12 })],
    ["a limit on debts", withRefunds({ negativeBalance: "limit", limit: 500 })],
    ["no rule at all: nothing is earned", withEarning({ rules: [] })],
    [
      "empty selections",
      withRule({ include: {}, exclude: { tags: [], vendors: [], productIds: [], collectionIds: [] } }),
    ],
  ])("%s", (_, body) => {
    expect(validateProgram(body, "USD")).toEqual([]);
  });
});

describe("what can't be carried out is refused at its place", () => {
  it.each<[string, ProgramBody, string]>([
    ["a divisor of 0", withRule({ per: "0.00" }), "/earning/rules/0/per"],
    ["a negative divisor", withRule({ per: "-1.00" }), "/earning/rules/0/per"],
    ["no divisor", withRule({ per: null }), "/earning/rules/0/per"],
    ["a divisor that is no amount", withRule({ per: "1,00" }), "/earning/rules/0/per"],
    ["half a point", withRule({ points: 0.5 }), "/earning/rules/0/points"],
    ["no points", withRule({ points: 0 }), "/earning/rules/0/points"],
    ["another kind of rule", withRule({ kind: "birthday" }), "/earning/rules/0/kind"],
    ["rounding up", withRule({ rounding: "ceil" }), "/earning/rules/0/rounding"],
    ["earning on tax", withRule({ basis: { ...BASE_RULE.basis, tax: true } }), "/earning/rules/0/basis/tax"],
    [
      "earning on shipping",
      withRule({ basis: { ...BASE_RULE.basis, shipping: true } }),
      "/earning/rules/0/basis/shipping",
    ],
    ["a minimum order", withRule({ minimumOrder: "10.00" }), "/earning/rules/0/minimumOrder"],
    ["a cap", withRule({ capPerOrder: 100 }), "/earning/rules/0/capPerOrder"],
    ["chosen products", withRule({ include: { tags: ["sale"] } }), "/earning/rules/0/include"],
    ["left-out products", withRule({ exclude: { vendors: ["Acme"] } }), "/earning/rules/0/exclude"],
    ["a second rule", withEarning({ rules: [rule!, { ...rule!, id: "two" }] }), "/earning/rules/1"],
    ["multipliers", withEarning({ multipliers: [{} as never] }), "/earning/multipliers"],
    ["pending days", withEarning({ pendingDays: 14 }), "/earning/pendingDays"],
    [
      "an expiry without months",
      withExpiry({ mode: "per-lot", months: null, roundUpTo: null, dates: [] }),
      "/expiry/months",
    ],
    ["0 months", withExpiry({ mode: "per-lot", months: 0, roundUpTo: null, dates: [] }), "/expiry/months"],
    [
      "half a month",
      withExpiry({ mode: "per-lot", months: 1.5, roundUpTo: null, dates: [] }),
      "/expiry/months",
    ],
    [
      "expiry rounded up",
      withExpiry({ mode: "per-lot", months: 1, roundUpTo: "quarter", dates: [] }),
      "/expiry/roundUpTo",
    ],
    [
      "expiry by inactivity",
      withExpiry({ mode: "inactivity", months: 12, roundUpTo: null, dates: [] }),
      "/expiry/mode",
    ],
    [
      "a limit policy without its limit",
      withRefunds({ negativeBalance: "limit", limit: null }),
      "/refunds/limit",
    ],
    ["rewards", { ...DEFAULT_PROGRAM, rewards: [{} as never] }, "/rewards"],
    ["tiers", { ...DEFAULT_PROGRAM, tiers: { measure: "spent" } }, "/tiers"],
    ["referrals", { ...DEFAULT_PROGRAM, referrals: { holdDays: 14 } }, "/referrals"],
  ])("%s", (_, body, pointer) => {
    const refusals = validateProgram(body, "USD");
    expect(refusals.map((refusal) => refusal.pointer)).toEqual([pointer]);
    expect(refusals[0]?.detail).toMatch(/\w+ \w+/);
  });

  it("every fault is named, not only the first", () => {
    const body = { ...withRule({ per: "0", points: 1.5 }), rewards: [{} as never] };
    expect(validateProgram(body, "USD").map(({ pointer }) => pointer)).toEqual([
      "/earning/rules/0/points",
      "/earning/rules/0/per",
      "/rewards",
    ]);
  });

  it("a divisor has the digits of the shop's currency", () => {
    expect(validateProgram(withRule({ per: "1.005" }), "USD")).toHaveLength(1);
    expect(validateProgram(withRule({ per: "1.005" }), "KWD")).toEqual([]);
    expect(validateProgram(withRule({ per: "100.5" }), "JPY")).toHaveLength(1);
  });
});
