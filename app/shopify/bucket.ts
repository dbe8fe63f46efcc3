/** A shop's leaky bucket as Shopify last told of it (https://shopify.dev/docs/api/usage/limits#the-leaky-bucket-algorithm). */
export type Bucket = {
  readonly available: number;
  readonly maximum: number;
  /** Points a second. */
  readonly restoreRate: number;
  /** Milliseconds, of the clock that `pauseFor` is asked with. */
  readonly at: number;
};

/**
 * How long, in milliseconds, to wait until so large a share of the bucket is free. Whoever works in the background leaves that share to
 * those for whom a person waits; it gets no less done by that, for a bucket refills as fast when it is half full.
 */
export function pauseFor(bucket: Bucket, share: number, now: number): number {
  const restored = ((now - bucket.at) / 1000) * bucket.restoreRate;
  const missing = bucket.maximum * share - bucket.available - restored;
  return missing <= 0 ? 0 : Math.ceil((missing / bucket.restoreRate) * 1000);
}
