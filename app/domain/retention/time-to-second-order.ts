/**
 * How long customers take to come back: days from the first purchase to the first purchase on a *later* day.
 * A second order on the same day is an add-on, not a return. Those who have not come back are censored at `asOf`.
 */
export type ReturnTimes = {
  /** days → how many customers came back after exactly so many days. */
  readonly returned: ReadonlyMap<number, number>;
  /** days seen so far → how many customers have not come back in them. */
  readonly waiting: ReadonlyMap<number, number>;
};

export type TimeToSecondOrder = {
  readonly median: number | null;
  readonly mean: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly kaplanMeierMedian: number | null;
};

export function timeToSecondOrder(times: ReturnTimes): TimeToSecondOrder {
  return {
    median: quantile(times.returned, 0.5),
    mean: mean(times.returned),
    q1: quantile(times.returned, 0.25),
    q3: quantile(times.returned, 0.75),
    kaplanMeierMedian: kaplanMeierMedian(times),
  };
}

/**
 * Type-7 quantile (linear interpolation of order statistics) of a histogram.
 * Source: Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), definition 7.
 */
export function quantile(histogram: ReadonlyMap<number, number>, probability: number): number | null {
  const values = [...histogram].sort(([a], [b]) => a - b);
  const size = values.reduce((sum, [, count]) => sum + count, 0);
  if (size === 0) return null;
  const position = (size - 1) * probability;
  const below = orderStatistic(values, Math.floor(position));
  const above = orderStatistic(values, Math.ceil(position));
  return below + (position - Math.floor(position)) * (above - below);
}

function orderStatistic(sorted: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (rank < seen) return value;
  }
  throw new RangeError(`no observation of rank ${rank}`);
}

function mean(histogram: ReadonlyMap<number, number>): number | null {
  let size = 0;
  let sum = 0;
  for (const [value, count] of histogram) {
    size += count;
    sum += value * count;
  }
  return size === 0 ? null : sum / size;
}

/**
 * Smallest day at which the product-limit estimate of "has not come back" is at most one half; null if it never is.
 * Source: Kaplan & Meier, JASA 53 (1958), 457–481. Customers censored on a day are at risk on that day.
 */
function kaplanMeierMedian({ returned, waiting }: ReturnTimes): number | null {
  const days = [...new Set([...returned.keys(), ...waiting.keys()])].sort((a, b) => a - b);
  let atRisk = 0;
  for (const histogram of [returned, waiting]) for (const count of histogram.values()) atRisk += count;
  let survival = 1;
  for (const day of days) {
    const events = returned.get(day) ?? 0;
    if (events > 0) survival *= 1 - events / atRisk;
    if (survival <= 0.5) return day;
    atRisk -= events + (waiting.get(day) ?? 0);
  }
  return null;
}
