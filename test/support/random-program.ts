import fc from "fast-check";
import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type Expiry,
  type ProgramBody,
} from "#app/domain/program/program-body.ts";
import { multiplier, rule } from "./earning.ts";

const rounding = fc.constantFrom("floor" as const, "half-up" as const, "ceil" as const);

const selection = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ vendors: ["Acme"] }, { channels: ["web"] }, { customerTags: ["vip"] }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { tags: ["Sale"] },
      { collectionIds: ["gid://shopify/Collection/1"] },
      { onSale: true },
    ),
  },
);

const purchaseRule = fc
  .record({
    points: fc.integer({ min: 1, max: 7 }),
    per: fc.constantFrom("1", "2", "7"),
    rounding,
    basis: fc.record({
      ...{ tax: fc.boolean(), shipping: fc.boolean(), discounts: fc.boolean(), storeCredit: fc.boolean() },
    }),
    minimumOrder: fc.constantFrom(null, null, "20"),
    capPerOrder: fc.constantFrom(null, null, 30),
    include: selection,
    exclude: fc.constantFrom({}, {}, { vendors: ["Nobody"] }),
    stackable: fc.constantFrom(true, true, false),
    priority: fc.integer({ min: 0, max: 2 }),
    enabled: fc.constantFrom(true, true, true, false),
  })
  .map((change) => rule(change));

const factor = fc
  .record({ factor: fc.constantFrom("2", "1.5", "0.5"), rounding, include: selection })
  .map(({ factor: by, ...change }) => multiplier(by, change));

/** Lives that begin in March 2026 and have not ended by June: what a reversal takes is then what the order keeps. */
export const longLives: fc.Arbitrary<Expiry> = fc.oneof(
  fc.constant({ mode: "none", months: null, roundUpTo: null, dates: [] }),
  fc.record({
    mode: fc.constantFrom("per-lot" as const, "inactivity" as const),
    months: fc.constantFrom(4, 12),
    roundUpTo: fc.constantFrom(
      null,
      "month" as const,
      "quarter" as const,
      "half-year" as const,
      "year" as const,
    ),
    dates: fc.constant([]),
  }),
  fc.constant({ mode: "fixed-date", months: null, roundUpTo: null, dates: ["12-31"] }),
);

/** Lives that end within the two years that a random store's orders are spread over. */
export const shortLives: fc.Arbitrary<Expiry> = fc.record({
  mode: fc.constantFrom("per-lot" as const, "inactivity" as const),
  months: fc.constantFrom(1, 6),
  roundUpTo: fc.constantFrom(null, "quarter" as const),
  dates: fc.constant([]),
});

const plain = plainProgram(3, "2", null);
const plainRule = rule({ points: 3, per: "2" });
const withRule = (change: Parameters<typeof rule>[0], ...more: EarningRule[]): ProgramBody => ({
  ...plain,
  earning: { ...plain.earning, rules: [{ ...plainRule, ...change }, ...more] },
});
const withEarning = (change: Partial<ProgramBody["earning"]>): ProgramBody => ({
  ...plain,
  earning: { ...plain.earning, ...change },
});
const withExpiry = (change: Partial<Expiry>): ProgramBody => ({
  ...plain,
  expiry: { ...plain.expiry, ...change },
});

/** Programs that differ in one thing from one that a single statement can compute. */
export const nearlyPlain: readonly (readonly [difference: string, program: ProgramBody])[] = [
  ["points are rounded half up", withRule({ rounding: "half-up" })],
  ["points are rounded up", withRule({ rounding: "ceil" })],
  ["tax counts", withRule({ basis: { ...plainRule.basis, tax: true } })],
  ["shipping counts", withRule({ basis: { ...plainRule.basis, shipping: true } })],
  ["what discounts took off counts", withRule({ basis: { ...plainRule.basis, discounts: true } })],
  ["store credit counts", withRule({ basis: { ...plainRule.basis, storeCredit: true } })],
  ["an order must reach a sum", withRule({ minimumOrder: "100" })],
  ["an order earns at most so much", withRule({ capPerOrder: 20 })],
  ["a day earns at most so much", withRule({ capPerDay: 20 })],
  ["a month earns at most so much", withRule({ capPerMonth: 20 })],
  ["only some products count", withRule({ include: { vendors: ["Acme"] } })],
  ["only full price counts", withRule({ include: { onSale: false } })],
  ["some customers earn nothing", withRule({ exclude: { customerTags: ["vip"] } })],
  ["the rule begins", withRule({ from: "2025-01-01T00:00:00.000Z" })],
  ["the rule ends", withRule({ until: "2025-01-01T00:00:00.000Z" })],
  ["there are two rules", withRule({}, { ...plainRule, id: "second" })],
  ["points are multiplied", withEarning({ multipliers: [multiplier("2")] })],
  ["points are held", withEarning({ pendingDays: 14 })],
  ["points wait for the fulfilment", withEarning({ pendingFrom: "fulfilled" })],
  ["points expire at the end of the month", withExpiry({ mode: "per-lot", months: 6, roundUpTo: "month" })],
  ["points expire by inactivity", withExpiry({ mode: "inactivity", months: 6 })],
  ["points expire on a date", withExpiry({ mode: "fixed-date", dates: ["06-30"] })],
];

/** Programs of every kind that give orders points; without caps a day or a month, by which the order of arrival decides. */
export function randomProgram(expiry: fc.Arbitrary<Expiry> = longLives): fc.Arbitrary<ProgramBody> {
  return fc
    .record({
      rules: fc.array(purchaseRule, { minLength: 1, maxLength: 3 }),
      multipliers: fc.array(factor, { maxLength: 2 }),
      pendingDays: fc.constantFrom(0, 0, 14, 75),
      pendingFrom: fc.constantFrom("paid" as const, "paid" as const, "fulfilled" as const),
      expiry,
    })
    .map(({ rules, multipliers, pendingDays, pendingFrom, expiry: life }) => ({
      ...DEFAULT_PROGRAM,
      earning: {
        rules: rules.map((one, position) => ({ ...one, id: `r${position}` })),
        multipliers: multipliers.map((one, position) => ({ ...one, id: `m${position}` })),
        ...{ pendingDays, pendingFrom },
      },
      expiry: life,
    }));
}

/** One plain rule, as a shop begins with. */
export function plainProgram(points: number, per: string, months: number | null): ProgramBody {
  return {
    ...DEFAULT_PROGRAM,
    earning: { ...DEFAULT_PROGRAM.earning, rules: [{ ...BASE_RULE, points, per }] },
    expiry: {
      ...{ mode: months === null ? "none" : "per-lot", months, roundUpTo: null, dates: [] },
    },
  };
}
