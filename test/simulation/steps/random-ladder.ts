import { PLAIN_TIER, type Measure, type Tier, type Tiers } from "#app/domain/tiers/tiers.ts";
import type { Losers } from "#app/domain/tiers/adopt-ladder.ts";
import type { Chance } from "../chance.ts";

/** Every tier that any ladder of these has. */
const NAMES = ["bronze", "silver", "gold", "club"] as const;

/** What each further tier begins at, with a little chance in it, so that orders of these lives reach some and miss others. */
const STEPS: Readonly<Record<Measure, readonly number[]>> = {
  spent: [100, 700],
  points: [150, 1200],
  orders: [2, 7],
};

/** A valid ladder of many kinds. `scale`: how many whole units of the currency are worth one dollar, more or less. */
export function randomLadder(chance: Chance, scale: number): Tiers {
  const measure = chance.pick<Measure>(["spent", "spent", "points", "orders"]);
  const other = chance.happens(0.25) ? chance.pick(otherThan(measure)) : null;
  const count = chance.int(1, 3);
  const reached = NAMES.slice(0, count).map((id, rung): Tier => {
    const amount = (of: Measure): string => {
      if (rung === 0) return "0";
      const step = STEPS[of][rung - 1]! * (of === "spent" ? scale : 1);
      return String(Math.max(rung, Math.round(step * (0.5 + chance.next()))));
    };
    return {
      ...PLAIN_TIER,
      ...{ id, name: id, from: amount(measure) },
      also: other === null || rung === 0 ? [] : [{ measure: other, from: amount(other) }],
      ...randomGift(chance),
    };
  });
  const club = { ...PLAIN_TIER, id: "club", name: "club", from: null, ...randomGift(chance) };
  const closed = chance.happens(0.4) ? [{ ...club, entryTag: chance.pick(["VIP", null]) }] : [];
  const ladder = [...reached, ...closed];
  const window = chance.pick<Tiers["window"]>([
    { kind: "lifetime", months: null, keepNext: false },
    { kind: "calendar-year", months: null, keepNext: chance.happens(0.5) },
    { kind: "rolling", months: chance.pick([1, 3, 12]), keepNext: false },
    { kind: "rolling", months: chance.pick([1, 3, 12]), keepNext: false },
    { kind: "from-joining", months: null, keepNext: chance.happens(0.5) },
  ]);
  return {
    ...{ measure, window, ladder, noticeDays: null },
    join: chance.pick(["any", "all"]),
    graceDays: chance.pick([0, 0, 3, 30]),
    countPending: chance.happens(0.5),
    softLanding: chance.happens(0.3),
    replaced: Object.fromEntries(
      NAMES.filter((id) => !ladder.some((tier) => tier.id === id)).map((id) => [id, chance.pick(ladder).id]),
    ),
  };
}

const otherThan = (measure: Measure) =>
  (["spent", "points", "orders"] as const).filter((one) => one !== measure);

function randomGift(
  chance: Chance,
): Pick<Tier, "multiplier" | "rounding" | "expiryMonths" | "entryPoints" | "entryRewardId"> {
  return {
    multiplier: chance.pick([null, null, "2", "1.25"]),
    rounding: chance.pick(["floor", "half-up", "ceil"]),
    expiryMonths: chance.happens(0.3) ? chance.pick([1, 4, 24]) : null,
    entryPoints: chance.happens(0.4) ? chance.int(1, 90) : null,
    entryRewardId: chance.happens(0.15) ? "free-shipping" : null,
  };
}

/** What becomes of those whom a new ladder would lower. */
export function randomLosers(chance: Chance, today: string): Losers {
  return chance.weighted<Losers>([
    [3, { kind: "apply" }],
    [1, { kind: "keep" }],
    [1, { kind: "protect", until: today }],
  ]);
}
