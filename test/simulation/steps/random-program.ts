import {
  BASE_RULE,
  DEFAULT_PROGRAM,
  type EarningRule,
  type Expiry,
  type Multiplier,
  NO_EXPIRY,
  type ProgramBody,
  type Selection,
} from "#app/domain/program/program-body.ts";
import type { Reward } from "#app/domain/rewards/reward.ts";
import { reward } from "#test/support/rewards.ts";
import type { Chance } from "../chance.ts";
import { randomLadder } from "./random-ladder.ts";

/**
 * A valid program of many kinds; amounts are whole, so that they fit every currency. Left out, because the model does not know
 * them: rules that are no purchase rules, selections by tier.
 */
export function randomProgram(chance: Chance, currency: string): ProgramBody {
  const rules = Array.from({ length: chance.pick([1, 1, 2, 3]) }, (_, number) => randomRule(chance, number));
  return {
    ...DEFAULT_PROGRAM,
    earning: {
      rules,
      multipliers: Array.from({ length: chance.pick([0, 0, 1, 2]) }, (_, number) =>
        randomMultiplier(chance, number, rules),
      ),
      pendingDays: chance.pick([0, 0, 0, 1, 14, 30]),
      pendingFrom: chance.happens(0.25) ? "fulfilled" : "paid",
    },
    expiry: randomExpiry(chance),
    rewards: randomRewards(chance),
    tiers: chance.happens(0.7) ? randomLadder(chance, SCALES[currency] ?? 1) : null,
    refunds: chance.weighted<ProgramBody["refunds"]>([
      [3, { negativeBalance: "allow", limit: null }],
      [2, { negativeBalance: "clamp", limit: null }],
      [2, { negativeBalance: "limit", limit: chance.int(1, 300) }],
    ]),
  };
}

/** How many whole units of a currency are worth one dollar, as prices in minor units are the same numbers everywhere. */
const SCALES: Readonly<Record<string, number>> = { JPY: 100, KWD: 0.1 };

function randomRewards(chance: Chance): Reward[] {
  const combinesWith = { order: false, product: chance.happens(0.5), shipping: chance.happens(0.5) };
  return [
    reward({
      id: "five-off",
      points: chance.int(50, 400),
      value: "5",
      validDays: chance.pick([null, 10, 60]),
      combinesWith,
    }),
    reward({
      ...{ id: "ten-per-cent", kind: "percentage-off", name: "10 %", value: "10" },
      ...{ points: chance.int(100, 300), perMember: chance.pick([null, 3]), combinesWith },
    }),
    reward({
      ...{ id: "free-shipping", kind: "free-shipping", name: "Shipping", value: null },
      ...{ points: chance.int(20, 200), total: chance.pick([null, 5]), combinesWith },
    }),
  ];
}

function randomSelection(chance: Chance): Selection {
  return chance.weighted<Selection>([
    [5, {}],
    [2, { vendors: [chance.pick(["Acme", "Oak"])] }],
    [1, { channels: [chance.pick(["web", "pos"])] }],
  ]);
}

function randomRule(chance: Chance, number: number): EarningRule {
  return {
    ...BASE_RULE,
    id: `rule-${number}`,
    points: chance.pick([1, 1, 2, 3, 10]),
    per: chance.pick(["1", "2", "7"]),
    rounding: chance.pick(["floor", "floor", "half-up", "ceil"]),
    basis: {
      tax: chance.happens(0.2),
      shipping: chance.happens(0.2),
      discounts: chance.happens(0.2),
      storeCredit: chance.happens(0.3),
    },
    minimumOrder: chance.happens(0.2) ? String(chance.int(1, 50)) : null,
    capPerOrder: chance.happens(0.2) ? chance.int(1, 500) : null,
    capPerDay: chance.happens(0.15) ? chance.int(20, 400) : null,
    capPerMonth: chance.happens(0.15) ? chance.int(50, 900) : null,
    include: randomSelection(chance),
    exclude: chance.happens(0.1) ? { vendors: ["Acme"] } : {},
    // Two that replace the others may never be equally strong: their numbers tell them apart.
    stackable: chance.happens(0.7),
    priority: number,
    enabled: number === 0 || chance.happens(0.9),
  };
}

function randomMultiplier(chance: Chance, number: number, rules: readonly EarningRule[]): Multiplier {
  return {
    ...{ id: `multiplier-${number}`, name: null, exclude: {}, from: null, until: null },
    factor: chance.pick(["2", "1.5", "0.5", "3.25"]),
    rounding: chance.pick(["floor", "half-up", "ceil"]),
    ruleIds: chance.happens(0.3) ? [chance.pick(rules).id] : [],
    include: randomSelection(chance),
  };
}

function randomExpiry(chance: Chance): Expiry {
  const months = chance.pick([1, 2, 3, 6, 12]);
  return chance.weighted<Expiry>([
    [2, NO_EXPIRY],
    [4, { mode: "per-lot", months, roundUpTo: null, dates: [] }],
    [
      2,
      {
        mode: "per-lot",
        months,
        roundUpTo: chance.pick(["month", "quarter", "half-year", "year"]),
        dates: [],
      },
    ],
    [
      3,
      {
        mode: "inactivity",
        months,
        roundUpTo: chance.pick([null, null, "month", "quarter"]),
        dates: [],
      },
    ],
    [
      1,
      {
        mode: "fixed-date",
        months: null,
        roundUpTo: null,
        dates: chance.pick([["12-31"], ["01-31", "06-30"]]),
      },
    ],
  ]);
}
