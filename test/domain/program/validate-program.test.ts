import { describe, expect, it } from "vitest";
import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type Expiry,
  type Multiplier,
  NO_EXPIRY,
  type ProgramBody,
} from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { multiplier, rule } from "#test/support/earning.ts";
import { program } from "#test/support/factories.ts";
import { FULL_PROGRAM } from "#test/support/full-program.ts";

const TODAY = "2026-03-02";

function withEarning(change: Partial<ProgramBody["earning"]>): ProgramBody {
  return { ...DEFAULT_PROGRAM, earning: { ...DEFAULT_PROGRAM.earning, ...change } };
}
const withRules = (...rules: EarningRule[]) => withEarning({ rules });
const withRule = (change: Partial<EarningRule>) => withRules(rule(change));
const withMultiplier = (change: Partial<Multiplier>) =>
  withEarning({ multipliers: [multiplier("2", change)] });
const withExpiry = (change: Partial<Expiry>): ProgramBody => ({
  ...DEFAULT_PROGRAM,
  expiry: { ...NO_EXPIRY, ...change },
});
const withRefunds = (refunds: ProgramBody["refunds"]): ProgramBody => ({ ...DEFAULT_PROGRAM, refunds });
const other = (kind: EarningRule["kind"], change: Partial<EarningRule> = {}) =>
  rule({ id: kind, kind, points: 100, per: null, ...change });

const refusalsOf = (body: ProgramBody, currency = "USD") =>
  validateProgram(body, currency, TODAY).map(({ pointer, code }) => `${pointer} ${code}`);

describe("a program that can be carried out is accepted", () => {
  it.each<[string, ProgramBody]>([
    ["the default", DEFAULT_PROGRAM],
    ["one that uses every field of every part", FULL_PROGRAM],
    ["12 months of expiry", program({ months: 12 })],
    ["expiry rounded up", withExpiry({ mode: "per-lot", months: 6, roundUpTo: "half-year" })],
    ["expiry by inactivity", withExpiry({ mode: "inactivity", months: 12 })],
    [
      "yearly and single dates, 29 February among them",
      withExpiry({ mode: "fixed-date", dates: ["02-29", "12-31", "2027-06-30"] }),
    ],
    ["a single date of today", withExpiry({ mode: "fixed-date", dates: [TODAY] })],
    ["a limit on debts", withRefunds({ negativeBalance: "limit", limit: 500 })],
    ["no rule at all: nothing is earned", withRules()],
    [
      "empty selections",
      withRule({ include: {}, exclude: { tags: [], vendors: [], productIds: [], collectionIds: [] } }),
    ],
    ["pending points, from the fulfilment", withEarning({ pendingDays: 30, pendingFrom: "fulfilled" })],
    [
      "one rule of each kind",
      withRules(
        rule(),
        other("sign-up"),
        other("birthday", { include: { customerTags: ["vip"] } }),
        other("anniversary"),
        other("first-order", { minimumOrder: "20.00", include: { channels: ["web"] } }),
        other("nth-order", { every: 5 }),
        other("action", { action: "review", perMember: 3, capPerDay: 200, priority: 1 }),
      ),
    ],
    [
      "a hundred rules",
      withRules(...Array.from({ length: 100 }, (_, index) => rule({ id: `rule-${index}` }))),
    ],
  ])("%s", (_, body) => {
    expect(validateProgram(body, "USD", TODAY)).toEqual([]);
  });
});

