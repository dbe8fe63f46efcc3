import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsByCampaign } from "#app/domain/earning/campaign-effects.ts";
import type { Campaign } from "#app/domain/earning/campaign.ts";
import { earn } from "#app/domain/earning/earn.ts";
import type { Earned, EarningLine, EarningOrder } from "#app/domain/earning/earned.ts";
import type { EarningRule, Multiplier, Selection } from "#app/domain/program/program-body.ts";
import { validateProgram } from "#app/domain/program/validate-program.ts";
import { formatMoney } from "#app/domain/shared/money.ts";
import { campaign, earningContext, multiplier, programOf, rule } from "#test/support/earning.ts";

const sum = (points: readonly number[]) => points.reduce((left, right) => left + right, 0);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const vendor = fc.constantFrom("Acme", "Leaf", "Stone");
const tags = fc.subarray(["tea", "Sale", "été"]);
const rounding = fc.constantFrom("floor", "half-up", "ceil");
const amount = fc.bigInt({ min: 0n, max: 50_000n });

const lines: fc.Arbitrary<EarningLine[]> = fc
  .array(
    fc.record({
      netMinor: amount,
      taxMinor: fc.bigInt({ min: 0n, max: 5000n }),
      discountMinor: fc.bigInt({ min: 0n, max: 5000n }),
      giftCard: fc.boolean(),
      productId: fc.constant(null),
      vendor: maybe(vendor),
      productTags: maybe(tags),
      collectionIds: fc.constant(null),
      onSale: maybe(fc.boolean()),
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((line, position) => ({ lineId: String(position), ...line })));

const order: fc.Arbitrary<EarningOrder> = fc.record({
  lines,
  shippingMinor: fc.bigInt({ min: 0n, max: 2000n }),
  totalMinor: amount,
  storeCreditMinor: fc.bigInt({ min: 0n, max: 20_000n }),
  source: maybe(fc.constantFrom("web", "pos")),
});

const selection: fc.Arbitrary<Selection> = fc.record(
  {
    tags,
    vendors: fc.uniqueArray(vendor, { maxLength: 2 }),
    onSale: fc.boolean(),
    channels: fc.subarray(["web", "pos"]),
  },
  { requiredKeys: [] },
);

const ruleOf = (capped: boolean): fc.Arbitrary<Omit<EarningRule, "id">> =>
  fc
    .record({
      points: fc.integer({ min: 1, max: 20 }),
      per: fc.bigInt({ min: 1n, max: 5000n }).map((minor) => formatMoney(minor, "USD")),
      rounding,
      basis: fc.record({
        tax: fc.boolean(),
        shipping: fc.boolean(),
        discounts: fc.boolean(),
        storeCredit: fc.boolean(),
      }),
      minimumOrder: maybe(fc.constantFrom("20.00", "100.00")),
      capPerOrder: capped ? maybe(fc.integer({ min: 1, max: 500 })) : fc.constant(null),
      capPerDay: capped ? maybe(fc.integer({ min: 1, max: 500 })) : fc.constant(null),
      include: selection,
      exclude: selection,
      stackable: fc.boolean(),
      enabled: fc.boolean(),
    })
    .map((change) => rule(change));

const rules = fc
  .array(ruleOf(true), { maxLength: 4 })
  .map((all) => all.map((one, index): EarningRule => ({ ...one, id: `r${index}`, priority: index })));

const multipliers: fc.Arbitrary<Multiplier[]> = fc
  .array(
    fc.record({
      factor: fc.constantFrom("0.5", "1.1", "1.5", "2", "3"),
      rounding,
      ruleIds: fc.constantFrom([], ["r0"]),
      include: selection,
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ factor, ...change }, index) => multiplier(factor, { ...change, id: `m${index}` })),
  );

const campaigns: fc.Arbitrary<Campaign[]> = fc
  .array(
    fc.record({
      terms: fc.constantFrom<Campaign["terms"]>(
        {
          ...{
            kind: "bonus",
            audience: null,
            points: 50,
            trigger: "order",
            action: null,
            minimumOrder: null,
          },
          lifetime: { kind: "days", days: 30 },
        },
        {
          ...{ kind: "ladder", audience: null, lifetime: { kind: "program" } },
          steps: [
            { from: "10.00", points: 7 },
            { from: "90.00", points: 70 },
          ],
        },
        {
          ...{ kind: "multiplier", audience: null, factor: "2.5", rounding: "half-up", ruleIds: [] },
          ...{ include: { vendors: ["Acme"] }, exclude: {} },
        },
      ),
      budgetPoints: maybe(fc.integer({ min: 0, max: 200 })),
      givenPoints: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ terms, ...change }, index) => campaign(terms, { ...change, campaignId: `c${index}` })),
  );

const given = (ruleId: string) => ({ day: ruleId.length * 20, month: 100 });
const context = earningContext({ given });

