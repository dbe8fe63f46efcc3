/**
 * The leaky bucket of one app on one store, on real time. A query needs its requested cost before it runs and gets back
 * what it did not use.
 */
export interface BucketSize {
  maximumAvailable: number;
  /** Points a second. */
  restoreRate: number;
}

/** What the demo store's plan gives. */
export const STANDARD_BUCKET: BucketSize = { maximumAvailable: 2000, restoreRate: 100 };
/** The fault `throttle`: small enough that a few fetched orders run into it, quick enough that a day's work still gets done. */
export const TIGHT_BUCKET: BucketSize = { maximumAvailable: 100, restoreRate: 40 };

export interface ThrottleStatus extends BucketSize {
  currentlyAvailable: number;
}

export interface Throttle {
  /** Takes `requestedCost`; false and nothing taken when the bucket does not hold it. */
  take(key: string, requestedCost: number, size: BucketSize): boolean;
  giveBack(key: string, cost: number, size: BucketSize): void;
  status(key: string, size: BucketSize): ThrottleStatus;
}

export function createThrottle(realNowMs: () => number): Throttle {
  const buckets = new Map<string, { available: number; atMs: number }>();

  function refill(key: string, size: BucketSize): { available: number; atMs: number } {
    const nowMs = realNowMs();
    const before = buckets.get(key) ?? { available: size.maximumAvailable, atMs: nowMs };
    const restored = ((nowMs - before.atMs) / 1000) * size.restoreRate;
    const bucket = { available: Math.min(size.maximumAvailable, before.available + restored), atMs: nowMs };
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    take(key, requestedCost, size) {
      const bucket = refill(key, size);
      // A query dearer than the whole bucket runs on a full one and leaves a debt; else the tight bucket would refuse it for ever.
      if (bucket.available < Math.min(requestedCost, size.maximumAvailable)) return false;
      bucket.available -= requestedCost;
      return true;
    },
    giveBack(key, cost, size) {
      const bucket = refill(key, size);
      bucket.available = Math.min(size.maximumAvailable, bucket.available + cost);
    },
    status(key, size) {
      return { ...size, currentlyAvailable: Math.max(0, Math.floor(refill(key, size).available)) };
    },
  };
}