describe("what can't be carried out is refused at its place", () => {
  const at = "/earning/rules/0";
  it.each<[string, ProgramBody, string]>([
    ["a divisor of 0", withRule({ per: "0.00" }), `${at}/per divisor-not-positive`],
    ["a negative divisor", withRule({ per: "-1.00" }), `${at}/per divisor-not-positive`],
    ["no divisor", withRule({ per: null }), `${at}/per divisor-missing`],
    ["a divisor that is no amount", withRule({ per: "1,00" }), `${at}/per divisor-not-positive`],
    ["half a point", withRule({ points: 0.5 }), `${at}/points points-not-whole`],
    ["no points", withRule({ points: 0 }), `${at}/points points-not-positive`],
    ["negative points", withRule({ points: -5 }), `${at}/points points-not-positive`],
    ["more points than the arithmetic holds", withRule({ points: 1e9 }), `${at}/points points-too-many`],
    ["a negative minimum", withRule({ minimumOrder: "-1.00" }), `${at}/minimumOrder amount-not-valid`],
    ["a minimum of half cents", withRule({ minimumOrder: "1.005" }), `${at}/minimumOrder amount-not-valid`],
    ["a cap of 0", withRule({ capPerOrder: 0 }), `${at}/capPerOrder count-out-of-range`],
    ["a negative cap", withRule({ capPerDay: -1 }), `${at}/capPerDay count-out-of-range`],
    ["half a cap", withRule({ capPerMonth: 1.5 }), `${at}/capPerMonth count-out-of-range`],
    ["a priority that is no whole number", withRule({ priority: NaN }), `${at}/priority priority-not-whole`],
    [
      "an end before the beginning",
      withRule({ from: "2026-05-02T00:00:00Z", until: "2026-05-01T00:00:00Z" }),
      `${at}/until span-empty`,
    ],
    [
      "an end at the beginning",
      withRule({ from: "2026-05-01T00:00:00Z", until: "2026-05-01T00:00:00Z" }),
      `${at}/until span-empty`,
    ],
    ["a day that is none", withRule({ from: "soon" }), `${at}/from moment-not-valid`],
    ["an empty tag", withRule({ include: { tags: ["tea", " "] } }), `${at}/include/tags/1 entry-empty`],
    [
      "a product by its number",
      withRule({ exclude: { productIds: ["123"] } }),
      `${at}/exclude/productIds/0 gid-not-valid`,
    ],
    [
      "a product as a collection",
      withRule({ include: { collectionIds: ["gid://shopify/Product/1"] } }),
      `${at}/include/collectionIds/0 gid-not-valid`,
    ],
    ["an id with a slash", withRule({ id: "a/b" }), `${at}/id id-not-valid`],
    ["two rules of one id", withRules(rule(), rule()), "/earning/rules/1/id id-taken"],
    ["every n-th without its number", withRules(other("nth-order")), `${at}/every every-missing`],
    ["every first", withRules(other("nth-order", { every: 1 })), `${at}/every every-missing`],
    ["an action without its name", withRules(other("action")), `${at}/action action-missing`],
    [
      "an action never rewarded",
      withRules(other("action", { action: "review", perMember: 0 })),
      `${at}/perMember count-out-of-range`,
    ],
    ["a divisor on sign-up", withRules(other("sign-up", { per: "1.00" })), `${at}/per field-not-read`],
    ["every on purchase", withRule({ every: 5 }), `${at}/every field-not-read`],
    ["an action on purchase", withRule({ action: "review" }), `${at}/action field-not-read`],
    ["a limit a member on purchase", withRule({ perMember: 1 }), `${at}/perMember field-not-read`],
    [
      "a basis on a birthday",
      withRules(other("birthday", { basis: { ...BASE_RULE.basis, tax: true } })),
      `${at}/basis field-not-read`,
    ],
    [
      "products on the first order",
      withRules(other("first-order", { exclude: { tags: ["sale"] } })),
      `${at}/exclude/tags field-not-read`,
    ],
    [
      "a sale price on an anniversary",
      withRules(other("anniversary", { include: { onSale: false } })),
      `${at}/include/onSale field-not-read`,
    ],
    [
      "a channel on sign-up",
      withRules(other("sign-up", { include: { channels: ["web"] } })),
      `${at}/include/channels field-not-read`,
    ],
    [
      "a birthday that replaces others",
      withRules(other("birthday", { stackable: false })),
      `${at}/stackable field-not-read`,
    ],
    ["a factor of 0", withMultiplier({ factor: "0" }), "/earning/multipliers/0/factor factor-out-of-range"],
    [
      "a factor below 0",
      withMultiplier({ factor: "-2" }),
      "/earning/multipliers/0/factor factor-out-of-range",
    ],
    [
      "a factor above 100",
      withMultiplier({ factor: "100.01" }),
      "/earning/multipliers/0/factor factor-out-of-range",
    ],
    [
      "a factor that is no number",
      withMultiplier({ factor: "double" }),
      "/earning/multipliers/0/factor factor-out-of-range",
    ],
    [
      "a multiplier of a rule that is not there",
      withMultiplier({ ruleIds: ["base", "gone"] }),
      "/earning/multipliers/0/ruleIds/1 unknown-rule",
    ],
    [
      "a multiplier of a birthday",
      withEarning({
        rules: [rule(), other("birthday")],
        multipliers: [multiplier("2", { ruleIds: ["birthday"] })],
      }),
      "/earning/multipliers/0/ruleIds/0 unknown-rule",
    ],
    [
      "two multipliers of one id",
      withEarning({ multipliers: [multiplier("2"), multiplier("2")] }),
      "/earning/multipliers/1/id id-taken",
    ],
    ["half a pending day", withEarning({ pendingDays: 0.5 }), "/earning/pendingDays days-out-of-range"],
    ["negative pending days", withEarning({ pendingDays: -1 }), "/earning/pendingDays days-out-of-range"],
    [
      "more than a year of pending",
      withEarning({ pendingDays: 366 }),
      "/earning/pendingDays days-out-of-range",
    ],
    ["an expiry without months", withExpiry({ mode: "per-lot" }), "/expiry/months months-missing"],
    ["inactivity without months", withExpiry({ mode: "inactivity" }), "/expiry/months months-missing"],
    ["0 months", withExpiry({ mode: "per-lot", months: 0 }), "/expiry/months months-out-of-range"],
    ["half a month", withExpiry({ mode: "per-lot", months: 1.5 }), "/expiry/months months-out-of-range"],
    ["1201 months", withExpiry({ mode: "per-lot", months: 1201 }), "/expiry/months months-out-of-range"],
    ["months without an expiry", withExpiry({ months: 12 }), "/expiry/months months-without-expiry"],
    ["a round-up without an expiry", withExpiry({ roundUpTo: "year" }), "/expiry/roundUpTo field-not-read"],
    [
      "dates with months",
      withExpiry({ mode: "per-lot", months: 12, dates: ["12-31"] }),
      "/expiry/dates field-not-read",
    ],
    [
      "months with dates",
      withExpiry({ mode: "fixed-date", months: 12, dates: ["12-31"] }),
      "/expiry/months field-not-read",
    ],
    ["fixed dates without one", withExpiry({ mode: "fixed-date" }), "/expiry/dates dates-missing"],
    [
      "a date that no year has",
      withExpiry({ mode: "fixed-date", dates: ["12-31", "02-30"] }),
      "/expiry/dates/1 date-not-valid",
    ],
    [
      "29 February of a common year",
      withExpiry({ mode: "fixed-date", dates: ["2027-02-29"] }),
      "/expiry/dates/0 date-not-valid",
    ],
    [
      "a date named twice",
      withExpiry({ mode: "fixed-date", dates: ["12-31", "12-31"] }),
      "/expiry/dates/1 date-taken",
    ],
    [
      "a single date that has passed",
      withExpiry({ mode: "fixed-date", dates: ["2026-03-01"] }),
      "/expiry/dates/0 fixed-date-before-maturity",
    ],
    [
      "a single date before the points mature",
      {
        ...withEarning({ pendingDays: 14 }),
        expiry: { ...NO_EXPIRY, mode: "fixed-date", dates: ["2026-03-15"] },
      },
      "/expiry/dates/0 fixed-date-before-maturity",
    ],
    [
      "a limit policy without its limit",
      withRefunds({ negativeBalance: "limit", limit: null }),
      "/refunds/limit limit-missing",
    ],
    [
      "a limit without its policy",
      withRefunds({ negativeBalance: "allow", limit: 5 }),
      "/refunds/limit limit-without-policy",
    ],
    ["referrals", { ...DEFAULT_PROGRAM, referrals: { holdDays: 14 } }, "/referrals not-supported"],
  ])("%s", (_, body, refusal) => {
    expect(refusalsOf(body)).toEqual([refusal]);
    expect(validateProgram(body, "USD", TODAY)[0]?.detail).toMatch(/\w+ \w+/);
  });

  it("every fault is named, not only the first", () => {
    const body = { ...withRule({ per: "0", points: 1.5 }), referrals: {} };
    expect(validateProgram(body, "USD", TODAY).map(({ pointer }) => pointer)).toEqual([
      "/earning/rules/0/points",
      "/earning/rules/0/per",
      "/referrals",
    ]);
  });

  it("a divisor has the digits of the shop's currency", () => {
    expect(refusalsOf(withRule({ per: "1.005" }))).toHaveLength(1);
    expect(refusalsOf(withRule({ per: "1.005" }), "KWD")).toEqual([]);
    expect(refusalsOf(withRule({ per: "100.5" }), "JPY")).toHaveLength(1);
  });

  it("10,000 rules are refused once, for the list: none of them is judged", () => {
    let judged = 0;
    const rules = Array.from({ length: 10_000 }, () =>
      Object.defineProperty(rule({ stackable: false, per: null }), "points", { get: () => (judged += 1) }),
    );
    const body = withEarning({ rules, multipliers: [multiplier("2", { ruleIds: ["gone"] })] });
    expect(refusalsOf(body)).toEqual(["/earning/rules too-many"]);
    expect(judged).toBe(0);
  });

  it("more than 100 multipliers, or rewards, are refused for the list", () => {
    const multipliers = Array.from({ length: 101 }, () => multiplier("0"));
    const rewards = Array.from({ length: 101 }, () => FULL_PROGRAM.rewards[0]!);
    expect(refusalsOf({ ...withEarning({ multipliers }), rewards })).toEqual([
      "/earning/multipliers too-many",
      "/rewards too-many",
    ]);
  });
});