function expectWhole(earned: Earned, { lines: all }: EarningOrder): void {
  expect(sum(earned.lines.map(({ points }) => points))).toBe(earned.points);
  expect(sum(earned.grants.map(({ points }) => points))).toBe(earned.points);
  const counted = earned.contributions.filter(({ counts }) => counts);
  expect(sum(counted.map(({ points }) => points))).toBe(earned.points);
  for (const [position, line] of earned.lines.entries()) {
    expect(line.points).toBeGreaterThanOrEqual(0);
    if (all[position]!.giftCard || all[position]!.netMinor === 0n) expect(line.points).toBe(0);
  }
}

describe("whatever the program, the campaigns and the order", () => {
  it("the parts sum to the whole: lines, grants and what counts of the explanation; none is below 0", () => {
    fc.assert(
      fc.property(order, rules, multipliers, campaigns, (bought, program, factors, running) => {
        const known = factors.filter(({ ruleIds }) => ruleIds.length === 0 || program.length > 0);
        const body = programOf(program, known);
        expect(validateProgram(body, "USD", "2026-03-02")).toEqual([]);
        expectWhole(earn(bought, body, { ...context, campaigns: running }), bought);
      }),
      { numRuns: 1000 },
    );
  });

  it("no cap and no budget is ever exceeded", () => {
    fc.assert(
      fc.property(order, rules, multipliers, campaigns, (bought, program, factors, running) => {
        const earned = earn(bought, programOf(program, factors), { ...context, campaigns: running });
        for (const { source, points } of earned.contributions) {
          const one = program.find(({ id }) => source === `rule:${id}`);
          expect(points).toBeLessThanOrEqual(one?.capPerOrder ?? Infinity);
          const left = one?.capPerDay == null ? Infinity : Math.max(0, one.capPerDay - given(one.id).day);
          expect(points).toBeLessThanOrEqual(left);
        }
        for (const [campaignId, points] of pointsByCampaign(earned)) {
          const { budgetPoints, givenPoints } = running.find((one) => one.campaignId === campaignId)!;
          expect(points).toBeLessThanOrEqual(Math.max(0, (budgetPoints ?? Infinity) - givenPoints));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("the order in which rules that stack are written does not matter", () => {
    const stacking = rules.map((all) => all.map((one) => ({ ...one, stackable: true })));
    fc.assert(
      fc.property(order, stacking, multipliers, (bought, program, factors) => {
        const forwards = earn(bought, programOf(program, factors), context);
        const backwards = earn(bought, programOf(program.toReversed(), factors), context);
        expect(backwards.points).toBe(forwards.points);
        expect(backwards.lines).toEqual(forwards.lines);
      }),
      { numRuns: 500 },
    );
  });

  it("what rules that don't stack have to say is heard only if it is at least the sum of the others", () => {
    fc.assert(
      fc.property(order, rules, (bought, program) => {
        const alone = earn(bought, programOf(program.filter(({ stackable }) => stackable)), context).points;
        const all = earn(bought, programOf(program), context);
        expect(all.points).toBeGreaterThanOrEqual(alone);
        const counting = all.contributions.filter(({ counts }) => counts);
        const isReplaced = counting.some(
          ({ source }) => program.find(({ id }) => source === `rule:${id}`)?.stackable === false,
        );
        expect(isReplaced ? counting.length : all.points).toBe(isReplaced ? 1 : alone);
      }),
      { numRuns: 500 },
    );
  });

  it("more goods never earn less, where rules round down, have no caps and add up", () => {
    const monotone = fc.array(ruleOf(false), { maxLength: 3 }).map((all) =>
      all.map((one, index): EarningRule => ({
        ...one,
        id: `r${index}`,
        rounding: "floor",
        stackable: true,
      })),
    );
    const whole = multipliers.map((all) => all.map((one) => ({ ...one, include: {} })));
    fc.assert(
      fc.property(order, monotone, whole, fc.nat(), amount, (bought, program, factors, which, more) => {
        fc.pre(bought.lines.length > 0);
        const position = which % bought.lines.length;
        const without = { ...bought, storeCreditMinor: 0n };
        const grown = {
          ...without,
          lines: without.lines.map((line, index) =>
            index === position ? { ...line, netMinor: line.netMinor + more } : line,
          ),
        };
        const body = programOf(program, factors);
        expect(earn(grown, body, context).points).toBeGreaterThanOrEqual(earn(without, body, context).points);
      }),
      { numRuns: 500 },
    );
  });

  it("the same question has the same answer", () => {
    fc.assert(
      fc.property(order, rules, multipliers, (bought, program, factors) => {
        const body = programOf(program, factors);
        const again = structuredClone(body);
        expect(earn(bought, again, context)).toEqual(earn(bought, body, context));
      }),
      { numRuns: 200 },
    );
  });
});
