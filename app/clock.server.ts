import type { Clock, Logger } from "#app/usecases/ports.ts";

/** Business time. Signatures, tokens, HMAC timestamps and HTTP caching use real time instead. */
export type BusinessClock = Clock & {
  /** Learns how far the local store's clock is from real time; called at the start of each request and job. */
  refresh(): Promise<void>;
};

export function createSystemClock(): BusinessClock {
  return { now: () => new Date(), refresh: () => Promise.resolve() };
}

const CLOCK_TIMEOUT_MS = 2_000;

/** Real time plus the offset that the local store owns. An unreachable store leaves the last known offset in place, and says so. */
export function createLocalStoreClock(storeUrl: string, log: Logger): BusinessClock {
  let offsetMs = 0;
  let asking: Promise<void> | null = null;
  let isUnreadable = false;

  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(`${storeUrl}/_control/clock`, {
        signal: AbortSignal.timeout(CLOCK_TIMEOUT_MS),
      });
      const body = (await answer.json()) as { offsetMs?: unknown };
      if (!answer.ok || typeof body.offsetMs !== "number")
        throw new Error(`answered ${answer.status} without offsetMs`);
      offsetMs = body.offsetMs;
      isUnreadable = false;
    } catch (problem) {
      if (isUnreadable) return; // said already
      isUnreadable = true;
      log.warn(
        { err: problem, storeUrl, offsetMs },
        "the local store's clock can't be read; its last known offset stays",
      );
    }
  };

  return {
    now: () => new Date(Date.now() + offsetMs),
    refresh: () => (asking ??= ask().finally(() => (asking = null))),
  };
}
